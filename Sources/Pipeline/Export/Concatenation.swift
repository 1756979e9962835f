import Tables

extension Table {
  /// One table with the rows of several, in their order.
  ///
  /// - Throws: `PipelineError(.missingArtefact)` unless all have the same columns with the same types.
  static func concatenated(_ tables: [Table], name: String, doc: String) throws -> Table? {
    guard let first = tables.first else { return nil }
    guard tables.allSatisfy({ $0.shape == first.shape }) else {
      throw PipelineError(
        .missingArtefact,
        "the tables \(name) of the ecosystems have different columns: they were written by different versions; run the stages again for all ecosystems"
      )
    }
    let columns = first.columns.indices.map { index in
      Column.concatenated(tables.map { $0.columns[index] })
    }
    return Table(name: name, columns: columns, doc: doc)
  }
}

extension Table {
  /// Names and types of the columns.
  fileprivate var shape: [String] { columns.map { "\($0.name) \($0.values.typeName)" } }
}

extension Column {
  fileprivate static func concatenated(_ parts: [Column]) -> Column {
    let first = parts[0]
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
  fileprivate var typeName: String {
    switch self {
    case .bool: "bool"
    case .int32: "int32"
    case .int64: "int64"
    case .double: "double"
    case .string: "string"
    case .timestamp: "timestamp"
    }
  }

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
