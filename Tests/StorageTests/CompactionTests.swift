import Corpus
import Foundation
import Storage
import Testing

@Suite struct CompactionTests {
  /// Small segments of two kinds, with revisits, tombstones and returns of what was gone.
  private func filled(_ steps: Int = 900) async throws -> ScratchCorpus {
    let scratch = ScratchCorpus()
    var policy = SegmentPolicy()
    policy.trainingDocuments = 120
    policy.sealBytes = 40_000
    let store = try scratch.open(policy: policy)
    var generator = SeededGenerator(state: 9)
    for step in 0..<steps {
      let number = Int.random(in: 0..<200, using: &generator)
      let state = Int.random(in: 0..<5, using: &generator)
      let kind: DocumentKind = number % 4 == 0 ? .repository : .indexFile
      try await store.append(
        capture(
          "crate-\(number)", indexFile(number * 10 + state, versions: 1 + number % 5),
          status: state == 3 ? 404 : 200, minute: step / 3, version: "\(step)", kind: kind))
      if state < 3 && step % 5 == 0 {
        try await store.append(
          capture("crate-\(number)", "", status: 304, minute: step / 3, headers: [], kind: kind))
      }
    }
    try await store.close()
    return scratch
  }

  /// Everything a reader can ask for: each subject's history without places, and its bodies.
  private func contents(of scratch: ScratchCorpus) async throws -> [String] {
    let store = try scratch.open(.read)
    var lines: [String] = []
    for number in 0..<200 {
      for var snapshot in try await store.history(ecosystem: .crates, subject: "crate-\(number)") {
        let body = try await store.body(of: snapshot)
        (snapshot.segment, snapshot.offset, snapshot.length) = (0, 0, 0)
        lines.append("\(snapshot) \(Digest.hexadecimal(of: body))")
      }
    }
    try await store.close()
    return lines
  }

  @Test func `compaction keeps every document and makes fewer, smaller segments`() async throws {
    let scratch = try await filled()
    let before = try await contents(of: scratch)
    let newest = try CatalogTables.rows("newest", of: scratch)
    let store = try scratch.open()
    let reports = Reports()
    try await store.compact { reports.add($0) }
    let kinds = reports.all.map(\.kind)
    #expect(kinds == [.indexFile, .repository])
    for report in reports.all {
      #expect(report.isRewritten)
      #expect(report.damage == nil)
      #expect(report.before.segments > 2)
      #expect(report.after.segments == 1)
      #expect(report.after.bytes < report.before.bytes)
    }
    let problems = try await store.verify().problems
    #expect(problems == [])
    try await store.append(capture("after", "after", kind: .repository))
    let segments = try await store.segments(ecosystem: .crates)
    #expect(segments.count == 3)
    try await store.close()
    #expect(CorpusFolder(scratch.path).segmentNumbers(.crates) == segments)
    #expect(try await contents(of: scratch) == before)
    let afterwards = try CatalogTables.rows("newest", of: scratch)
    #expect(afterwards.filter { !$0.contains("'after'") } == newest)
  }

  @Test func `a rebuilt catalog is the original row for row, before and after compaction`()
    async throws
  {
    let scratch = try await filled()
    for round in 0..<3 {
      let original = try CatalogTables.rebuildable(of: scratch)
      #expect(original["snapshots"]?.count ?? 0 > 900)
      let report = try CorpusStore.rebuildCatalog(path: scratch.path)
      #expect(report.problems == [])
      let rebuilt = try CatalogTables.rebuildable(of: scratch)
      for table in CatalogTables.inSegments {
        #expect(rebuilt[table] == original[table], "\(table), round \(round)")
      }
      let store = try scratch.open()
      try await store.compact { _ in }
      try await store.append(capture("round-\(round)", "\(round)"))
      try await store.close()
    }
  }

  @Test func `what is compact is left alone`() async throws {
    let scratch = try await filled()
    let store = try scratch.open()
    try await store.compact { _ in }
    let segments = try await store.segments(ecosystem: .crates)
    let reports = Reports()
    try await store.compact { reports.add($0) }
    #expect(reports.all.allSatisfy { !$0.isRewritten && $0.after == $0.before })
    #expect(try await store.segments(ecosystem: .crates) == segments)
    try await store.close()
  }

