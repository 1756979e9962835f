import Corpus
import Foundation

/// Owns one segment and appends records to it.
final class SegmentWriter {
  let ecosystem: Ecosystem
  let number: Int
  let kind: DocumentKind?
  let isCompacting: Bool
  let prefix: [UInt8]
  /// Nil in the first segment of a kind.
  let dictionary: [UInt8]?
  /// Bytes written so far; what is beyond in the file is a failed attempt.
  private(set) var size: Int
  /// The sequence number the next record gets.
  private(set) var nextSequence: Int
  private let file: DataFile
  private let encoder: FrameEncoder

  /// Where a record's frame went.
  struct Place {
    let offset: Int
    let length: Int
  }

  /// How far a segment was written at some moment.
  struct Mark {
    fileprivate let size: Int
    fileprivate let nextSequence: Int
  }

  /// Starts a segment: dictionary frame and warcinfo record, both on the disk when this returns.
  ///
  /// One that compaction writes has another file name until it is whole.
  init(
    creating head: SegmentHead, _ ecosystem: Ecosystem, in folder: CorpusFolder,
    dictionary: [UInt8]?, now: UTCInstant
  ) throws {
    let final = folder.segment(ecosystem, head.number)
    guard head.number <= RecordID.maximumNumber else {
      throw StorageError(.inputOutput, "\(final): no segment numbers left. Start a new corpus.")
    }
    let isCompacting = head.sources != nil
    let path = isCompacting ? folder.unfinishedSegment(ecosystem, head.number) : final
    try DataFile.makeFolder(folder.segments(ecosystem))
    file = try DataFile(path: path, .create)
    encoder = try FrameEncoder(
      dictionary: dictionary,
      level: isCompacting ? Limits.compactionLevel : Limits.compressionLevel)
    self.ecosystem = ecosystem
    number = head.number
    kind = head.kind
    prefix = head.prefix
    self.isCompacting = isCompacting
    self.dictionary = dictionary
    size = 0
    nextSequence = 0
    do {
      if let dictionary { try put(SegmentDictionary.frame(dictionary)[...]) }
      try append(head.record(ecosystem, path: final, now: now))
      try file.sync()
      try DataFile.syncFolder(folder.segments(ecosystem))
    } catch {
      try? DataFile.remove(path)
      throw error
    }
  }

  /// Goes on with a segment after its last known record.
  init(continuing row: SegmentRow, in folder: CorpusFolder) throws {
    let path = folder.segment(row.ecosystem, row.number)
    file = try DataFile(path: path, .update)
    do {
      dictionary = try SegmentDictionary.read(from: file).dictionary
      encoder = try FrameEncoder(dictionary: dictionary)
      guard let head = try SegmentScanner.head(path: path) else {
        throw Damage("the segment has no warcinfo record")
      }
      prefix = head.prefix
    } catch let damage as Damage {
      throw StorageError.corrupt(path, at: 0, damage.reason)
    }
    ecosystem = row.ecosystem
    number = row.number
    kind = row.kind
    isCompacting = false
    size = row.bytes
    nextSequence = row.records
  }

  /// The id of the next record.
  var nextID: RecordID { RecordID(prefix: prefix, segment: number, sequence: nextSequence) }

  /// Appends one record as one frame.
  @discardableResult
  func append(_ record: [UInt8]) throws(StorageError) -> Place {
    let frame = try encoder.encode(record)
    let place = Place(offset: size, length: frame.count)
    try put(frame[...])
    nextSequence += 1
    return place
  }

  /// Appends one record of exactly `size` bytes that arrive in pieces, as one frame.
  func append(size total: Int, next: () throws -> [UInt8]) throws -> Place {
    let start = mark
    do {
      try encoder.encodeStream(size: total, next: next) { try put($0) }
    } catch {
      try? cut(to: start)
      throw error
    }
    nextSequence += 1
    return Place(offset: start.size, length: size - start.size)
  }

  private func put(_ bytes: ArraySlice<UInt8>) throws(StorageError) {
    do {
      try file.write(bytes, at: size)
    } catch {
      try? file.truncate(to: size)
      throw error
    }
    size += bytes.count
  }

  /// How far it is written now, to come back to.
  var mark: Mark { Mark(size: size, nextSequence: nextSequence) }

  /// Takes back what was appended since: those records are not to be stored after all.
  func cut(to mark: Mark) throws(StorageError) {
    guard mark.size < size else { return }
    size = mark.size
    nextSequence = mark.nextSequence
    try file.truncate(to: mark.size)
  }

  /// Waits until all appended records are on the disk.
  func sync() throws(StorageError) { try file.sync() }
}

extension SegmentWriter {
  /// The segment's row as it is now.
  var row: SegmentRow {
    SegmentRow(
      ecosystem: ecosystem, number: number, bytes: size, records: nextSequence,
      dictionaryID: dictionary.map(SegmentDictionary.id) ?? 0, kind: kind,
      isCompacted: isCompacting)
  }
}
