import Corpus
import Foundation
import Storage
import Testing

@Suite struct HistoryTests {
  @Test func `a second writer is refused with the process id and a reader is not`() async throws {
    let scratch = ScratchCorpus()
    let store = try scratch.open()
    let error = #expect(throws: StorageError.self) { try scratch.open() }
    #expect(error?.code == .locked)
    #expect(error?.message.contains("process \(getpid())") == true)
    let reader = try scratch.open(.read)
    let refused = await #expect(throws: StorageError.self) { try await reader.append(capture()) }
    #expect(refused?.code == .readOnly)
    try await store.close()
    try await scratch.open().close()
    let closed = await #expect(throws: StorageError.self) { try await store.append(capture()) }
    #expect(closed?.code == .closed)
  }

  @Test func `reading as of a moment sees what was there then`() async throws {
    let scratch = ScratchCorpus()
    let store = try scratch.open()
    let first = try await store.append(capture("a", "1", minute: 1))
    let gone = try await store.append(capture("a", "not found", status: 404, minute: 2))
    let back = try await store.append(capture("a", "1", minute: 3))
    #expect(back.outcome == .stored)
    let expected: [(Int, [Snapshot])] = [(0, []), (1, [first]), (2, [gone]), (3, [back])]
    for (minute, snapshots) in expected {
      #expect(
        try await store.newestSnapshots(ecosystem: .crates, asOf: .minute(minute)) == snapshots)
    }
    #expect(try await store.body(of: gone) == Array("not found".utf8))
    try await store.close()
  }

  @Test(arguments: [403, 500, 301])
  func `a status that is no document is refused`(status: Int) async throws {
    let scratch = ScratchCorpus()
    let store = try scratch.open()
    let error = await #expect(throws: StorageError.self) {
      try await store.append(capture("a", "x", status: status))
    }
    #expect(error?.code == .badCapture)
    let missing = await #expect(throws: StorageError.self) {
      try await store.append(capture("a", "", status: 304))
    }
    #expect(missing?.code == .missingBody)
    try await store.close()
  }

  @Test func `a rebuilt catalog has the same rows`() async throws {
    let scratch = ScratchCorpus()
    var policy = SegmentPolicy()
    policy.trainingDocuments = 120
    policy.sealBytes = 60_000
    let store = try scratch.open(policy: policy)
    var generator = SeededGenerator(state: 3)
    for step in 0..<700 {
      let number = Int.random(in: 0..<150, using: &generator)
      let state = Int.random(in: 0..<4, using: &generator)
      let document = capture(
        "crate-\(number)", indexFile(number * 10 + state, versions: 1 + number % 5),
        status: state == 3 ? 404 : 200, minute: step, version: "\(step)")
      try await store.append(document)
      if state < 3 && step % 5 == 0 {
        try await store.append(
          capture("crate-\(number)", "", status: 304, minute: step, headers: []))
      }
    }
    let segments = try await store.segments(ecosystem: .crates)
    #expect(segments.count >= 3)
    var before: [[Snapshot]] = []
    for number in segments {
      before.append(try await store.snapshots(ecosystem: .crates, segment: number))
    }
    let versions = try await store.knownVersions(.crates)
    let statistics = try await store.statistics()
    try await store.close()
    let report = try CorpusStore.rebuildCatalog(path: scratch.path)
    #expect(report.problems == [])
    let again = try scratch.open()
    for number in segments {
      #expect(try await again.snapshots(ecosystem: .crates, segment: number) == before[number])
    }
    #expect(try await again.knownVersions(.crates) == versions)
    #expect(try await again.statistics() == statistics)
    let check = try await again.verify()
    #expect(check.problems == [])
    #expect(check.rows == before.reduce(0) { $0 + $1.count })
    try await again.close()
  }

  @Test func `a large file goes in and out as a stream`() async throws {
    let scratch = ScratchCorpus()
    let store = try scratch.open()
    let (source, copy) = ("\(scratch.path)/in.bin", "\(scratch.path)/out.bin")
    var generator = SeededGenerator(state: 5)
    let data = Data((0..<5_000_000).map { _ in UInt8.random(in: 0...40, using: &generator) })
    try data.write(to: URL(filePath: source))
    let dump = capture("dump", "", kind: .databaseDump)
    let stored = try await store.appendFile(dump, bodyPath: source)
    #expect(stored.bodyBytes == 5_000_000)
    let again = try await store.appendFile(dump, bodyPath: source)
    #expect(again.outcome == .unchanged)
    try await store.copyBody(of: again, to: copy)
    #expect(try Data(contentsOf: URL(filePath: copy)) == data)
    #expect(try await store.verify().problems == [])
    try await store.close()
  }
}
