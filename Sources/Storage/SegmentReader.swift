import Corpus

/// Owns one open segment and reads records out of it by place.
final class SegmentReader {
  let path: String
  let file: DataFile
  /// Bytes before the first record.
  let start: Int
  let dictionary: [UInt8]?
  fileprivate let decoder: FrameDecoder

  init(path: String) throws {
    self.path = path
    file = try DataFile(path: path, .read)
    do {
      (dictionary, start) = try SegmentDictionary.read(from: file)
    } catch let damage as Damage {
      throw StorageError.corrupt(path, at: 0, damage.reason)
    }
    decoder = try FrameDecoder(dictionary: dictionary)
  }

  /// Reads and checks the record whose frame is at a place; `body` gets its body.
  ///
  /// `maximum` bounds the decoded bytes. Throws `Damage` when the record is not as it was written.
  func read(
    at place: SegmentWriter.Place, maximum: Int, body: (ArraySlice<UInt8>) throws -> Void
  ) throws -> RecordReader.Result {
    var reader = RecordReader()
    try decode(at: place, maximum: maximum) { try reader.push($0, body: body) }
    return try reader.finish()
  }

  /// Reads and checks the record at a place; `sink` gets all of its bytes.
  func copy(
    at place: SegmentWriter.Place, to sink: (ArraySlice<UInt8>) throws -> Void
  ) throws -> RecordReader.Result {
    var reader = RecordReader()
    try decode(at: place, maximum: .max) {
      try reader.push($0) { _ in }
      try sink($0)
    }
    return try reader.finish()
  }

  /// Whether the record at a place is small enough to be held in memory.
  func isSmall(at place: SegmentWriter.Place) throws -> Bool {
    guard place.length <= Limits.inMemoryBytes else { return false }
    return try contentSize(at: place.offset).map { $0 <= Limits.inMemoryBytes } ?? false
  }

  private func decode(
    at place: SegmentWriter.Place, maximum: Int, sink: (ArraySlice<UInt8>) throws -> Void
  ) throws {
    if place.length <= Limits.inMemoryBytes {
      let frame = try file.read(at: place.offset, count: place.length)
      guard frame.count == place.length else { throw Damage("the file ends inside the record") }
      if let size = FrameDecoder.contentSize(frame[...]), size <= Limits.inMemoryBytes {
        return try sink(try decoder.decode(frame[...], maximum: min(maximum, size)).get()[...])
      }
    }
    var position = place.offset
    try decoder.decodeStream(maximum: maximum) {
      let count = min(Limits.chunkBytes, place.offset + place.length - position)
      let piece = count > 0 ? try file.read(at: position, count: count) : []
      position += piece.count
      return piece
    } sink: {
      try sink($0)
    }
  }

  private func contentSize(at offset: Int) throws -> Int? {
    FrameDecoder.contentSize(try file.read(at: offset, count: 18)[...])
  }
}

extension SegmentReader {
  /// A record as it was before compression; nil when it is damaged.
  func record(at place: SegmentWriter.Place) throws -> [UInt8]? {
    let frame = try file.read(at: place.offset, count: place.length)
    return try? decoder.decode(frame[...], maximum: Limits.inMemoryBytes).get()
  }
}
