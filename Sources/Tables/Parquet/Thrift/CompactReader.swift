/// A field header of a structure in the Thrift compact protocol.
package struct CompactField {
  /// The field's number in the Thrift definition.
  package var id: Int
  package var type: CompactType
}

/// Reads structures in the Thrift compact protocol from bytes that may be hostile.
///
/// Source: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
package struct CompactReader {
  /// Structures, lists and maps nested deeper than this are refused when skipped.
  package static let maximumDepth = 16

  package private(set) var position: Int
  private let bytes: [UInt8]
  private let end: Int

  /// Reads from `range` of the bytes.
  package init(_ bytes: [UInt8], in range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
  }

  /// Reads one structure; the body must read or `skip` the value of each field it is given.
  package mutating func structure(
    _ body: (CompactField, inout CompactReader) throws(TablesError) -> Void
  ) throws(TablesError) {
    var previousField = 0
    while let field = try header(after: previousField) {
      previousField = field.id
      try body(field, &self)
    }
  }

  /// The value of a truth field.
  package func bool(_ field: CompactField) throws(TablesError) -> Bool {
    switch field.type {
    case .booleanTrue: return true
    case .booleanFalse: return false
    default: throw unexpected(field)
    }
  }

  /// The value of an 8-bit field.
  package mutating func int8(_ field: CompactField) throws(TablesError) -> Int8 {
    guard field.type == .int8 else { throw unexpected(field) }
    return Int8(bitPattern: try byte())
  }

  /// The value of a 16- or 32-bit field.
  package mutating func int32(_ field: CompactField) throws(TablesError) -> Int32 {
    guard field.type == .int32 || field.type == .int16 else { throw unexpected(field) }
    return try int32()
  }

  /// The value of a 16-, 32- or 64-bit field.
  package mutating func int64(_ field: CompactField) throws(TablesError) -> Int64 {
    guard field.type == .int64 || field.type == .int32 || field.type == .int16 else {
      throw unexpected(field)
    }
    return try zigzag()
  }

  /// The value of a binary field.
  package mutating func binary(_ field: CompactField) throws(TablesError) -> [UInt8] {
    guard field.type == .binary else { throw unexpected(field) }
    return try binary()
  }

  /// The value of a string field; must be UTF-8.
  package mutating func string(_ field: CompactField) throws(TablesError) -> String {
    guard field.type == .binary else { throw unexpected(field) }
    return try string()
  }

  /// A list of structures, each read by `element`.
  package mutating func structures<Element>(
    _ field: CompactField,
    _ element: (inout CompactReader) throws(TablesError) -> Element
  ) throws(TablesError) -> [Element] {
    let count = try listHeader(field, of: .structure)
    var elements: [Element] = []
    for _ in 0..<count { elements.append(try element(&self)) }
    return elements
  }

  /// A list of 32-bit integers.
  package mutating func int32s(_ field: CompactField) throws(TablesError) -> [Int32] {
    let count = try listHeader(field, of: .int32)
    var values: [Int32] = []
    for _ in 0..<count { values.append(try int32()) }
    return values
  }

  /// A list of strings.
  package mutating func strings(_ field: CompactField) throws(TablesError) -> [String] {
    let count = try listHeader(field, of: .binary)
    var values: [String] = []
    for _ in 0..<count { values.append(try string()) }
    return values
  }

  /// Steps over the value of a field.
  package mutating func skip(_ field: CompactField) throws(TablesError) {
    try skip(field.type, depth: 0)
  }
}

extension CompactReader {
  private mutating func skip(_ type: CompactType, depth: Int) throws(TablesError) {
    guard depth < Self.maximumDepth else { throw .malformed("metadata is nested too deeply") }
    switch type {
    case .stop, .booleanTrue, .booleanFalse: break
    case .int8: _ = try byte()
    case .int16, .int32, .int64: _ = try varint()
    case .double: try advance(8)
    case .binary: try advance(try count())
    case .list, .set:
      let (count, type) = try elements()
      for _ in 0..<count { try skipElement(type, depth: depth) }
    case .map: try skipMap(depth: depth)
    case .structure:
      var previousField = 0
      while let field = try header(after: previousField) {
        previousField = field.id
        try skip(field.type, depth: depth + 1)
      }
    }
  }

