import CZstd

/// Owns a zstd compression context; one for each thread.
///
/// Source: https://facebook.github.io/zstd/zstd_manual.html
@safe final class ZstdCompressor {
  private let context: OpaquePointer
  private var buffer: [UInt8] = []

  /// Makes a context of a level; frames carry a checksum, so that damage is noticed.
  init(level: Int32) {
    guard let context = unsafe ZSTD_createCCtx() else {
      preconditionFailure("no memory for a zstd context")
    }
    unsafe self.context = context
    unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level)
    unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
  }

  deinit { unsafe ZSTD_freeCCtx(context) }

  /// Compresses the bytes to one frame, which stays valid until the next one.
  ///
  /// One buffer serves all frames: taking a new one for each page costs more than copying out of it.
  func compress(_ bytes: [UInt8]) throws(TablesError) -> ArraySlice<UInt8> {
    let bound = ZSTD_compressBound(bytes.count)
    if buffer.count < bound { buffer = [UInt8](repeating: 0, count: bound) }
    let result = unsafe buffer.withUnsafeMutableBytes { output in
      unsafe bytes.withUnsafeBytes { input in
        unsafe ZSTD_compress2(
          context, output.baseAddress, output.count, input.baseAddress, input.count)
      }
    }
    guard ZSTD_isError(result) == 0 else { throw .tooLarge(zstdMessage(result)) }
    return buffer[..<result]
  }
}

/// What zstd says about a result that is an error.
func zstdMessage(_ result: Int) -> String {
  let name = unsafe String(cString: ZSTD_getErrorName(result))
  return "zstd: \(name)"
}
