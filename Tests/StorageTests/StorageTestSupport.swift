import Corpus
import Foundation
import Storage

/// A corpus folder of one test, removed at its end.
final class ScratchCorpus {
  let path: String

  init() {
    path = "\(NSTemporaryDirectory())/assay-storage-\(UUID().uuidString)"
  }

  private init(copying other: ScratchCorpus) throws {
    path = "\(NSTemporaryDirectory())/assay-storage-\(UUID().uuidString)"
    try FileManager.default.copyItem(atPath: other.path, toPath: path)
  }

  /// The folder as it is now, in another place.
  func copy() throws -> ScratchCorpus { try ScratchCorpus(copying: self) }

  func segment(_ ecosystem: Ecosystem, _ number: Int) -> String {
    CorpusFolder(path).segment(ecosystem, number)
  }

  func open(
    _ mode: CorpusStore.Mode = .write, policy: SegmentPolicy = SegmentPolicy()
  ) throws -> CorpusStore {
    try CorpusStore.open(path: path, mode: mode, now: .start, policy: policy)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

extension UTCInstant {
  /// 2026-01-01T00:00:00Z.
  static let start = UTCInstant(milliseconds: 1_767_225_600_000)

  static func minute(_ minutes: Int) -> UTCInstant {
    UTCInstant(milliseconds: start.milliseconds + Int64(minutes) * 60_000)
  }
}

/// A capture of a crate's index file.
func capture(
  _ subject: String = "serde", _ body: String = "{}", status: Int = 200, minute: Int = 0,
  headers: [HeaderField] = [HeaderField("ETag", "\"a\"")], version: String? = nil,
  ecosystem: Ecosystem = .crates, kind: DocumentKind = .indexFile
) -> Capture {
  Capture(
    ecosystem: ecosystem, subject: subject, kind: kind, url: "https://index.example/\(subject)",
    status: status, headers: headers, body: Array(body.utf8), fetchedAt: .minute(minute),
    version: version)
}

/// A generator that gives the same numbers for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// An index file of some versions, unlike every other and yet of the same shape.
func indexFile(_ number: Int, versions: Int) -> String {
  var generator = SeededGenerator(state: UInt64(number))
  return (0..<versions).map { version in
    let digest = (0..<4).map { _ in String(generator.next(), radix: 16) }.joined()
    return
      #"{"name":"crate-\#(number)","vers":"0.\#(version).0","deps":[{"name":"libc","req":"^0.2"}],"cksum":"\#(digest)","features":{},"yanked":false}"#
  }.joined(separator: "\n")
}
