/// Grows one column of a table from decoded pages.
///
/// It keeps an array for each type rather than one enum, since arrays inside an enum are copied when they grow.
struct ColumnBuilder {
  private let leaf: LeafType
  private var bools: [Bool] = []
  private var int32s: [Int32] = []
  private var int64s: [Int64] = []
  private var doubles: [Double] = []
  private var strings: [String] = []
  /// Nil until the first null.
  private var validity: [Bool]?
  private var rowCount = 0

  /// Takes memory for the rows at once; the caller has checked that they fit.
  init(_ leaf: LeafType, rowCount: Int) {
    self.leaf = leaf
    switch leaf.meaning {
    case .bool: bools.reserveCapacity(rowCount)
    case .int32: int32s.reserveCapacity(rowCount)
    case .float, .double: doubles.reserveCapacity(rowCount)
    case .string: strings.reserveCapacity(rowCount)
    default: int64s.reserveCapacity(rowCount)
    }
  }

  /// Adds the rows of one page: a value for each row that is valid.
  mutating func append(_ values: ColumnValues, validity page: [Bool]?, rowCount pageRows: Int) {
    switch values {
    case .bool(let values): Self.append(values, page, to: &bools, null: false)
    case .int32(let values): Self.append(values, page, to: &int32s, null: 0)
    case .int64(let values), .timestamp(let values):
      Self.append(values, page, to: &int64s, null: 0)
    case .double(let values): Self.append(values, page, to: &doubles, null: 0)
    case .string(let values): Self.append(values, page, to: &strings, null: "")
    }
    appendValidity(page, rowCount: pageRows)
  }

  /// Adds the rows of one page: a place in the dictionary for each row that is valid.
  ///
  /// - precondition: every index is below the count of the dictionary.
  mutating func append(
    _ indices: [UInt32], of dictionary: ColumnValues, validity page: [Bool]?, rowCount: Int
  ) {
    switch dictionary {
    case .bool(let values): Self.append(indices, of: values, page, to: &bools, null: false)
    case .int32(let values): Self.append(indices, of: values, page, to: &int32s, null: 0)
    case .int64(let values), .timestamp(let values):
      Self.append(indices, of: values, page, to: &int64s, null: 0)
    case .double(let values): Self.append(indices, of: values, page, to: &doubles, null: 0)
    case .string(let values): Self.append(indices, of: values, page, to: &strings, null: "")
    }
    appendValidity(page, rowCount: rowCount)
  }

  /// The finished column.
  func column() -> Column {
    let values: ColumnValues =
      switch leaf.meaning {
      case .bool: .bool(bools)
      case .int32: .int32(int32s)
      case .int64, .uint32, .uint64: .int64(int64s)
      case .float, .double: .double(doubles)
      case .string: .string(strings)
      case .date, .timestamp: .timestamp(int64s)
      }
    return Column(leaf.name, values, validity: validity)
  }

  private mutating func appendValidity(_ page: [Bool]?, rowCount pageRows: Int) {
    if page != nil, validity == nil { validity = Array(repeating: true, count: rowCount) }
    if validity != nil {
      validity?.append(contentsOf: page ?? Array(repeating: true, count: pageRows))
    }
    rowCount += pageRows
  }

  private static func append<Value>(
    _ values: [Value], _ validity: [Bool]?, to output: inout [Value], null: Value
  ) {
    guard let validity else {
      output.append(contentsOf: values)
      return
    }
    let start = output.count
    output.append(contentsOf: repeatElement(null, count: validity.count))
    var rows = output.mutableSpan
    var next = 0
    for row in validity.indices where validity[row] {
      rows[start + row] = values[next]
      next += 1
    }
  }

  private static func append<Value>(
    _ indices: [UInt32], of dictionary: [Value], _ validity: [Bool]?, to output: inout [Value],
    null: Value
  ) {
    let start = output.count
    output.append(contentsOf: repeatElement(null, count: validity?.count ?? indices.count))
    var rows = output.mutableSpan
    guard let validity else {
      for row in indices.indices { rows[start + row] = dictionary[Int(indices[row])] }
      return
    }
    var next = 0
    for row in validity.indices where validity[row] {
      rows[start + row] = dictionary[Int(indices[next])]
      next += 1
    }
  }
}
