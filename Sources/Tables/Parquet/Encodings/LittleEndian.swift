#if _endian(big)
  #error("PLAIN values are copied from memory as they are, which needs a little-endian machine")
#endif

extension [UInt8] {
  /// Appends the memory of plain values, which is their PLAIN encoding.
  mutating func appendMemory<Value: BitwiseCopyable>(of values: ArraySlice<Value>) {
    unsafe values.withUnsafeBytes { unsafe append(contentsOf: $0) }
  }

  /// Appends a 32-bit number, lowest byte first.
  mutating func appendLittleEndian(_ value: UInt32) {
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  /// The 32-bit number at an offset; nil when it does not fit before `end`.
  func littleEndian(at offset: Int, end: Int) -> UInt32? {
    guard offset >= 0, end <= count, offset + 4 <= end else { return nil }
    return UInt32(self[offset]) | UInt32(self[offset + 1]) << 8 | UInt32(self[offset + 2]) << 16
      | UInt32(self[offset + 3]) << 24
  }

  /// Copies plain values out of memory.
  ///
  /// - precondition: `count` values of the type lie inside the bytes from `offset` on.
  func values<Value: BitwiseCopyable>(
    of type: Value.Type, at offset: Int, count valueCount: Int
  ) -> [Value] {
    let size = valueCount * MemoryLayout<Value>.size
    precondition(offset >= 0 && valueCount >= 0 && size <= count - offset)
    guard valueCount > 0 else { return [] }
    return unsafe [Value](unsafeUninitializedCapacity: valueCount) { buffer, filled in
      unsafe withUnsafeBytes { bytes in
        unsafe UnsafeMutableRawBufferPointer(buffer)
          .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + size]))
      }
      filled = valueCount
    }
  }
}
