extension JSONValue {
  /// Members of an object (repeated keys counted) or elements of an array; 0 for other values.
  public var count: Int {
    guard isObject || isArray else { return 0 }
    let saturated = 0xFF_FFFF
    let stored = Int((word >> 32) & 0xFF_FFFF)
    guard stored == saturated else { return stored }
    var counted = 0
    var next = place + 1
    while next < nextPlace - 1 {
      next = at(isObject ? next + 1 : next).nextPlace
      counted += 1
    }
    return counted
  }

  /// The value under a key, compared by UTF-8 bytes; of repeated keys the last.
  ///
  /// Nil when the value is no object or lacks the key. Takes time in proportion to the members:
  /// walk once with `forEachMember` instead of looking up many keys of a large object.
  public subscript(_ key: String) -> JSONValue? {
    guard isObject else { return nil }
    let fast = unsafe key.utf8.withContiguousStorageIfAvailable { unsafe lastMember($0) }
    if let fast { return fast }
    return unsafe Array(key.utf8).withUnsafeBufferPointer { unsafe lastMember($0) }
  }

  /// Calls the closure with every member in document order, repeated keys too.
  public func forEachMember(
    _ body: (_ key: String, _ value: JSONValue) throws -> Void
  ) rethrows {
    try forEachPair { key, value in try body(key.string ?? "", value) }
  }

  /// As `forEachMember`, but keys come as string values, so that no `String` is made for them.
  @inlinable public func forEachPair(
    _ body: (_ key: JSONValue, _ value: JSONValue) throws -> Void
  ) rethrows {
    guard kind == Kind.object else { return }
    let end = nextPlace - 1
    var next = place + 1
    while next < end {
      let value = at(next + 1)
      try body(at(next), value)
      next = value.nextPlace
    }
  }

  /// Calls the closure with every element of an array in order; not at all for other values.
  @inlinable public func forEachElement(_ body: (JSONValue) throws -> Void) rethrows {
    guard kind == Kind.array else { return }
    let end = nextPlace - 1
    var next = place + 1
    while next < end {
      let value = at(next)
      try body(value)
      next = value.nextPlace
    }
  }

  private func lastMember(_ key: UnsafeBufferPointer<UInt8>) -> JSONValue? {
    var found: JSONValue?
    forEachPair { name, value in
      if unsafe Self.equal(name.utf8, key) { found = value }
    }
    return found
  }
}
