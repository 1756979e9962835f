import Corpus
import Foundation

/// Owns the newest segment of one ecosystem and appends records to it.
final class SegmentWriter {
  let number: Int
  let prefix: [UInt8]
  /// Nil in the first segment of an ecosystem.
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

  /// Starts a segment: dictionary frame and warcinfo record, both on the disk when this returns.
  init(
    creating number: Int, _ ecosystem: Ecosystem, in folder: CorpusFolder, prefix: [UInt8],
    dictionary: [UInt8]?, now: UTCInstant
  ) throws {
    let path = folder.segment(ecosystem, number)
    guard number <= RecordID.maximumNumber else {
      throw StorageError(.inputOutput, "\(path): no segment numbers left. Start a new corpus.")
    }
    try DataFile.makeFolder(folder.segments(ecosystem))
    file = try DataFile(path: path, .create)
    encoder = try FrameEncoder(dictionary: dictionary)
    self.number = number
    self.prefix = prefix
    self.dictionary = dictionary
    size = 0
    nextSequence = 0
    do {
      if let dictionary { try put(SegmentDictionary.frame(dictionary)[...]) }
      try append(Self.warcinfo(id: nextID, ecosystem, path: path, now: now))
      try file.sync()
      try DataFile.syncFolder(folder.segments(ecosystem))
    } catch {
      try? DataFile.remove(path)
      throw error
    }
  }

  /// Goes on with a segment after its last known record.
  init(
    continuing number: Int, _ ecosystem: Ecosystem, in folder: CorpusFolder, size: Int,
    nextSequence: Int
  ) throws {
    let path = folder.segment(ecosystem, number)
    file = try DataFile(path: path, .update)
    do {
      dictionary = try SegmentDictionary.read(from: file).dictionary
      encoder = try FrameEncoder(dictionary: dictionary)
      guard let prefix = try SegmentScanner.prefix(path: path) else {
        throw Damage("the segment has no warcinfo record")
      }
      self.prefix = prefix
    } catch let damage as Damage {
      throw StorageError.corrupt(path, at: 0, damage.reason)
    }
    self.number = number
    self.size = size
    self.nextSequence = nextSequence
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
    let start = size
    do {
      try encoder.encodeStream(size: total, next: next) { try put($0) }
    } catch {
      try? cut(to: start)
      throw error
    }
    nextSequence += 1
    return Place(offset: start, length: size - start)
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

  /// Takes back what was appended last: the record is not to be stored after all.
  func takeBack(_ place: Place) throws(StorageError) {
    precondition(place.offset + place.length == size, "only the newest record can be taken back")
    try cut(to: place.offset)
    nextSequence -= 1
  }

  private func cut(to start: Int) throws(StorageError) {
    size = start
    try file.truncate(to: start)
  }

  /// Waits until all appended records are on the disk.
  func sync() throws(StorageError) { try file.sync() }

  private static func warcinfo(
    id: RecordID, _ ecosystem: Ecosystem, path: String, now: UTCInstant
  ) -> [UInt8] {
    let lines = [
      "software: assay", "format: WARC file version 1.1",
      "conformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
      "description: responses of package registries about \(ecosystem.rawValue) packages", "",
    ]
    let block = Array(lines.joined(separator: "\r\n").utf8)
    let head = WARCHead(fields: [
      HeaderField("WARC-Type", WARCHead.RecordType.warcinfo.rawValue),
      HeaderField("WARC-Record-ID", id.text),
      HeaderField("WARC-Date", now.iso8601),
      HeaderField("WARC-Filename", String(path.split(separator: "/").last ?? "")),
      HeaderField("WARC-Block-Digest", "sha256:\(Hex.text(Digest.sha256(block)))"),
      HeaderField("Content-Type", WARCHead.ContentType.fields),
    ])
    return head.encode(blockBytes: block.count) + block + HeaderLines.end
  }
}
