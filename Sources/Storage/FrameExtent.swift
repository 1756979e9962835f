/// Finds where zstd frames end without decoding them.
///
/// Source: https://www.rfc-editor.org/rfc/rfc8878#section-3.1.1
enum FrameExtent {
  static let magic: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]

  /// Bytes of the frame that starts at `offset`; nil when it is torn or no frame.
  ///
  /// `read` returns up to the asked number of bytes from a file offset.
  static func length(
    at offset: Int, read: (_ offset: Int, _ count: Int) throws(StorageError) -> ArraySlice<UInt8>
  ) throws(StorageError) -> Int? {
    let head = Array(try read(offset, 18))
    guard let headerBytes = headerLength(head) else { return nil }
    var position = offset + headerBytes
    while true {
      let block = Array(try read(position, 3))
      guard block.count == 3 else { return nil }
      let field = Int(block[0]) | Int(block[1]) << 8 | Int(block[2]) << 16
      // Types: 0 raw, 1 run (one byte repeated), 2 compressed, 3 reserved.
      let type = field >> 1 & 3
      guard type != 3 else { return nil }
      position += 3 + (type == 1 ? 1 : field >> 3)
      if field & 1 == 1 { break }
    }
    if head[4] & 4 != 0 { position += 4 }
    guard try read(position - 1, 1).count == 1 else { return nil }
    return position - offset
  }

  /// Bytes of magic number and frame header; nil when they are not those of a frame.
  private static func headerLength(_ head: [UInt8]) -> Int? {
    guard head.count >= 6, Array(head[..<4]) == magic else { return nil }
    let descriptor = head[4]
    // The reserved and the unused bit; no encoder sets either.
    guard descriptor & 0x18 == 0 else { return nil }
    let isSingleSegment = descriptor & 0x20 != 0
    let sizeField = [isSingleSegment ? 1 : 0, 2, 4, 8][Int(descriptor >> 6)]
    let dictionaryField = [0, 1, 2, 4][Int(descriptor & 3)]
    return 5 + (isSingleSegment ? 0 : 1) + dictionaryField + sizeField
  }
}
