extension CSVCell {
  /// The content as text, doubled quotes made single; nil when it is not UTF-8.
  func text(in bytes: [UInt8]) -> String? {
    guard hasDoubledQuotes else {
      guard let text = try? UTF8Span(validating: bytes.span.extracting(range)) else { return nil }
      return String(copying: text)
    }
    var content: [UInt8] = []
    var position = range.lowerBound
    while position < range.upperBound {
      content.append(bytes[position])
      position += bytes[position] == UInt8(ascii: "\"") ? 2 : 1
    }
    return String(validating: content, as: UTF8.self)
  }
}

/// Narrows down the type of a column cell by cell.
struct CSVTypeFinder {
  private var found: ColumnType?
  private var hasNotFinite = false

  /// The type of all cells seen; `.string` when they disagree or all were null.
  var type: ColumnType {
    guard hasNotFinite else { return found ?? .string }
    return found == .double || found == .int64 ? .double : .string
  }

  /// Takes one cell into account.
  mutating func observe(_ cell: CSVCell, in bytes: [UInt8]) {
    if cell.isNull || found == .string { return }
    if cell.isQuoted {
      found = .string
      return
    }
    let content = bytes[cell.range]
    if CSVValue.isNotFinite(content) {
      hasNotFinite = true
    } else {
      found = Self.common(found, CSVValue.type(of: content))
    }
  }

  private static func common(_ known: ColumnType?, _ type: ColumnType) -> ColumnType {
    switch (known, type) {
    case (nil, _): type
    case (type, _): type
    case (.int64, .double), (.double, .int64): .double
    default: .string
    }
  }
}

/// Grows one column from cells of a known type.
struct CSVColumnBuilder {
  private let name: String
  private let type: ColumnType
  private var bools: [Bool] = []
  private var int64s: [Int64] = []
  private var doubles: [Double] = []
  private var strings: [String] = []
  private var validity: [Bool] = []

  init(_ name: String, _ type: ColumnType) {
    self.name = name
    self.type = type
  }

  /// Adds one row.
  mutating func append(_ cell: CSVCell, in bytes: [UInt8], line: Int) throws(TablesError) {
    let content = bytes[cell.range]
    validity.append(!cell.isNull)
    switch type {
    case .bool: bools.append(content.count == "true".utf8.count)
    case .int32, .int64: int64s.append(CSVValue.int64(content) ?? 0)
    case .double: doubles.append(CSVValue.double(content) ?? 0)
    case .timestamp: int64s.append(CSVInstant.milliseconds(content) ?? 0)
    case .string:
      guard let text = cell.text(in: bytes) else {
        throw TablesError.malformed("column “\(name)” is not UTF-8; convert the file")
          .at(.line(line))
      }
      strings.append(text)
    }
  }

  /// The finished column.
  func column() -> Column {
    let values: ColumnValues =
      switch type {
      case .bool: .bool(bools)
      case .int32, .int64: .int64(int64s)
      case .double: .double(doubles)
      case .timestamp: .timestamp(int64s)
      case .string: .string(strings)
      }
    return Column(name, values, validity: validity)
  }
}
