import Corpus
import GRDB

/// Stored records of some segments that are small enough to learn from.
struct RecordSample {
  /// One record.
  struct Item {
    let kind: DocumentKind
    let file: Int
    let place: SegmentWriter.Place
    let bodyBytes: Int

    /// What a dictionary can help with: the beginning, as it was before compression.
    func start(from reader: SegmentReader) throws -> [UInt8] {
      Array(try reader.record(at: place)?.prefix(Limits.bytesPerSample) ?? [])
    }
  }

  var items: [Item]

  /// All of them, in the order they were first written.
  static func all(
    _ ecosystem: Ecosystem, in segments: [Int], from db: Database
  ) throws -> RecordSample {
    let cursor = try SnapshotTable.rows(ecosystem, segments: segments, in: db)
    var items: [Item] = []
    while let row = try cursor.next() {
      let snapshot = try CatalogRow(row).snapshot
      guard snapshot.outcome == .stored, snapshot.bodyBytes < Limits.inMemoryBytes / 2 else {
        continue
      }
      items.append(
        Item(
          kind: snapshot.kind, file: snapshot.segment,
          place: SegmentWriter.Place(offset: snapshot.offset, length: snapshot.length),
          bodyBytes: snapshot.bodyBytes))
    }
    return RecordSample(items: items)
  }

  /// As many as training takes, spread evenly.
  var forTraining: [Item] {
    let bytes = items.reduce(0) { $0 + min($1.bodyBytes, Limits.bytesPerSample) }
    return spread(step: bytes / Limits.sampleBytes + 1)
  }

  /// At most some number of them, spread evenly.
  func spread(atMost count: Int) -> [Item] { spread(step: (items.count + count - 1) / count) }

  private func spread(step: Int) -> [Item] {
    stride(from: 0, to: items.count, by: max(1, step)).map { items[$0] }
  }
}
