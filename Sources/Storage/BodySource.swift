/// The pieces of a record whose body is in a file.
struct BodySource {
  private var before: [UInt8]
  private let file: DataFile
  private let bytes: Int
  private var position = 0
  private var isClosed = false
  let digest = Digest()

  init(before: [UInt8], file: DataFile, bytes: Int) {
    self.before = before
    self.file = file
    self.bytes = bytes
    totalBytes = before.count + bytes + HeaderLines.end.count
  }

  /// Bytes of the whole record.
  let totalBytes: Int

  mutating func next() throws -> [UInt8] {
    if !before.isEmpty {
      defer { before = [] }
      return before
    }
    if position < bytes {
      let piece = try file.read(at: position, count: min(Limits.chunkBytes, bytes - position))
      guard !piece.isEmpty else {
        throw StorageError(.badCapture, "\(file.path) became shorter while it was stored.")
      }
      position += piece.count
      digest.update(piece[...])
      return piece
    }
    defer { isClosed = true }
    return isClosed ? [] : HeaderLines.end
  }
}
