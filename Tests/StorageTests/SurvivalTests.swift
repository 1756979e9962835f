import Corpus
import Foundation
import Storage
import Testing

/// Writes, flushes and compacts without end, and notes each document that was acknowledged.
private struct Writer {
  let path: String
  var generator: SeededGenerator

  /// One line a document whose batch was committed; written outside of the store.
  static func notes(_ path: String) -> String { "\(path).acknowledged" }

  static var policy: SegmentPolicy {
    var policy = SegmentPolicy()
    policy.trainingDocuments = 60
    policy.sealBytes = 16_000
    return policy
  }

  /// Never returns: the process is killed.
  mutating func run() async throws {
    let store = try CorpusStore.open(path: path, mode: .write, now: .start, policy: Self.policy)
    let notes = unsafe open(Self.notes(path), O_WRONLY | O_CREAT | O_APPEND, 0o644)
    for step in 0... {
      let group = (0..<20).map { _ in Delivery(document()) }
      let results = try await store.append(group)
      try await store.flush()
      let lines = results.compactMap { try? $0.get() }.map {
        "\($0.subject) \($0.kind.rawValue) \($0.digest)\n"
      }
      let bytes = Array(lines.joined().utf8)
      _ = unsafe bytes.withUnsafeBytes { unsafe write(notes, $0.baseAddress, $0.count) }
      if step % 4 == 3 { try await store.compact { _ in } }
    }
  }

  private mutating func document() -> Capture {
    let number = Int.random(in: 0..<80, using: &generator)
    let minute = Int.random(in: 0..<100_000, using: &generator)
    let state = Int.random(in: 0..<6, using: &generator)
    return capture(
      "crate-\(number)", indexFile(number * 10 + state, versions: 1 + number % 4),
      status: state == 5 ? 404 : 200, minute: minute, ecosystem: number % 3 == 0 ? .pypi : .crates,
      kind: number % 2 == 0 ? .indexFile : .repository)
  }
}

@Suite(.serialized) struct SurvivalTests {
  private static let variable = "ASSAY_SURVIVAL"

  /// Every acknowledged document is in its history, with its body.
  private func check(_ scratch: ScratchCorpus) async throws {
    let store = try scratch.open(policy: Writer.policy)
    let notes = try String(contentsOfFile: Writer.notes(scratch.path), encoding: .utf8)
    let wanted = Set(notes.split(separator: "\n"))
    var found: Set<Substring> = []
    for ecosystem in [Ecosystem.pypi, .crates] {
      for number in 0..<80 {
        for snapshot in try await store.history(ecosystem: ecosystem, subject: "crate-\(number)") {
          let body = try await store.body(of: snapshot)
          #expect(Digest.hexadecimal(of: body) == snapshot.digest)
          found.insert("\(snapshot.subject) \(snapshot.kind.rawValue) \(snapshot.digest)")
        }
      }
    }
    #expect(wanted.subtracting(found) == [])
    #expect(try await store.verify().problems == [])
    try await store.close()
  }

  @Test func `nothing acknowledged is lost whenever the process is killed`() async throws {
    let isSlow = ProcessInfo.processInfo.environment["ASSAY_SLOW_TESTS"] == "1"
    let scratch = ScratchCorpus()
    defer { try? FileManager.default.removeItem(atPath: Writer.notes(scratch.path)) }
    try await scratch.open().close()
    try Data().write(to: URL(filePath: Writer.notes(scratch.path)))
    var generator = SeededGenerator(state: 17)
    for round in 0..<(isSlow ? 40 : 8) {
      let moment = Int.random(in: 0..<(isSlow ? 1_500_000 : 500_000), using: &generator)
      unsafe setenv(Self.variable, "\(scratch.path)\n\(round)\n\(moment)", 1)
      await #expect(processExitsWith: .signal(SIGKILL)) {
        let settings = ProcessInfo.processInfo.environment[SurvivalTests.variable] ?? ""
        let words = settings.split(separator: "\n")
        let microseconds = UInt32(words[2]) ?? 0
        Thread.detachNewThread {
          usleep(microseconds)
          kill(getpid(), SIGKILL)
        }
        var writer = Writer(
          path: String(words[0]), generator: SeededGenerator(state: UInt64(words[1]) ?? 0))
        try await writer.run()
      }
      try await check(scratch)
      let original = try CatalogTables.rebuildable(of: scratch)
      let copy = try scratch.copy()
      try CorpusStore.rebuildCatalog(path: copy.path)
      #expect(try CatalogTables.rebuildable(of: copy) == original, "round \(round)")
    }
    let acknowledged = try String(contentsOfFile: Writer.notes(scratch.path), encoding: .utf8)
    #expect(acknowledged.split(separator: "\n").count > 100)
  }
}
