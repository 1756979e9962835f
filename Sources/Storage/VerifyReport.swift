package import Corpus

/// What checking every byte of a corpus found.
///
/// Some two bits in a thousand of a compressed frame mean nothing to zstd: one of them can turn unseen,
/// and what the corpus says stays the same.
package struct VerifyReport: Sendable, Equatable {
  /// Something that is not as it was written.
  package struct Problem: Sendable, Hashable, CustomStringConvertible {
    package var ecosystem: Ecosystem
    package var segment: Int
    /// Byte offset in the segment; nil when the whole segment is meant.
    package var offset: Int?
    package var what: String
    package var remedy: String

    /// Place and problem, without what to do.
    package var finding: String {
      let place = offset.map { ", byte \($0)" } ?? ""
      return "\(ecosystem.rawValue) segment \(segment)\(place): \(what)"
    }

    package var description: String { "\(finding). \(remedy)" }

    /// Whether the catalog has no row for what is lost: it was forgotten by an earlier repair.
    var isForgotten: Bool { remedy == Remedy.forgotten.rawValue }
  }

  package var segments = 0
  /// Records that are whole and agree with themselves, warcinfo records included.
  package var records = 0
  /// Bytes of segments read.
  package var bytes = 0
  /// Catalog rows that agree with their record.
  package var rows = 0
  package var problems: [Problem] = []

  package init() {}

  package var isClean: Bool { problems.isEmpty }

  mutating func add(
    _ ecosystem: Ecosystem, _ segment: Int, at offset: Int?, _ what: String, _ remedy: Remedy
  ) {
    problems.append(
      Problem(
        ecosystem: ecosystem, segment: segment, offset: offset, what: what,
        remedy: remedy.rawValue))
  }

  /// What can be done about a problem.
  enum Remedy: String {
    case rebuild = "Run `assay verify --repair`: it makes the catalog anew from the segments."
    case restore =
      "Restore the file from a copy, or run `assay verify --repair` to forget what is lost, and crawl."
    case forgotten =
      "The catalog does not point there: a crawl fetches it anew, a copy of the file brings it back."
    case reopen = "The next command that writes cuts it off; nothing acknowledged is in it."
    case adopt = "The next command that writes takes it into the catalog."
  }
}

/// How far a verification has come.
package struct VerifyProgress: Sendable {
  package var ecosystem: Ecosystem
  package var segment: Int
  package var bytesDone: Int
  package var bytesTotal: Int
}
