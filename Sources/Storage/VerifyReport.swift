package import Corpus

/// What checking every byte of a corpus found.
package struct VerifyReport: Sendable, Equatable {
  /// Something that is not as it was written.
  package struct Problem: Sendable, Hashable, CustomStringConvertible {
    package var ecosystem: Ecosystem
    package var segment: Int
    /// Byte offset in the segment; nil when the whole segment is meant.
    package var offset: Int?
    package var what: String
    package var remedy: String

    package var description: String {
      let place = offset.map { ", byte \($0)" } ?? ""
      return "\(ecosystem.rawValue) segment \(segment)\(place): \(what). \(remedy)"
    }
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
    case rebuild = "Run `assay verify --repair`."
    case restore = "Restore the file from a copy, or crawl the package again."
    case reopen = "The next crawl cuts it off; nothing acknowledged is in it."
  }
}

/// How far a verification has come.
package struct VerifyProgress: Sendable {
  package var ecosystem: Ecosystem
  package var segment: Int
  package var bytesDone: Int
  package var bytesTotal: Int
}