  @Test func `a damaged segment is left alone and named`() async throws {
    let scratch = try await filled()
    let url = URL(filePath: scratch.segment(.crates, 1))
    var bytes = try Data(contentsOf: url)
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: url)
    let store = try scratch.open()
    let reports = Reports()
    try await store.compact { reports.add($0) }
    let damage = reports.all.compactMap(\.damage)
    #expect(damage.count == 1)
    #expect(damage.first?.contains("segment 1,") == true)
    #expect(reports.all.map(\.isRewritten) == [true, true])
    #expect(try await store.segments(ecosystem: .crates).contains(1))
    #expect(FileManager.default.fileExists(atPath: url.path))
    try await store.close()
  }

  @Test func `a snapshot from before compaction still reads its body`() async throws {
    let scratch = try await filled()
    let reader = try scratch.open(.read)
    let snapshots = try await reader.newestSnapshots(
      ecosystem: .crates, kinds: [.indexFile, .repository])
    let expected = snapshots.map(\.digest)
    let store = try scratch.open()
    try await store.compact { _ in }
    try await store.close()
    var found: [String] = []
    for snapshot in snapshots {
      found.append(Digest.hexadecimal(of: try await reader.body(of: snapshot)))
    }
    #expect(found == expected)
    try await reader.close()
  }

  @Test func `segments of several kinds become segments of one kind each`() async throws {
    let scratch = try await filled(300)
    // As a corpus was before segments had a kind: none of them is one that can be continued.
    try CatalogTables.execute("UPDATE segments SET kind = NULL", on: scratch)
    let before = try await contents(of: scratch)
    let store = try scratch.open()
    try await store.compact { _ in }
    #expect(try await store.segments(ecosystem: .crates).count == 2)
    #expect(try await store.verify().problems == [])
    try await store.close()
    #expect(try await contents(of: scratch) == before)
  }

  /// The corpus before and after compaction.
  private func beforeAndAfter() async throws -> (before: ScratchCorpus, after: ScratchCorpus) {
    let before = try await filled(500)
    let after = try before.copy()
    let store = try after.open()
    try await store.compact { _ in }
    try await store.close()
    return (before, after)
  }

  /// Lays the segments of one corpus beside those of another.
  private func addSegments(of source: ScratchCorpus, to target: ScratchCorpus) throws {
    let folder = CorpusFolder(source.path)
    for number in folder.segmentNumbers(.crates) {
      let path = target.segment(.crates, number)
      guard !FileManager.default.fileExists(atPath: path) else { continue }
      try FileManager.default.copyItem(atPath: folder.segment(.crates, number), toPath: path)
    }
  }

  @Test func `a compaction that was not committed never was`() async throws {
    let (before, after) = try await beforeAndAfter()
    let rows = try CatalogTables.rebuildable(of: before)
    let files = CorpusFolder(before.path).segmentNumbers(.crates)
    try addSegments(of: after, to: before)
    let unfinished = before.segment(.crates, 99) + ".unfinished"
    try Data("torn".utf8).write(to: URL(filePath: unfinished))
    let store = try before.open()
    #expect(try await store.verify().problems == [])
    try await store.close()
    #expect(try CatalogTables.rebuildable(of: before) == rows)
    #expect(CorpusFolder(before.path).segmentNumbers(.crates) == files)
    #expect(!FileManager.default.fileExists(atPath: unfinished))
  }

  @Test(arguments: [false, true])
  func `a compaction that was committed is finished`(isCatalogLost: Bool) async throws {
    let (before, after) = try await beforeAndAfter()
    let rows = try CatalogTables.rebuildable(of: after)
    let files = CorpusFolder(after.path).segmentNumbers(.crates)
    try addSegments(of: before, to: after)
    if isCatalogLost {
      #expect(try CorpusStore.rebuildCatalog(path: after.path).problems == [])
    }
    let store = try after.open()
    #expect(try await store.verify().problems == [])
    try await store.close()
    #expect(try CatalogTables.rebuildable(of: after) == rows)
    #expect(CorpusFolder(after.path).segmentNumbers(.crates) == files)
  }

  @Test func `a catalog from before compaction is refused, not trusted`() async throws {
    let (before, after) = try await beforeAndAfter()
    let catalog = CorpusFolder(after.path).catalog
    try FileManager.default.removeItem(atPath: catalog)
    try FileManager.default.copyItem(atPath: CorpusFolder(before.path).catalog, toPath: catalog)
    let error = #expect(throws: StorageError.self) { try after.open() }
    #expect(error?.message.contains("--repair") == true)
    #expect(CorpusFolder(after.path).segmentNumbers(.crates).count == 2)
    try CorpusStore.rebuildCatalog(path: after.path)
    try await after.open().close()
    let wanted = try await contents(of: before)
    #expect(try await contents(of: after) == wanted)
  }

  @Test func `a compaction that finds no room leaves all as it was`() async {
    await #expect(processExitsWith: .success) {
      signal(SIGXFSZ, SIG_IGN)
      let scratch = try await CompactionTests().filled(500)
      let rows = try CatalogTables.rebuildable(of: scratch)
      let files = CorpusFolder(scratch.path).segmentNumbers(.crates)
      let store = try scratch.open()
      var small = rlimit(rlim_cur: 8000, rlim_max: rlim_t.max)
      precondition(unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &small) == 0)
      var full: StorageError?
      do { try await store.compact { _ in } } catch let error as StorageError { full = error }
      precondition(full?.code == .diskFull, "\(String(describing: full))")
      var large = rlimit(rlim_cur: rlim_t.max, rlim_max: rlim_t.max)
      precondition(unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &large) == 0)
      try? await store.close()
      try await scratch.open().close()
      let rowsAfter = try CatalogTables.rebuildable(of: scratch)
      precondition(rowsAfter == rows)
      precondition(CorpusFolder(scratch.path).segmentNumbers(.crates) == files)
      let again = try scratch.open()
      try await again.compact { _ in }
      let report = try await again.verify()
      precondition(report.isClean, "\(report.problems)")
      try await again.close()
    }
  }
}

/// Gathers what compaction says.
final class Reports: @unchecked Sendable {
  // Only the store's own queue adds to it while `compact` runs, and the test reads afterwards.
  private(set) var all: [CompactionReport] = []

  func add(_ report: CompactionReport) { all.append(report) }
}

extension Digest {
  /// The SHA-256 of some bytes in lower-case hex.
  static func hexadecimal(of bytes: [UInt8]) -> String {
    let digest = Digest()
    digest.update(bytes[...])
    return Hex.text(digest.finish())
  }
}
