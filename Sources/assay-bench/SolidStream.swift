import ArgumentParser
import CZstd

/// Owns one `zstd -3` stream and counts what comes out of it.
@safe final class SolidStream {
  private let context: OpaquePointer
  private var output = [UInt8](repeating: 0, count: 1 << 17)
  /// Compressed bytes so far; complete after `finish`.
  private(set) var bytes = 0

  init() throws {
    guard let context = unsafe ZSTD_createCCtx() else {
      throw ValidationError("no memory for a zstd context")
    }
    unsafe self.context = context
    _ = unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, 3)
  }

  func write(_ input: [UInt8]) throws { try feed(input, ZSTD_e_continue) }

  func finish() throws { try feed([], ZSTD_e_end) }

  private func feed(_ input: [UInt8], _ mode: ZSTD_EndDirective) throws {
    var consumed = 0
    var left = 1
    repeat {
      let step = unsafe output.withUnsafeMutableBytes { target in
        unsafe input.withUnsafeBytes { source in
          var into = unsafe ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
          var from = unsafe ZSTD_inBuffer(
            src: source.baseAddress, size: source.count, pos: consumed)
          let left = unsafe ZSTD_compressStream2(context, &into, &from, mode)
          return unsafe (left: left, consumed: from.pos, produced: into.pos)
        }
      }
      guard ZSTD_isError(step.left) == 0 else { throw ValidationError("zstd cannot compress") }
      (left, consumed) = (step.left, step.consumed)
      bytes += step.produced
    } while mode == ZSTD_e_end ? left > 0 : consumed < input.count
  }

  deinit { _ = unsafe ZSTD_freeCCtx(context) }
}
