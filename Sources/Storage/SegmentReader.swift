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
    at offset: Int, length: Int, maximum: Int, body: (ArraySlice<UInt8>) throws -> Void
  ) throws -> RecordReader.Result {
    var reader = RecordReader()
    if length <= Limits.inMemoryBytes, let size = try contentSize(at: offset),
      size <= Limits.inMemoryBytes
    {
      let frame = try file.read(at: offset, count: length)
      guard frame.count == length else { throw Damage("the file ends inside the record") }
      let record = try decoder.decode(frame[...], maximum: min(maximum, size)).get()
      try reader.push(record[...], body: body)
    } else {
      var position = offset
      try decoder.decodeStream(maximum: maximum) {
        let count = min(Limits.chunkBytes, offset + length - position)
        let piece = count > 0 ? try file.read(at: position, count: count) : []
        position += piece.count
        return piece
      } sink: {
        try reader.push($0, body: body)
      }
    }
    return try reader.finish()
  }

  private func contentSize(at offset: Int) throws -> Int? {
    FrameDecoder.contentSize(try file.read(at: offset, count: 18)[...])
  }
}

extension SegmentReader {
  /// The first bytes of a record as it was before compression; empty when it is damaged.
  func prefix(of place: SegmentWriter.Place, bytes: Int) throws -> [UInt8] {
    let frame = try file.read(at: place.offset, count: place.length)
    guard let record = try? decoder.decode(frame[...], maximum: Limits.inMemoryBytes).get() else {
      return []
    }
    return Array(record.prefix(bytes))
  }
}
