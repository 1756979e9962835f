import Corpus
import Foundation
import Storage
import Testing

/// A Python with FastWARC, which reads what we write without any of our code.
enum OutsideReader {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Nil when there is none; the reason is printed once.
  static let python: String? = {
    let named = ProcessInfo.processInfo.environment["ASSAY_PYTHON"]
    let paths = [named, root.appending(path: ".build/venv/bin/python").path].compactMap(\.self)
    for path in paths where FileManager.default.isExecutableFile(atPath: path) {
      if let result = try? run(path, ["-c", "import fastwarc"]), result.status == 0 { return path }
    }
    print("Outside reader skipped: no Python with fastwarc (set ASSAY_PYTHON or run `make setup`).")
    return nil
  }()

  static func run(_ program: String, _ arguments: [String]) throws -> (
    status: Int32, output: String
  ) {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}

@Suite struct OutsideReaderTests {
  @Test(.enabled(if: OutsideReader.python != nil))
  func `FastWARC reads every record and agrees with the catalog, also after compaction`()
    async throws
  {
    let python = try #require(OutsideReader.python)
    let scratch = ScratchCorpus()
    var policy = SegmentPolicy()
    policy.trainingDocuments = 150
    let store = try scratch.open(policy: policy)
    for number in 0..<200 {
      try await store.append(
        capture("crate-\(number)", indexFile(number, versions: 1 + number % 9)))
    }
    let encoded = [
      HeaderField("Content-Encoding", "gzip"), HeaderField("Transfer-Encoding", "chunked"),
      HeaderField("Content-Length", "3"), HeaderField("X-Odd", "a\r\nInjected: b\u{0}"),
    ]
    try await store.append(
      capture(
        "@scope/näme %", "plain", headers: encoded, version: "1-ä", ecosystem: .npm,
        kind: .packument))
    try await store.append(capture("crate-7", indexFile(7, versions: 8), minute: 1))
    try await store.append(capture("crate-8", "", status: 304, minute: 2))
    try await store.append(capture("crate-9", "gone", status: 404, minute: 3))
    let large = "\(scratch.path)/large.bin"
    try Data((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }).write(
      to: URL(filePath: large))
    try await store.appendFile(
      capture("dump", "", minute: 4, kind: .databaseDump), bodyPath: large)
    try await store.flush()
    let script = OutsideReader.root.appending(path: "Tests/OutsideReaders/read_segments.py").path
    let result = try OutsideReader.run(python, [script, scratch.path])
    #expect(result.output == "segments=4 metadata=1 response=202 revisit=2 warcinfo=4 problems=0\n")
    #expect(result.status == 0)
    try await store.compact { _ in }
    try await store.append(capture("after", "compaction"))
    try await store.close()
    let compacted = try OutsideReader.run(python, [script, scratch.path])
    #expect(
      compacted.output == "segments=4 metadata=1 response=203 revisit=2 warcinfo=4 problems=0\n")
    #expect(compacted.status == 0)
  }
}
