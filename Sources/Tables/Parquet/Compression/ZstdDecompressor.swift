import CZstd

/// Owns a zstd decompression context; one for each thread.
///
/// Source: https://facebook.github.io/zstd/zstd_manual.html
@safe final class ZstdDecompressor {
  private let context: OpaquePointer

  init() {
    guard let context = unsafe ZSTD_createDCtx() else {
      preconditionFailure("no memory for a zstd context")
    }
    unsafe self.context = context
  }

  deinit { unsafe ZSTD_freeDCtx(context) }

  /// Decompresses `range` of the bytes, which must give exactly `size` bytes.
  ///
  /// Where the frame says its size, it is compared before memory is taken.
  func decompress(
    _ bytes: [UInt8], in range: Range<Int>, size: Int
  ) throws(TablesError) -> [UInt8] {
    let declared = unsafe bytes.withUnsafeBytes { input in
      unsafe ZSTD_getFrameContentSize(
        input.baseAddress.map { unsafe $0 + range.lowerBound },
        range.count)
    }
    // The two highest numbers stand for "not a frame" and "not said".
    guard declared != UInt64.max - 1 else { throw .malformed("a page is not a zstd frame") }
    guard declared == UInt64.max || declared <= UInt64(size) else {
      throw .malformed("a page holds \(declared) bytes where its header says \(size)")
    }
    var result = 0
    let output = unsafe [UInt8](unsafeUninitializedCapacity: max(1, size)) { output, filled in
      result = unsafe bytes.withUnsafeBytes { input in
        unsafe ZSTD_decompressDCtx(
          context, output.baseAddress, size,
          input.baseAddress.map { unsafe $0 + range.lowerBound }, range.count)
      }
      filled = ZSTD_isError(result) == 0 ? min(result, size) : 0
    }
    guard ZSTD_isError(result) == 0 else { throw .malformed(zstdMessage(result)) }
    guard output.count == size else {
      throw .malformed("a page holds \(output.count) bytes where its header says \(size)")
    }
    return output
  }
}
