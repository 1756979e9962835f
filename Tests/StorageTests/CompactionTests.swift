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
      #expect(report.outcome == .done)
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
    #expect(reports.all.allSatisfy { $0.outcome == .notWorth && $0.after == $0.before })
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
    let damaged = reports.all.filter {
      if case .damaged(let reason) = $0.outcome { reason.contains("segment 1") } else { false }
    }
    #expect(damaged.count <= 1)
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
