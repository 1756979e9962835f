import Corpus
import GRDB

/// The new segments of one group while they are written, and where each record went.
struct CompactionOutput {
  let ecosystem: Ecosystem
  let folder: CorpusFolder
  let sources: [Int]
  let dictionaries: [DocumentKind: [UInt8]?]
  let now: UTCInstant
  let prefix: [UInt8]
  private var nextNumber: Int
  private var writers: [DocumentKind: SegmentWriter] = [:]
  private var moves: [Move] = []
  private var open: (number: Int, reader: SegmentReader)?

  /// Where one record went.
  private struct Move {
    let segment: Int
    let sequence: Int
    let file: Int
    let place: SegmentWriter.Place
  }

  init(
    ecosystem: Ecosystem, folder: CorpusFolder, sources: [Int],
    dictionaries: [DocumentKind: [UInt8]?], now: UTCInstant, prefix: [UInt8], nextNumber: Int
  ) {
    self.ecosystem = ecosystem
    self.folder = folder
    self.sources = sources
    self.dictionaries = dictionaries
    self.now = now
    self.prefix = prefix
    self.nextNumber = nextNumber
  }

  /// The new segments, ascending.
  var rows: [SegmentRow] { writers.values.map(\.row).sorted { $0.number < $1.number } }

  /// Takes one record over, byte for byte; its digest is checked on the way.
  ///
  /// Throws `StorageError.corrupt` when it is not what its row says.
  mutating func copy(_ row: CatalogRow) throws {
    let reader = try reader(row.snapshot.segment)
    let writer = try writer(row.snapshot.kind)
    let place = SegmentWriter.Place(offset: row.snapshot.offset, length: row.snapshot.length)
    do {
      let copied =
        try reader.isSmall(at: place)
        ? copySmall(row, at: place, from: reader, to: writer)
        : copyLarge(row, at: place, from: reader, to: writer)
      moves.append(
        Move(segment: row.segment, sequence: row.sequence, file: writer.number, place: copied))
    } catch let damage as Damage {
      throw StorageError.corrupt(reader.path, at: place.offset, damage.reason)
    }
  }

  private func copySmall(
    _ row: CatalogRow, at place: SegmentWriter.Place, from reader: SegmentReader,
    to writer: SegmentWriter
  ) throws -> SegmentWriter.Place {
    var record: [UInt8] = []
    let result = try reader.copy(at: place) { record += $0 }
    try check(result, row)
    return try writer.append(record)
  }

  /// Through a file beside the segments: a dump is never held in memory.
  private func copyLarge(
    _ row: CatalogRow, at place: SegmentWriter.Place, from reader: SegmentReader,
    to writer: SegmentWriter
  ) throws -> SegmentWriter.Place {
    let path = folder.unfinishedRecord(ecosystem)
    let file = try DataFile(path: path, .replace)
    defer { try? DataFile.remove(path) }
    var size = 0
    let result = try reader.copy(at: place) {
      try file.write($0, at: size)
      size += $0.count
    }
    try check(result, row)
    var position = 0
    return try writer.append(size: size) {
      let piece = try file.read(at: position, count: Limits.chunkBytes)
      position += piece.count
      return piece
    }
  }

  private func check(_ result: RecordReader.Result, _ row: CatalogRow) throws {
    guard let facts = result.facts, Hex.text(facts.digest) == row.snapshot.digest,
      (facts.id.segment, facts.id.sequence) == (row.segment, row.sequence)
    else { throw Damage("holds another document than the catalog says") }
  }

  /// One segment is open at a time: rows come in the order of writing, segment after segment.
  private mutating func reader(_ number: Int) throws -> SegmentReader {
    if let open, open.number == number { return open.reader }
    let reader = try SegmentReader(path: folder.segment(ecosystem, number))
    open = (number, reader)
    return reader
  }

  private mutating func writer(_ kind: DocumentKind) throws -> SegmentWriter {
    if let writer = writers[kind] { return writer }
    let head = SegmentHead(number: nextNumber, kind: kind, prefix: prefix, sources: sources)
    let writer = try SegmentWriter(
      creating: head, ecosystem, in: folder, dictionary: dictionaries[kind] ?? nil, now: now)
    writers[kind] = writer
    nextNumber += 1
    return writer
  }

  /// Puts the whole segments on the disk under their own names.
  func finish() throws {
    for writer in writers.values { try writer.sync() }
    for row in rows {
      try DataFile.rename(
        folder.unfinishedSegment(ecosystem, row.number), to: folder.segment(ecosystem, row.number))
    }
    try DataFile.syncFolder(folder.segments(ecosystem))
  }

  /// Enters the new segments and places.
  func enter(in db: Database) throws {
    for row in rows { try SegmentTable.put(row, in: db) }
    for move in moves {
      try SnapshotTable.move(
        ecosystem, segment: move.segment, sequence: move.sequence, to: move.file, move.place,
        in: db)
    }
  }

  /// Removes what was written.
  func discard() {
    for row in rows {
      try? DataFile.remove(folder.unfinishedSegment(ecosystem, row.number))
      try? DataFile.remove(folder.segment(ecosystem, row.number))
    }
  }
}
