/// What the values of one stored column mean, and how they become a column of a table.
struct LeafType: Equatable {
  /// How stored values become table values.
  enum Meaning: Equatable {
    case bool
    case int32
    case int64
    /// 32-bit unsigned numbers in 32-bit words.
    case uint32
    /// 64-bit unsigned numbers, of which the table holds those below 2^63.
    case uint64
    case float
    case double
    case string
    /// Days since 1970-01-01.
    case date
    /// Ticks since 1970-01-01T00:00:00Z.
    case timestamp(unitsPerSecond: Int64)
  }

  var name: String
  var physical: PhysicalType
  var isOptional: Bool
  var meaning: Meaning

  /// Reads a schema element; nested, repeated and exotic columns are refused by name.
  init(_ element: SchemaElement) throws(TablesError) {
    name = element.name
    guard element.childCount ?? 0 == 0, let type = element.type else {
      throw Self.unsupported(element, "is nested; flatten it first")
    }
    guard let physical = PhysicalType(rawValue: type) else {
      throw .malformed("column “\(element.name)” has the unknown type \(type)")
    }
    switch Repetition(rawValue: element.repetition ?? 0) {
    case .required: isOptional = false
    case .optional: isOptional = true
    case .repeated, nil: throw Self.unsupported(element, "is a list; flatten it first")
    }
    self.physical = physical
    meaning = try Self.meaning(element, physical)
  }

  /// Bytes a row takes in memory once read, without the bytes of long strings.
  var rowSize: Int {
    switch meaning {
    case .bool: 1
    case .int32: 4
    case .string: 16
    default: 8
    }
  }

  private static func meaning(
    _ element: SchemaElement, _ physical: PhysicalType
  ) throws(TablesError) -> Meaning {
    let converted = element.convertedType.flatMap(ConvertedType.init)
    switch physical {
    case .boolean: return .bool
    case .int32: return try int32(element, converted)
    case .int64: return try int64(element, converted)
    case .float: return .float
    case .double: return .double
    case .byteArray: return try bytes(element, converted)
    case .int96: throw unsupported(element, "is INT96; write timestamps as INT64")
    case .fixedLengthByteArray: throw unsupported(element, "has a fixed length; cast it")
    }
  }

  private static func int32(
    _ element: SchemaElement, _ converted: ConvertedType?
  ) throws(TablesError) -> Meaning {
    switch (element.logicalType, converted) {
    case (.date, _), (nil, .date): return .date
    case (.integer(32, false), _), (nil, .uint32): return .uint32
    case (.integer, _), (nil, nil), (.null, _): return .int32
    case (nil, .int8), (nil, .int16), (nil, .int32), (nil, .uint8), (nil, .uint16): return .int32
    default: throw unsupported(element, "is a decimal or a time of day; cast it")
    }
  }

  private static func int64(
    _ element: SchemaElement, _ converted: ConvertedType?
  ) throws(TablesError) -> Meaning {
    switch (element.logicalType, converted) {
    case (.timestamp(let unitsPerSecond, _), _): return .timestamp(unitsPerSecond: unitsPerSecond)
    case (nil, .timestampMillis): return .timestamp(unitsPerSecond: 1000)
    case (nil, .timestampMicros): return .timestamp(unitsPerSecond: 1_000_000)
    case (.integer(_, false), _), (nil, .uint64): return .uint64
    case (.integer, _), (nil, nil), (.null, _), (nil, .int64): return .int64
    default: throw unsupported(element, "is a decimal or a time of day; cast it")
    }
  }

  private static func bytes(
    _ element: SchemaElement, _ converted: ConvertedType?
  ) throws(TablesError) -> Meaning {
    switch (element.logicalType, converted) {
    case (.string, _), (.json, _), (.null, _), (nil, .utf8), (nil, .json), (nil, .enumeration),
      (nil, nil):
      return .string
    case (.other(4), _): return .string
    default: throw unsupported(element, "is not text; cast it")
    }
  }

  private static func unsupported(_ element: SchemaElement, _ why: String) -> TablesError {
    TablesError.unsupported("column “\(element.name)” \(why)").at(.column(element.name))
  }
}
