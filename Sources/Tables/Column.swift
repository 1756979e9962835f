/// The values of one column, by type. Rows that are null hold any value, usually zero.
package enum ColumnValues: Sendable, Equatable {
  case bool([Bool])
  case int32([Int32])
  case int64([Int64])
  case double([Double])
  case string([String])
  /// Milliseconds since 1970-01-01T00:00:00Z.
  case timestamp([Int64])

  /// The number of rows.
  package var count: Int {
    switch self {
    case .bool(let values): values.count
    case .int32(let values): values.count
    case .int64(let values), .timestamp(let values): values.count
    case .double(let values): values.count
    case .string(let values): values.count
    }
  }

  /// The type without the values.
  package var type: ColumnType {
    switch self {
    case .bool: .bool
    case .int32: .int32
    case .int64: .int64
    case .double: .double
    case .string: .string
    case .timestamp: .timestamp
    }
  }
}

/// The type of a column's values.
package enum ColumnType: String, Sendable, CaseIterable {
  case bool, int32, int64, double, string, timestamp
}

/// A named column: values of one type, and which of them are there.
package struct Column: Sendable {
  package var name: String
  package var values: ColumnValues
  /// False where a row is null; nil when every row has a value.
  package var validity: [Bool]?
  /// The unit of the values, such as `days`; empty when there is none.
  package var unit: String
  /// One sentence on what the column holds; may be empty.
  package var doc: String

  /// Makes a column; a validity without any false is kept as nil.
  ///
  /// - precondition: `validity` is as long as `values`.
  package init(
    _ name: String, _ values: ColumnValues, validity: [Bool]? = nil, unit: String = "",
    doc: String = ""
  ) {
    if let validity {
      precondition(
        validity.count == values.count,
        "column \(name): \(validity.count) validity bits for \(values.count) values")
    }
    self.name = name
    self.values = values
    self.validity = validity?.contains(false) == true ? validity : nil
    self.unit = unit
    self.doc = doc
  }

  /// The number of rows.
  package var count: Int { values.count }

  /// The type of the values.
  package var type: ColumnType { values.type }

  /// The number of null rows.
  package var nullCount: Int { validity?.count { !$0 } ?? 0 }

  /// Whether a row has a value.
  package func isValid(_ row: Int) -> Bool { validity?[row] ?? true }
}

extension Column: Equatable {
  /// Equal name, unit, doc, type, nulls, and values in the rows that have one.
  ///
  /// Doubles are compared by bits, so that NaN equals itself and -0 differs from 0; strings byte by byte.
  package static func == (left: Column, right: Column) -> Bool {
    left.name == right.name && left.unit == right.unit && left.doc == right.doc
      && left.validity == right.validity && left.hasSameValues(as: right)
  }

  private func hasSameValues(as other: Column) -> Bool {
    switch (values, other.values) {
    case (.bool(let left), .bool(let right)): same(left, right, ==)
    case (.int32(let left), .int32(let right)): same(left, right, ==)
    case (.int64(let left), .int64(let right)): same(left, right, ==)
    case (.timestamp(let left), .timestamp(let right)): same(left, right, ==)
    case (.double(let left), .double(let right)):
      same(left, right) { $0.bitPattern == $1.bitPattern }
    case (.string(let left), .string(let right)):
      same(left, right) { $0.utf8.elementsEqual($1.utf8) }
    default: false
    }
  }

  private func same<Value>(
    _ left: [Value], _ right: [Value], _ areEqual: (Value, Value) -> Bool
  ) -> Bool {
    left.count == right.count
      && left.indices.allSatisfy { !isValid($0) || areEqual(left[$0], right[$0]) }
  }
}
