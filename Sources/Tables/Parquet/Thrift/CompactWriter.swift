/// The wire types of the Thrift compact protocol.
///
/// Source: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
package enum CompactType: UInt8 {
  case stop = 0
  case booleanTrue = 1
  case booleanFalse = 2
  case int8 = 3
  case int16 = 4
  case int32 = 5
  case int64 = 6
  case double = 7
  case binary = 8
  case list = 9
  case set = 10
  case map = 11
  case structure = 12
}

/// Writes structures in the Thrift compact protocol.
///
/// Grammar of a structure: `(field-header value)* 00`, where a field header is the distance to the
/// previous field id in the upper four bits (or 0 and the id itself as zigzag varint) and the type.
package struct CompactWriter {
  package private(set) var bytes: [UInt8] = []
  private var previousField = 0

  /// Writes the fields of the outermost structure.
  package static func structure(_ body: (inout CompactWriter) -> Void) -> [UInt8] {
    var writer = CompactWriter()
    writer.element(body)
    return writer.bytes
  }

  /// Writes a truth value, which lives in the field's type.
  package mutating func bool(_ field: Int, _ value: Bool) {
    header(field, value ? .booleanTrue : .booleanFalse)
  }

  /// Writes an 8-bit integer.
  package mutating func int8(_ field: Int, _ value: Int8) {
    header(field, .int8)
    bytes.append(UInt8(bitPattern: value))
  }

  /// Writes a 16-bit integer.
  package mutating func int16(_ field: Int, _ value: Int16) {
    header(field, .int16)
    zigzag(Int64(value))
  }

  /// Writes a 32-bit integer.
  package mutating func int32(_ field: Int, _ value: Int32) {
    header(field, .int32)
    zigzag(Int64(value))
  }

  /// Writes a 64-bit integer.
  package mutating func int64(_ field: Int, _ value: Int64) {
    header(field, .int64)
    zigzag(value)
  }

  /// Writes bytes with their length.
  package mutating func binary(_ field: Int, _ value: [UInt8]) {
    header(field, .binary)
    varint(UInt64(value.count))
    bytes.append(contentsOf: value)
  }

  /// Writes a string as UTF-8.
  package mutating func string(_ field: Int, _ value: String) { binary(field, Array(value.utf8)) }

  /// Writes a structure as a field.
  package mutating func structure(_ field: Int, _ body: (inout CompactWriter) -> Void) {
    header(field, .structure)
    element(body)
  }

  /// Writes a list of structures.
  package mutating func structures<Element>(
    _ field: Int, _ elements: [Element], _ body: (inout CompactWriter, Element) -> Void
  ) {
    listHeader(field, count: elements.count, .structure)
    for value in elements { element { writer in body(&writer, value) } }
  }

  /// Writes a list of 32-bit integers.
  package mutating func int32s(_ field: Int, _ values: [Int32]) {
    listHeader(field, count: values.count, .int32)
    for value in values { zigzag(Int64(value)) }
  }

  /// Writes a list of strings.
  package mutating func strings(_ field: Int, _ values: [String]) {
    listHeader(field, count: values.count, .binary)
    for value in values {
      varint(UInt64(value.utf8.count))
      bytes.append(contentsOf: value.utf8)
    }
  }

  private mutating func element(_ body: (inout CompactWriter) -> Void) {
    let outerField = previousField
    previousField = 0
    body(&self)
    bytes.append(CompactType.stop.rawValue)
    previousField = outerField
  }

  private mutating func header(_ field: Int, _ type: CompactType) {
    let distance = field - previousField
    if (1...15).contains(distance) {
      bytes.append(UInt8(distance) << 4 | type.rawValue)
    } else {
      bytes.append(type.rawValue)
      zigzag(Int64(field))
    }
    previousField = field
  }

  private mutating func listHeader(_ field: Int, count: Int, _ type: CompactType) {
    header(field, .list)
    if count < 15 {
      bytes.append(UInt8(count) << 4 | type.rawValue)
    } else {
      bytes.append(0xF0 | type.rawValue)
      varint(UInt64(count))
    }
  }

  private mutating func zigzag(_ value: Int64) {
    varint(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
  }

  private mutating func varint(_ value: UInt64) { bytes.appendVarint(value) }
}

extension [UInt8] {
  /// Appends an unsigned number, seven bits a byte, lowest first (ULEB128).
  mutating func appendVarint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }
}
