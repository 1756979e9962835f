/// Walks all records of a segment in order, and past damage to the next whole record.
final class SegmentScanner {
  let reader: SegmentReader
  /// Bytes of the file when the walk began.
  let end: Int
  private(set) var offset: Int
  private var window: [UInt8] = []
  private var windowStart = 0

  /// What is found at a place.
  enum Item {
    case record(offset: Int, length: Int, RecordReader.Result)
    /// Bytes that are no whole record; `isTail` when no record follows them.
    case damage(offset: Int, length: Int, reason: String, isTail: Bool)
  }

  /// Starts at the first record, or at `offset` where one is known to start.
  init(path: String, from offset: Int? = nil) throws {
    reader = try SegmentReader(path: path)
    end = try reader.file.size()
    self.offset = offset ?? reader.start
  }

  /// What a segment's first record says; nil when that is no warcinfo of ours.
  static func head(path: String) throws -> SegmentHead? {
    guard case .record(_, _, let result) = try SegmentScanner(path: path).next() else { return nil }
    return SegmentHead(result.head)
  }

  /// The next item; nil at the end of the file.
  func next() throws -> Item? {
    guard offset < end else { return nil }
    switch try record(at: offset) {
    case .success(let (length, result)):
      defer { offset += length }
      return .record(offset: offset, length: length, result)
    case .failure(let damage):
      let start = offset
      let following = try nextRecord(after: start)
      offset = following ?? end
      return .damage(
        offset: start, length: offset - start, reason: damage.reason, isTail: following == nil)
    }
  }

  private func record(at place: Int) throws -> Result<(Int, RecordReader.Result), Damage> {
    guard let length = try FrameExtent.length(at: place, read: bytes) else {
      return .failure(Damage("no whole zstd frame"))
    }
    do {
      let result = try reader.read(at: .init(offset: place, length: length), maximum: .max) { _ in }
      return .success((length, result))
    } catch let damage as Damage {
      return .failure(damage)
    }
  }

  /// Looks for the next frame that reads as a record; nil when there is none.
  private func nextRecord(after place: Int) throws -> Int? {
    var position = place + 1
    while position + 4 <= end {
      let piece = Array(try bytes(position, Limits.chunkBytes))
      for index in piece.indices.dropLast(3) where piece[index] == FrameExtent.magic[0] {
        guard Array(piece[index..<index + 4]) == FrameExtent.magic else { continue }
        if case .success = try record(at: position + index) { return position + index }
      }
      position += max(1, piece.count - 3)
    }
    return nil
  }

  /// Up to `count` bytes from a file offset, through a window that is read ahead.
  private func bytes(_ start: Int, _ count: Int) throws(StorageError) -> ArraySlice<UInt8> {
    let isInside = start >= windowStart && start + count <= windowStart + window.count
    if !isInside {
      guard start < end else { return [] }
      window = try reader.file.read(at: start, count: max(count, Limits.chunkBytes))
      windowStart = start
    }
    let from = start - windowStart
    return window[from..<min(window.count, from + count)]
  }
}
