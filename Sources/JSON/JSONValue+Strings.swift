extension JSONValue {
  /// Nil when the value is no string; the text is copied out with every read.
  public var string: String? {
    guard kind == Kind.string else { return nil }
    return unsafe String(decoding: utf8, as: UTF8.self)
  }

  /// Bytes of the string's UTF-8 after escapes; nil when the value is no string.
  public var stringByteCount: Int? {
    guard kind == Kind.string else { return nil }
    return unsafe utf8.count
  }

  /// Unicode scalars of the string; nil when the value is no string.
  public func unicodeScalarCount() -> Int? {
    guard kind == Kind.string else { return nil }
    return unsafe utf8.reduce(0) { $1 & 0xC0 != 0x80 ? $0 + 1 : $0 }
  }

  /// Whether the value is a string with exactly these UTF-8 bytes; makes no `String`.
  public func equals(_ text: String) -> Bool {
    guard kind == Kind.string else { return false }
    let own = unsafe utf8
    let fast = unsafe text.utf8.withContiguousStorageIfAvailable { unsafe Self.equal(own, $0) }
    return unsafe fast ?? own.elementsEqual(text.utf8)
  }

  /// Hands the string's UTF-8 bytes to the closure, in place; nil when the value is no string.
  public func withUTF8<R>(_ body: (UnsafeBufferPointer<UInt8>) throws -> R) rethrows -> R? {
    guard kind == Kind.string else { return nil }
    return unsafe try body(utf8)
  }

  /// The bytes of a string value: a length of 32 bits in front, a zero byte behind.
  @inlinable var utf8: UnsafeBufferPointer<UInt8> {
    let start = unsafe strings + payload
    let count = unsafe UnsafeRawPointer(start).loadUnaligned(as: UInt32.self)
    return unsafe UnsafeBufferPointer(start: start + 4, count: Int(count))
  }

  @inlinable static func equal(
    _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard left.count == right.count else { return false }
    for index in 0..<left.count where unsafe left[index] != right[index] { return false }
    return true
  }
}
