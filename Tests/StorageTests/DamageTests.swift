import Corpus
import Foundation
import Storage
import Testing

@Suite struct DamageTests {
  /// Two segments, the second with a dictionary.
  private func corpus() async throws -> ScratchCorpus {
    let scratch = ScratchCorpus()
    var policy = SegmentPolicy()
    policy.trainingDocuments = 150
    let store = try scratch.open(policy: policy)
    for number in 0..<200 {
      try await store.append(
        capture("crate-\(number)", indexFile(number, versions: 1 + number % 9)))
    }
    try await store.close()
    return scratch
  }

  @Test func `verify finds every flipped bit that changes a document, and no read traps`()
    async throws
  {
    let scratch = try await corpus()
    var meaningless = 0
    var generator = SeededGenerator(state: 11)
    for segment in [0, 1] {
      let path = URL(filePath: scratch.segment(.crates, segment))
      let sound = try Data(contentsOf: path)
      let store = try scratch.open(.read)
      let snapshots = try await store.snapshots(ecosystem: .crates, segment: segment)
      try await store.close()
      for _ in 0..<25 {
        var damaged = sound
        let place = Int.random(in: 0..<sound.count, using: &generator)
        damaged[place] ^= UInt8(1) << UInt8.random(in: 0..<8, using: &generator)
        try damaged.write(to: path)
        let reader = try scratch.open(.read)
        let report = try await reader.verify()
        if report.isClean {
          // A few bits in a thousand of a frame mean nothing to zstd: what it gives stays the same.
          meaningless += 1
          for snapshot in snapshots {
            let body = try await reader.body(of: snapshot)
            #expect(Digest.hexadecimal(of: body) == snapshot.digest, "byte \(place)")
          }
        } else if let hit = snapshots.first(where: {
          ($0.offset..<$0.offset + $0.length).contains(place)
        }) {
          #expect(report.problems.contains { $0.offset == hit.offset }, "byte \(place)")
          await #expect(throws: StorageError.self) { try await reader.body(of: hit) }
        }
        try await reader.close()
      }
      try sound.write(to: path)
    }
    #expect(meaningless <= 3)
  }

  @Test func `damage in the middle costs only the record it hits`() async throws {
    let scratch = try await corpus()
    let url = URL(filePath: scratch.segment(.crates, 1))
    let store = try scratch.open(.read)
    let before = try await store.snapshots(ecosystem: .crates, segment: 1)
    try await store.close()
    var bytes = try Data(contentsOf: url)
    for index in 0..<12 { bytes[before[3].offset + index] = 0xAA }
    try bytes.write(to: url)
    let report = try CorpusStore.rebuildCatalog(path: scratch.path)
    #expect(report.problems.map(\.offset) == [before[3].offset])
    let rebuilt = try scratch.open()
    var expected = before
    expected.remove(at: 3)
    #expect(try await rebuilt.snapshots(ecosystem: .crates, segment: 1) == expected)
    try await rebuilt.close()
  }

