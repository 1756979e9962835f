import CZstd

/// Owns a zstd decompression context; believes no size it was not told.
@safe final class FrameDecoder {
  private let context: OpaquePointer

  init(dictionary: [UInt8]?) throws(StorageError) {
    guard let context = unsafe ZSTD_createDCtx() else {
      throw StorageError(.inputOutput, "no memory for a zstd context")
    }
    unsafe self.context = context
    guard let dictionary else { return }
    let code = unsafe dictionary.withUnsafeBytes {
      unsafe ZSTD_DCtx_loadDictionary(context, $0.baseAddress, $0.count)
    }
    if let reason = Self.failure(code) { throw StorageError(.corrupt, "dictionary: \(reason)") }
  }

  /// The content size a frame's header states; nil when it has none or is no frame.
  static func contentSize(_ frame: ArraySlice<UInt8>) -> Int? {
    let size = unsafe frame.withUnsafeBytes {
      unsafe ZSTD_getFrameContentSize($0.baseAddress, $0.count)
    }
    // ZSTD_CONTENTSIZE_UNKNOWN and _ERROR are the two largest values.
    return size < UInt64(Int64.max) ? Int(size) : nil
  }

  /// The content of one whole frame, checksum verified; a reason when it cannot be had.
  ///
  /// A frame that states more than `maximum` bytes is refused before anything is allocated.
  func decode(_ frame: ArraySlice<UInt8>, maximum: Int) -> Result<[UInt8], Damage> {
    guard let size = Self.contentSize(frame) else {
      return .failure(Damage("not a zstd frame with a content size"))
    }
    guard size <= maximum else {
      return .failure(Damage("states \(size) bytes where at most \(maximum) are expected"))
    }
    var output = [UInt8](repeating: 0, count: size)
    let length = unsafe output.withUnsafeMutableBytes { target in
      unsafe frame.withUnsafeBytes { source in
        unsafe ZSTD_decompressDCtx(
          context, target.baseAddress, target.count, source.baseAddress, source.count)
      }
    }
    if let reason = Self.failure(length) { return .failure(Damage(reason)) }
    guard length == size else { return .failure(Damage("holds \(length) bytes, states \(size)")) }
    return .success(output)
  }

  /// Decodes one frame that arrives in pieces; stops with an error beyond `maximum` bytes.
  ///
  /// `next` returns an empty array at the end of the frame.
  func decodeStream(
    maximum: Int, next: () throws -> [UInt8], sink: (ArraySlice<UInt8>) throws -> Void
  ) throws {
    _ = unsafe ZSTD_DCtx_reset(context, ZSTD_reset_session_only)
    var total = 0
    var output = [UInt8](repeating: 0, count: Limits.chunkBytes)
    var isComplete = false
    while true {
      let piece = try next()
      guard !piece.isEmpty else { break }
      var consumed = 0
      repeat {
        let step = expand(piece, from: consumed, into: &output)
        if let reason = Self.failure(step.left) { throw Damage(reason) }
        consumed = step.consumed
        total += step.produced
        guard total <= maximum else { throw Damage("grows beyond \(maximum) bytes") }
        try sink(output[..<step.produced])
        isComplete = step.left == 0
        if step.produced == 0 && consumed == piece.count { break }
      } while !isComplete
    }
    guard isComplete else { throw Damage("the frame ends early") }
  }

  private func expand(
    _ piece: [UInt8], from start: Int, into output: inout [UInt8]
  ) -> (left: Int, consumed: Int, produced: Int) {
    unsafe output.withUnsafeMutableBytes { target in
      unsafe piece.withUnsafeBytes { source in
        var into = unsafe ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
        var from = unsafe ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: start)
        let left = unsafe ZSTD_decompressStream(context, &into, &from)
        return unsafe (left, from.pos, into.pos)
      }
    }
  }

  private static func failure(_ code: Int) -> String? {
    guard ZSTD_isError(code) != 0 else { return nil }
    return "zstd: " + (unsafe String(cString: ZSTD_getErrorName(code)))
  }

  deinit { _ = unsafe ZSTD_freeDCtx(context) }
}

/// Why stored bytes cannot be read; the caller adds the place.
struct Damage: Error {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}
