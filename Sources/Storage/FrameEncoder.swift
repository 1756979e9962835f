import CZstd

/// Owns a zstd compression context; every frame has its content size and a checksum.
///
/// Source: https://iipc.github.io/warc-specifications/specifications/warc-zstd/
@safe final class FrameEncoder {
  private let context: OpaquePointer

  /// Encodes with the dictionary when there is one; frames then name its id.
  init(dictionary: [UInt8]?, level: Int32 = Limits.compressionLevel) throws(StorageError) {
    guard let context = unsafe ZSTD_createCCtx() else {
      throw StorageError(.inputOutput, "no memory for a zstd context")
    }
    unsafe self.context = context
    try Self.check(unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level))
    try Self.check(unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1))
    try Self.check(unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 1))
    guard let dictionary else { return }
    try Self.check(
      unsafe dictionary.withUnsafeBytes {
        unsafe ZSTD_CCtx_loadDictionary(context, $0.baseAddress, $0.count)
      })
  }

  /// One whole frame.
  func encode(_ input: [UInt8]) throws(StorageError) -> [UInt8] {
    var output = [UInt8](repeating: 0, count: ZSTD_compressBound(input.count))
    let length = unsafe output.withUnsafeMutableBytes { target in
      unsafe input.withUnsafeBytes { source in
        unsafe ZSTD_compress2(
          context, target.baseAddress, target.count, source.baseAddress, source.count)
      }
    }
    try Self.check(length)
    output.removeSubrange(length...)
    return output
  }

  /// One frame of exactly `size` bytes that arrive in pieces.
  ///
  /// `next` returns an empty array at the end; `sink` takes the compressed bytes in order.
  func encodeStream(
    size: Int, next: () throws -> [UInt8], sink: (ArraySlice<UInt8>) throws -> Void
  ) throws {
    try Self.check(unsafe ZSTD_CCtx_setPledgedSrcSize(context, UInt64(size)))
    do {
      var piece = try next()
      repeat {
        let following = piece.isEmpty ? [] : try next()
        try feed(piece, mode: following.isEmpty ? ZSTD_e_end : ZSTD_e_continue, sink: sink)
        piece = following
      } while !piece.isEmpty
    } catch {
      _ = unsafe ZSTD_CCtx_reset(context, ZSTD_reset_session_only)
      throw error
    }
  }

  private func feed(
    _ piece: [UInt8], mode: ZSTD_EndDirective, sink: (ArraySlice<UInt8>) throws -> Void
  ) throws {
    var consumed = 0
    var isDone = false
    var output = [UInt8](repeating: 0, count: ZSTD_CStreamOutSize())
    while !isDone {
      let step = unsafe output.withUnsafeMutableBytes { target in
        unsafe piece.withUnsafeBytes { source in
          var into = unsafe ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
          var from = unsafe ZSTD_inBuffer(
            src: source.baseAddress, size: source.count, pos: consumed)
          let left = unsafe ZSTD_compressStream2(context, &into, &from, mode)
          return unsafe (left: left, consumed: from.pos, produced: into.pos)
        }
      }
      try Self.check(step.left)
      consumed = step.consumed
      if step.produced > 0 { try sink(output[..<step.produced]) }
      isDone = mode == ZSTD_e_end ? step.left == 0 : consumed == piece.count
    }
  }

  private static func check(_ code: Int) throws(StorageError) {
    guard ZSTD_isError(code) == 0 else {
      let name = unsafe String(cString: ZSTD_getErrorName(code))
      throw StorageError(.inputOutput, "zstd cannot compress: \(name)")
    }
  }

  deinit { _ = unsafe ZSTD_freeCCtx(context) }
}
