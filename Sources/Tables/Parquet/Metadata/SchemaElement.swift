/// The newer annotation of what stored values mean, as far as flat tables need it.
enum LogicalType: Equatable {
  case string
  case date
  /// Units a second: 1,000, 1,000,000 or 1,000,000,000.
  case timestamp(unitsPerSecond: Int64, isUTC: Bool)
  case integer(bits: Int8, isSigned: Bool)
  case json
  case null
  /// Any other, by its field number in the union.
  case other(Int)
}

/// One node of the schema tree.
struct SchemaElement: Equatable {
  var name: String
  /// Nil for a group.
  var type: Int32?
  var repetition: Int32?
  /// Nil or 0 for a leaf.
  var childCount: Int32?
  var convertedType: Int32?
  var logicalType: LogicalType?

  /// The root of a flat schema.
  static func root(childCount: Int) -> SchemaElement {
    SchemaElement(name: "schema", childCount: Int32(childCount))
  }

  init(
    name: String, type: Int32? = nil, repetition: Int32? = nil, childCount: Int32? = nil,
    convertedType: Int32? = nil, logicalType: LogicalType? = nil
  ) {
    self.name = name
    self.type = type
    self.repetition = repetition
    self.childCount = childCount
    self.convertedType = convertedType
    self.logicalType = logicalType
  }
}

extension SchemaElement {
  func encode(_ writer: inout CompactWriter) {
    if let type { writer.int32(1, type) }
    if let repetition { writer.int32(3, repetition) }
    writer.string(4, name)
    if let childCount { writer.int32(5, childCount) }
    if let convertedType { writer.int32(6, convertedType) }
    if let logicalType { writer.structure(10) { logicalType.encode(&$0) } }
  }

  init(reading reader: inout CompactReader) throws(TablesError) {
    var element = SchemaElement(name: "")
    var hasName = false
    try reader.structure { field, reader throws(TablesError) in
      switch field.id {
      case 1: element.type = try reader.int32(field)
      case 3: element.repetition = try reader.int32(field)
      case 4:
        element.name = try reader.string(field)
        hasName = true
      case 5: element.childCount = try reader.int32(field)
      case 6: element.convertedType = try reader.int32(field)
      case 10: element.logicalType = try LogicalType(reading: &reader, field)
      default: try reader.skip(field)
      }
    }
    guard hasName else { throw .malformed("a schema element has no name") }
    self = element
  }
}

extension LogicalType {
  func encode(_ writer: inout CompactWriter) {
    switch self {
    case .string: writer.structure(1) { _ in }
    case .date: writer.structure(6) { _ in }
    case .timestamp(let unitsPerSecond, let isUTC):
      let unit = unitsPerSecond == 1000 ? 1 : unitsPerSecond == 1_000_000 ? 2 : 3
      writer.structure(8) { writer in
        writer.bool(1, isUTC)
        writer.structure(2) { $0.structure(unit) { _ in } }
      }
    case .integer(let bits, let isSigned):
      writer.structure(10) { writer in
        writer.int8(1, bits)
        writer.bool(2, isSigned)
      }
    case .null: writer.structure(11) { _ in }
    case .json: writer.structure(12) { _ in }
    case .other(let number): writer.structure(number) { _ in }
    }
  }

  /// Reads the union; nil when it is empty.
  init?(reading reader: inout CompactReader, _ field: CompactField) throws(TablesError) {
    guard field.type == .structure else { throw .malformed("a logical type is not a structure") }
    var type: LogicalType?
    try reader.structure { member, reader throws(TablesError) in
      switch member.id {
      case 8 where member.type == .structure: type = try Self.timestamp(&reader)
      case 10 where member.type == .structure: type = try Self.integer(&reader)
      default:
        type = Self.plain(member.id)
        try reader.skip(member)
      }
    }
    guard let type else { return nil }
    self = type
  }

  private static func plain(_ number: Int) -> LogicalType {
    switch number {
    case 1: .string
    case 6: .date
    case 11: .null
    case 12: .json
    default: .other(number)
    }
  }

  private static func timestamp(
    _ reader: inout CompactReader
  ) throws(TablesError) -> LogicalType {
    var unitsPerSecond: Int64 = 0
    var isUTC = false
    try reader.structure { field, reader throws(TablesError) in
      switch field.id {
      case 1: isUTC = try reader.bool(field)
      case 2 where field.type == .structure:
        try reader.structure { unit, reader throws(TablesError) in
          unitsPerSecond = [1: 1000, 2: 1_000_000, 3: 1_000_000_000][unit.id] ?? 0
          try reader.skip(unit)
        }
      default: try reader.skip(field)
      }
    }
    guard unitsPerSecond > 0 else { throw .malformed("a timestamp has no known unit") }
    return .timestamp(unitsPerSecond: unitsPerSecond, isUTC: isUTC)
  }

  private static func integer(_ reader: inout CompactReader) throws(TablesError) -> LogicalType {
    var bits: Int8 = 0
    var isSigned = true
    try reader.structure { field, reader throws(TablesError) in
      switch field.id {
      case 1: bits = try reader.int8(field)
      case 2: isSigned = try reader.bool(field)
      default: try reader.skip(field)
      }
    }
    return .integer(bits: bits, isSigned: isSigned)
  }
}
