package import Corpus
import Foundation

/// Where things are in a corpus folder.
package struct CorpusFolder: Sendable {
  package let path: String

  package init(_ path: String) { self.path = path }

  /// The SQLite catalog.
  package var catalog: String { "\(path)/catalog.sqlite" }

  /// The folder of one ecosystem's segments.
  package func segments(_ ecosystem: Ecosystem) -> String {
    "\(path)/snapshots/\(ecosystem.rawValue)"
  }

  /// A segment's file.
  package func segment(_ ecosystem: Ecosystem, _ number: Int) -> String {
    let digits = String(number)
    let name = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    return "\(segments(ecosystem))/\(name).warc.zst"
  }

  /// A segment's file while compaction writes it: not a segment until it has its own name.
  func unfinishedSegment(_ ecosystem: Ecosystem, _ number: Int) -> String {
    "\(segment(ecosystem, number))\(Self.unfinished)"
  }

  /// A large record on its way from one segment to another.
  func unfinishedRecord(_ ecosystem: Ecosystem) -> String {
    "\(segments(ecosystem))/record\(Self.unfinished)"
  }

  private static let unfinished = ".unfinished"

  /// Files an interrupted compaction left.
  func unfinishedSegments(_ ecosystem: Ecosystem) -> [String] {
    let folder = segments(ecosystem)
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
    return (names ?? []).filter { $0.hasSuffix(Self.unfinished) }.sorted()
      .map { "\(folder)/\($0)" }
  }

  /// The numbers of the segments that exist, ascending.
  package func segmentNumbers(_ ecosystem: Ecosystem) -> [Int] {
    let suffix = ".warc.zst"
    let names = try? FileManager.default.contentsOfDirectory(atPath: segments(ecosystem))
    return (names ?? []).compactMap { name in
      guard name.hasSuffix(suffix) else { return nil }
      return Int(name.dropLast(suffix.count))
    }.sorted()
  }
}
