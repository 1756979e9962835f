import Corpus
import GRDB

extension CorpusStore {
  /// The writer of a line's newest segment; starts the first segment when there is none.
  func writer(_ line: SegmentLine) throws -> SegmentWriter {
    if let writer = writers[line] { return writer }
    let known = try query { try SegmentTable.rows(line.ecosystem, in: $0) }
    let newest = known.last { $0.kind == line.kind }
    let writer: SegmentWriter
    if let newest, !newest.isCompacted {
      writer = try SegmentWriter(continuing: newest, in: folder)
    } else {
      // Segments of several kinds have a dictionary that serves each of them somewhat.
      let teacher = newest ?? known.last { $0.kind == nil }
      writer = try start(
        line, prefix: prefix(line.ecosystem, known), dictionary: teacher.flatMap(dictionary))
    }
    writers[line] = writer
    return writer
  }

  /// What all record ids of an ecosystem begin with.
  func prefix(_ ecosystem: Ecosystem, _ known: [SegmentRow]) throws -> [UInt8] {
    for row in known.reversed() {
      let path = folder.segment(ecosystem, row.number)
      if let head = try? SegmentScanner.head(path: path) { return head.prefix }
    }
    return RecordID.prefix(
      seed: "\(folder.path)\n\(now.milliseconds)\n\(ecosystem.rawValue)")
  }

  private func dictionary(of row: SegmentRow) throws -> [UInt8]? {
    try reader(row.ecosystem, row.number).dictionary
  }

  private func start(
    _ line: SegmentLine, prefix: [UInt8], dictionary: [UInt8]?
  ) throws -> SegmentWriter {
    let number = try query { try SegmentTable.nextNumber(line.ecosystem, in: $0) }
    let writer = try SegmentWriter(
      creating: SegmentHead(number: number, kind: line.kind, prefix: prefix), line.ecosystem,
      in: folder, dictionary: dictionary, now: now)
    try change { try SegmentTable.put(writer.row, in: $0) }
    return writer
  }

  /// Closes the segment when it is full, or when it can teach the next one a dictionary.
  func sealIfDue(_ line: SegmentLine) throws {
    guard let writer = writers[line] else { return }
    let isFull = writer.size >= policy.sealBytes || writer.nextSequence >= RecordID.maximumNumber
    let threshold = trainingThreshold[line] ?? policy.trainingDocuments
    let canTeach = writer.dictionary == nil && writer.nextSequence > threshold
    guard isFull || canTeach else { return }
    try flush()
    let trained = try train(on: writer)
    guard isFull || trained != nil else {
      trainingThreshold[line] = threshold * 4
      return
    }
    writers[line] = try start(line, prefix: writer.prefix, dictionary: trained ?? writer.dictionary)
    try flush()
  }

  /// A dictionary from records spread evenly over a segment; nil when they do not make one.
  private func train(on writer: SegmentWriter) throws -> [UInt8]? {
    let all = try query { try RecordSample.all(writer.ecosystem, in: [writer.number], from: $0) }
    let reader = try reader(writer.ecosystem, writer.number)
    return SegmentDictionary.train(try all.forTraining.map { try $0.start(from: reader) })
  }
}
