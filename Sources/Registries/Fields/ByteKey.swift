/// A string compared and hashed by its UTF-8 bytes, so that NFC and NFD spellings stay apart.
package struct ByteKey: Hashable, Sendable {
  package let text: String

  package init(_ text: String) { self.text = text }

  package static func == (left: Self, right: Self) -> Bool {
    let (one, other) = (left.text.utf8, right.text.utf8)
    guard one.count == other.count else { return false }
    let fast = unsafe one.withContiguousStorageIfAvailable { bytes in
      unsafe other.withContiguousStorageIfAvailable { unsafe Self.equal(bytes, $0) }
    }
    return (fast ?? nil) ?? one.elementsEqual(other)
  }

  private static func equal(
    _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    for index in 0..<left.count where unsafe left[index] != right[index] { return false }
    return true
  }

  package func hash(into hasher: inout Hasher) {
    let hashed: Void? = unsafe text.utf8.withContiguousStorageIfAvailable { bytes in
      unsafe hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
    }
    if hashed == nil { for byte in text.utf8 { hasher.combine(byte) } }
  }
}
