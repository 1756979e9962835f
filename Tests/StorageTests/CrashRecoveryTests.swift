import Corpus
import Foundation
import Storage
import Testing

@Suite struct CrashRecoveryTests {
  /// A corpus with a committed batch, and the segment as it would be after a second one.
  private struct Torn {
    let committed: ScratchCorpus
    let first: [Snapshot]
    let second: [Snapshot]
    let segment: Data
  }

  private func torn() async throws -> Torn {
    let scratch = ScratchCorpus()
    let store = try scratch.open()
    let item = OwedItem(ecosystem: .crates, name: "b", kind: .indexFile, version: "2")
    try await store.commitPage(feed: "f", cursor: "7", owed: [item])
    var first: [Snapshot] = []
    for name in ["a", "b"] { first.append(try await store.append(capture(name, "first \(name)"))) }
    try await store.flush()
    let committed = try scratch.copy()
    let second = [
      try await store.append(capture("b", "second b", minute: 1, version: "2"), settling: item),
      try await store.append(capture("a", "", status: 304, minute: 2)),
      try await store.append(capture("c", "gone", status: 404, minute: 3)),
    ]
    try await store.close()
    let segment = try Data(contentsOf: URL(filePath: scratch.segment(.crates, 0)))
    return Torn(committed: committed, first: first, second: second, segment: segment)
  }

  @Test func `every torn tail is cut and every whole record kept`() async throws {
    let torn = try await torn()
    let start = torn.first[1].offset + torn.first[1].length
    #expect(torn.segment.count == torn.second[2].offset + torn.second[2].length)
    // Every byte around the ends of records, every 13th between; all of them with the slow tests.
    let isSlow = ProcessInfo.processInfo.environment["ASSAY_SLOW_TESTS"] == "1"
    let ends = torn.second.map { $0.offset + $0.length }
    let cuts = (start...torn.segment.count).filter { cut in
      isSlow || cut % 13 == 0 || ends.contains { abs($0 - cut) < 2 }
    }
    for cut in cuts {
      let scratch = try torn.committed.copy()
      try torn.segment.prefix(cut).write(to: URL(filePath: scratch.segment(.crates, 0)))
      let store = try scratch.open()
      let whole = torn.first + torn.second.filter { $0.offset + $0.length <= cut }
      let kept = try await store.snapshots(ecosystem: .crates, segment: 0)
      #expect(kept == whole, "cut at \(cut)")
      let next = try await store.append(capture("d", "after"))
      #expect(next.offset == whole.last.map { $0.offset + $0.length }, "cut at \(cut)")
      // The row that would have settled it was not committed: the work is done again.
      #expect(try await store.owedCount(.crates) == 1)
      let problems = try await store.verify().problems
      #expect(problems == [], "cut at \(cut)")
      try await store.close()
    }
  }

  @Test func `rubbish after the last record is cut`() async throws {
    let torn = try await torn()
    let scratch = try torn.committed.copy()
    let path = scratch.segment(.crates, 0)
    let size = torn.first[1].offset + torn.first[1].length
    try (torn.segment.prefix(size) + Data(repeating: 0, count: 5000)).write(to: URL(filePath: path))
    let store = try scratch.open()
    #expect(try await store.snapshots(ecosystem: .crates, segment: 0) == torn.first)
    try await store.close()
    let left = try Data(contentsOf: URL(filePath: path))
    #expect(left.count == size)
  }

  @Test func `a segment that was begun but never committed goes away or is adopted`() async throws {
    let torn = try await torn()
    for size in [0, 3, 40] {
      let scratch = try torn.committed.copy()
      let path = scratch.segment(.npm, 0)
      try FileManager.default.createDirectory(
        atPath: CorpusFolder(scratch.path).segments(.npm), withIntermediateDirectories: true)
      try torn.segment.prefix(size).write(to: URL(filePath: path))
      let store = try scratch.open()
      #expect(!FileManager.default.fileExists(atPath: path))
      #expect(
        try await store.append(capture("x", "y", ecosystem: .npm, kind: .packument)).segment == 0)
      try await store.close()
    }
  }

  @Test func `a segment that lost acknowledged bytes is an error with a remedy`() async throws {
    let torn = try await torn()
    let scratch = try torn.committed.copy()
    let url = URL(filePath: scratch.segment(.crates, 0))
    try torn.segment.prefix(torn.first[1].offset + 5).write(to: url)
    let error = #expect(throws: StorageError.self) { try scratch.open() }
    #expect(error?.code == .corrupt)
    #expect(error?.message.contains("assay verify") == true)
    let report = try CorpusStore.rebuildCatalog(path: scratch.path)
    #expect(report.problems.count == 1)
    let store = try scratch.open()
    #expect(try await store.snapshots(ecosystem: .crates, segment: 0) == [torn.first[0]])
    try await store.close()
  }

  @Test func `a full disk is an error of its own and reopening continues`() async {
    await #expect(processExitsWith: .success) {
      signal(SIGXFSZ, SIG_IGN)
      let scratch = ScratchCorpus()
      let store = try scratch.open()
      let kept = try await store.append(capture("kept", "kept"))
      try await store.flush()
      var small = rlimit(rlim_cur: 300_000, rlim_max: rlim_t.max)
      precondition(unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &small) == 0)
      var full: StorageError?
      for number in 0..<2000 where full == nil {
        do {
          try await store.append(capture("crate-\(number)", indexFile(number, versions: 20)))
        } catch let error as StorageError {
          full = error
        }
      }
      precondition(full?.code == .diskFull, "\(String(describing: full))")
      var large = rlimit(rlim_cur: rlim_t.max, rlim_max: rlim_t.max)
      precondition(unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &large) == 0)
      try? await store.close()
      let again = try scratch.open()
      let found = try await again.newest(ecosystem: .crates, kind: .indexFile, subject: "kept")
      precondition(found == kept)
      try await again.append(capture("after", "after"))
      let report = try await again.verify()
      precondition(report.isClean, "\(report.problems)")
      try await again.close()
    }
  }
}