  /// A frame of run-length blocks: a few bytes that stand for gigabytes.
  private func bomb(statesSize: Bool, length: Int) -> [UInt8] {
    var frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]
    frame += statesSize ? [0xC0, 0x58, 0, 0, 0, 0, 0x10, 0, 0, 0] : [0x00, 0x58]
    while frame.count + 4 < length { frame += [0x02, 0x00, 0x10, 0x41] }
    return frame + [0x03, 0x00, 0x10, 0x41]
  }

  @Test(arguments: [true, false])
  func `a decompression bomb is refused`(statesSize: Bool) async throws {
    let scratch = ScratchCorpus()
    let store = try scratch.open()
    let snapshot = try await store.append(capture("big", indexFile(1, versions: 500)))
    try await store.close()
    let url = URL(filePath: scratch.segment(.crates, 0))
    var bytes = try Data(contentsOf: url)
    bytes.replaceSubrange(
      snapshot.offset..<snapshot.offset + snapshot.length,
      with: bomb(statesSize: statesSize, length: snapshot.length))
    try bytes.write(to: url)
    let reader = try scratch.open(.read)
    let error = await #expect(throws: StorageError.self) { try await reader.body(of: snapshot) }
    #expect(error?.code == .corrupt)
    #expect(try await reader.verify().problems.isEmpty == false)
    try await reader.close()
  }

  @Test func `a catalog that is no database names the remedy`() async throws {
    let scratch = try await corpus()
    let path = CorpusFolder(scratch.path).catalog
    try Data(repeating: 0x5A, count: 8192).write(to: URL(filePath: path))
    let error = #expect(throws: StorageError.self) { try scratch.open() }
    #expect(error?.code == .catalog)
    #expect(error?.message.contains("--repair") == true)
    try CorpusStore.rebuildCatalog(path: scratch.path)
    let store = try scratch.open()
    #expect(try await store.newestSnapshots(ecosystem: .crates).count == 200)
    try await store.close()
  }

  @Test func `rows without records and records without rows are reported`() async throws {
    let scratch = ScratchCorpus()
    let store = try scratch.open()
    try await store.append(capture("a", "1"))
    try await store.flush()
    let before = try scratch.copy()
    try await store.append(capture("b", "2"))
    try await store.close()
    // The old catalog beside the new segment, and the new catalog beside the old segment.
    let files = FileManager.default
    let newSegment = try Data(contentsOf: URL(filePath: scratch.segment(.crates, 0)))
    let oldSegment = try Data(contentsOf: URL(filePath: before.segment(.crates, 0)))
    try newSegment.write(to: URL(filePath: before.segment(.crates, 0)))
    try oldSegment.write(to: URL(filePath: scratch.segment(.crates, 0)))
    #expect(files.fileExists(atPath: CorpusFolder(before.path).catalog))
    let missing = try before.open(.read)
    #expect(
      try await missing.verify().problems.map(\.remedy) == [
        "The next command that writes takes it into the catalog."
      ])
    let dangling = try scratch.open(.read)
    let problems = try await dangling.verify().problems
    #expect(problems.count == 1)
    #expect(problems.first?.what.contains("lost are the record of index-file b") == true)
    try await missing.close()
    try await dangling.close()
  }

  /// What verify says of a corpus with four documents after something happened to its files.
  private func findings(
    after event: (ScratchCorpus, [Snapshot]) throws -> Void
  ) async throws -> [VerifyReport.Problem] {
    let scratch = ScratchCorpus()
    let store = try scratch.open()
    for name in ["a", "b", "c", "d"] {
      try await store.append(capture(name, indexFile(7, versions: 3) + name))
    }
    let snapshots = try await store.snapshots(ecosystem: .crates, segment: 0)
    try await store.close()
    try event(scratch, snapshots)
    let reader = try scratch.open(.read)
    let problems = try await reader.verify().problems
    try await reader.close()
    return problems
  }

  @Test func `a segment that was cut says what is lost`() async throws {
    let problems = try await findings { scratch, snapshots in
      let url = URL(filePath: scratch.segment(.crates, 0))
      try Data(contentsOf: url).prefix(snapshots[2].offset + 9).write(to: url)
    }
    #expect(problems.count == 1)
    let what = problems.first?.what ?? ""
    #expect(what.hasPrefix("the file ends here, "))
    #expect(what.hasSuffix("lost are 2 records, the first of index-file c"))
    #expect(problems.first?.remedy.hasPrefix("Restore the file from a copy") == true)
  }

  @Test func `a segment that is gone says what it held`() async throws {
    let problems = try await findings { scratch, _ in
      try FileManager.default.removeItem(atPath: scratch.segment(.crates, 0))
    }
    #expect(problems.count == 1)
    #expect(
      problems.first?.what.hasSuffix("is missing; it held 4 records, the first of index-file a")
        == true)
  }

  @Test func `a tail that was not written to its end is not called a loss`() async throws {
    let problems = try await findings { scratch, snapshots in
      let url = URL(filePath: scratch.segment(.crates, 0))
      let bytes = try Data(contentsOf: url)
      try (bytes + bytes[snapshots[1].offset..<snapshots[1].offset + 30]).write(to: url)
    }
    #expect(problems.count == 1)
    #expect(
      problems.first?.what.hasPrefix(
        "the last 30 bytes are a record that was not written to its end") == true)
    #expect(
      problems.first?.remedy
        == "The next command that writes cuts it off; nothing acknowledged is in it.")
  }

  @Test func `damage says which document it hit, and after a repair that it is forgotten`()
    async throws
  {
    let scratch = ScratchCorpus()
    let store = try scratch.open()
    for name in ["a", "b", "c"] {
      try await store.append(capture(name, indexFile(7, versions: 3) + name))
    }
    let hit = try await store.snapshots(ecosystem: .crates, segment: 0)[1]
    try await store.close()
    let url = URL(filePath: scratch.segment(.crates, 0))
    var bytes = try Data(contentsOf: url)
    bytes[hit.offset + hit.length / 2] ^= 1
    try bytes.write(to: url)
    let before = try scratch.open(.read)
    let found = try await before.verify().problems
    try await before.close()
    #expect(found.map(\.offset) == [hit.offset])
    #expect(found.first?.what.hasSuffix("they held the record of index-file b") == true)
    try CorpusStore.rebuildCatalog(path: scratch.path)
    let after = try scratch.open()
    let left = try await after.verify().problems
    #expect(left.map(\.offset) == [hit.offset])
    #expect(left.first?.remedy.hasPrefix("The catalog does not point there") == true)
    try await after.append(capture("b", "again", minute: 5))
    try await after.close()
  }
}
