import Tables

extension Table {
  /// One table with the rows of several, in their order.
  ///
  /// - Precondition: all have the same columns with the same types.
  static func concatenated(_ tables: [Table], name: String, doc: String) -> Table? {
    guard let first = tables.first else { return nil }
    let columns = first.columns.indices.map { index in
      Column.concatenated(tables.map { $0.columns[index] })
    }
    return Table(name: name, columns: columns, doc: doc)
  }
}

extension Column {
  fileprivate static func concatenated(_ parts: [Column]) -> Column {
    let first = parts[0]
    precondition(
      parts.allSatisfy { $0.name == first.name }, "columns differ: \(parts.map(\.name))")
    let hasMissing = parts.contains { $0.validity != nil }
    let validity =
      hasMissing
      ? parts.flatMap { $0.validity ?? [Bool](repeating: true, count: $0.count) } : nil
    return Column(
      first.name, .concatenated(parts.map(\.values)), validity: validity, unit: first.unit,
      doc: first.doc)
  }
}

extension ColumnValues {
  fileprivate static func concatenated(_ parts: [ColumnValues]) -> ColumnValues {
    switch parts[0] {
    case .bool: .bool(parts.flatMap(\.bools))
    case .int32: .int32(parts.flatMap(\.int32s))
    case .int64: .int64(parts.flatMap(\.int64s))
    case .double: .double(parts.flatMap(\.doubles))
    case .string: .string(parts.flatMap(\.strings))
    case .timestamp: .timestamp(parts.flatMap(\.timestamps))
    }
  }

  private var bools: [Bool] {
    guard case .bool(let values) = self else { preconditionFailure("a column changes its type") }
    return values
  }

  private var int32s: [Int32] {
    guard case .int32(let values) = self else { preconditionFailure("a column changes its type") }
    return values
  }

  private var int64s: [Int64] {
    guard case .int64(let values) = self else { preconditionFailure("a column changes its type") }
    return values
  }

  private var doubles: [Double] {
    guard case .double(let values) = self else { preconditionFailure("a column changes its type") }
    return values
  }

  private var strings: [String] {
    guard case .string(let values) = self else { preconditionFailure("a column changes its type") }
    return values
  }

  private var timestamps: [Int64] {
    guard case .timestamp(let values) = self else {
      preconditionFailure("a column changes its type")
    }
    return values
  }
}
