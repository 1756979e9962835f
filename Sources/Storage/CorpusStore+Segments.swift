import Corpus
import GRDB

extension CorpusStore {
  /// The writer of an ecosystem's newest segment; starts the first segment when there is none.
  func writer(_ ecosystem: Ecosystem) throws -> SegmentWriter {
    if let writer = writers[ecosystem] { return writer }
    let newest = try query { try SegmentTable.rows(ecosystem, in: $0).last }
    let writer: SegmentWriter
    if let newest {
      writer = try SegmentWriter(
        continuing: newest.number, ecosystem, in: folder, size: newest.bytes,
        nextSequence: newest.records)
    } else {
      let seed = "\(folder.path)\n\(now.milliseconds)\n\(ecosystem.rawValue)"
      writer = try start(0, ecosystem, prefix: RecordID.prefix(seed: seed), dictionary: nil)
    }
    writers[ecosystem] = writer
    return writer
  }

  private func start(
    _ number: Int, _ ecosystem: Ecosystem, prefix: [UInt8], dictionary: [UInt8]?
  ) throws -> SegmentWriter {
    let writer = try SegmentWriter(
      creating: number, ecosystem, in: folder, prefix: prefix, dictionary: dictionary, now: now)
    try change { try SegmentTable.put(writer.row(ecosystem), in: $0) }
    return writer
  }

  /// Closes the segment when it is full, or when it can teach the next one a dictionary.
  func sealIfDue(_ writer: SegmentWriter, _ ecosystem: Ecosystem) throws {
    let isFull = writer.size >= policy.sealBytes || writer.nextSequence >= RecordID.maximumNumber
    let threshold = trainingThreshold[ecosystem] ?? policy.trainingDocuments
    let canTeach = writer.dictionary == nil && writer.nextSequence > threshold
    guard isFull || canTeach else { return }
    try flush()
    let trained = try train(on: writer, ecosystem)
    guard isFull || trained != nil else {
      trainingThreshold[ecosystem] = threshold * 4
      return
    }
    let next = try start(
      writer.number + 1, ecosystem, prefix: writer.prefix,
      dictionary: trained ?? writer.dictionary)
    writers[ecosystem] = next
    try flush()
  }

  /// A dictionary from records spread evenly over a segment; nil when they do not make one.
  private func train(on writer: SegmentWriter, _ ecosystem: Ecosystem) throws -> [UInt8]? {
    let places = try query { db in
      let cursor = try SnapshotTable.rows(ecosystem, segment: writer.number, in: db)
      var places: [SegmentWriter.Place] = []
      while let row = try cursor.next() {
        let snapshot = try CatalogRow(row).snapshot
        guard snapshot.outcome == .stored, snapshot.bodyBytes < Limits.inMemoryBytes / 2 else {
          continue
        }
        places.append(SegmentWriter.Place(offset: snapshot.offset, length: snapshot.length))
      }
      return places
    }
    let reader = try reader(ecosystem, writer.number)
    let average = max(1, writer.size / max(1, places.count))
    // Compressed sizes understate samples about four times; the loop stops at the true limit.
    let wanted = max(1, Limits.sampleBytes / average)
    let step = max(1, places.count / wanted)
    var samples: [[UInt8]] = []
    var bytes = 0
    for index in stride(from: 0, to: places.count, by: step) where bytes < Limits.sampleBytes {
      let sample = try reader.prefix(of: places[index], bytes: Limits.bytesPerSample)
      samples.append(sample)
      bytes += sample.count
    }
    return SegmentDictionary.train(samples)
  }
}