  private mutating func skipMap(depth: Int) throws(TablesError) {
    let count = try count()
    guard count > 0 else { return }
    let types = try byte()
    let (key, value) = (try wireType(types >> 4), try wireType(types & 0x0F))
    for _ in 0..<count {
      try skipElement(key, depth: depth)
      try skipElement(value, depth: depth)
    }
  }

  /// Truth values take a byte of their own inside lists and maps.
  private mutating func skipElement(_ type: CompactType, depth: Int) throws(TablesError) {
    switch type {
    case .booleanTrue, .booleanFalse: _ = try byte()
    default: try skip(type, depth: depth + 1)
    }
  }

  private mutating func header(after previous: Int) throws(TablesError) -> CompactField? {
    let first = try byte()
    let type = first & 0x0F
    if type == CompactType.stop.rawValue { return nil }
    let distance = Int(first >> 4)
    let id = distance == 0 ? try zigzag() : Int64(previous + distance)
    guard (0...Int64(Int16.max)).contains(id) else {
      throw .malformed("field number \(id) is out of range")
    }
    return CompactField(id: Int(id), type: try wireType(type))
  }

  private func wireType(_ raw: UInt8) throws(TablesError) -> CompactType {
    guard let type = CompactType(rawValue: raw), type != .stop else {
      throw .malformed("unknown metadata type \(raw)").at(.byte(position))
    }
    return type
  }

  private mutating func listHeader(
    _ field: CompactField, of expected: CompactType
  ) throws(TablesError) -> Int {
    guard field.type == .list else { throw unexpected(field) }
    let (count, type) = try elements()
    guard count == 0 || type == expected else { throw unexpected(field) }
    return count
  }

  private mutating func elements() throws(TablesError) -> (count: Int, type: CompactType) {
    let first = try byte()
    let count = first >> 4 == 15 ? try count() : Int(first >> 4)
    // Every element takes at least a byte, so a larger count cannot be true.
    guard count <= end - position else { throw .malformed("a list is longer than its bytes") }
    let type = count == 0 ? .int8 : try wireType(first & 0x0F)
    return (count, type)
  }

  private mutating func int32() throws(TablesError) -> Int32 {
    let value = try zigzag()
    guard let narrow = Int32(exactly: value) else {
      throw .malformed("\(value) does not fit 32 bits").at(.byte(position))
    }
    return narrow
  }

  private mutating func string() throws(TablesError) -> String {
    guard let text = String(validating: try binary(), as: UTF8.self) else {
      throw .malformed("a string in the metadata is not UTF-8").at(.byte(position))
    }
    return text
  }

  private mutating func binary() throws(TablesError) -> [UInt8] {
    let start = position
    let length = try count()
    let first = position
    try advance(length)
    assert(first > start)
    return Array(bytes[first..<position])
  }

  /// A count or length that fits what is left.
  private mutating func count() throws(TablesError) -> Int {
    let value = try varint()
    guard value <= UInt64(end - position) else {
      throw .malformed("length \(value) exceeds the metadata").at(.byte(position))
    }
    return Int(value)
  }

  private mutating func advance(_ count: Int) throws(TablesError) {
    guard count <= end - position else { throw endOfBytes() }
    position += count
  }

  private mutating func byte() throws(TablesError) -> UInt8 {
    guard position < end else { throw endOfBytes() }
    defer { position += 1 }
    return bytes[position]
  }

  private mutating func zigzag() throws(TablesError) -> Int64 {
    let value = try varint()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  private mutating func varint() throws(TablesError) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), through: 63, by: 7) {
      let byte = try byte()
      value |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return value }
    }
    throw .malformed("a number is longer than ten bytes").at(.byte(position))
  }

  private func endOfBytes() -> TablesError {
    TablesError.malformed("the metadata ends too early").at(.byte(position))
  }

  private func unexpected(_ field: CompactField) -> TablesError {
    TablesError.malformed("field \(field.id) has the unexpected type \(field.type)")
      .at(.byte(position))
  }
}
