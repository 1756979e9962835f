/// Columns of equal length under one name.
package struct Table: Sendable, Equatable {
  package let name: String
  package let columns: [Column]
  /// One sentence on what a row is; may be empty.
  package let doc: String

  /// Makes a table.
  ///
  /// - precondition: the columns are equally long and their names differ.
  package init(name: String, columns: [Column], doc: String = "") {
    var names = Set<[UInt8]>()
    for column in columns {
      precondition(
        column.count == columns[0].count,
        "table \(name): column \(column.name) has \(column.count) rows, not \(columns[0].count)")
      precondition(
        names.insert(Array(column.name.utf8)).inserted,
        "table \(name): two columns named \(column.name)")
    }
    self.name = name
    self.columns = columns
    self.doc = doc
  }

  /// The number of rows; 0 without columns.
  package var rowCount: Int { columns.first?.count ?? 0 }

  /// The column of a name; nil when there is none.
  package subscript(name: String) -> Column? { columns.first { $0.name == name } }
}

extension Table {
  /// The rows at the given indices, in the given order; an index may repeat.
  ///
  /// - precondition: every index is below `rowCount`.
  package func filtered(rows: [Int]) -> Table {
    Table(name: name, columns: columns.map { $0.filtered(rows: rows) }, doc: doc)
  }

  /// The rows of this table followed by those of another with the same columns.
  ///
  /// - precondition: names and types of the columns agree, in order.
  package func concatenated(_ other: Table) -> Table {
    precondition(
      columns.map(\.name) == other.columns.map(\.name),
      "tables \(name) and \(other.name) have different columns")
    let joined = zip(columns, other.columns).map { $0.concatenated($1) }
    return Table(name: name, columns: joined, doc: doc)
  }
}

extension Column {
  /// The rows at the given indices, in the given order.
  package func filtered(rows: [Int]) -> Column {
    let picked: ColumnValues =
      switch values {
      case .bool(let values): .bool(rows.map { values[$0] })
      case .int32(let values): .int32(rows.map { values[$0] })
      case .int64(let values): .int64(rows.map { values[$0] })
      case .double(let values): .double(rows.map { values[$0] })
      case .string(let values): .string(rows.map { values[$0] })
      case .timestamp(let values): .timestamp(rows.map { values[$0] })
      }
    let pickedValidity = validity.map { validity in rows.map { validity[$0] } }
    return Column(name, picked, validity: pickedValidity, unit: unit, doc: doc)
  }

  /// The rows of this column followed by those of another of the same type.
  package func concatenated(_ other: Column) -> Column {
    let joined: ColumnValues =
      switch (values, other.values) {
      case (.bool(let left), .bool(let right)): .bool(left + right)
      case (.int32(let left), .int32(let right)): .int32(left + right)
      case (.int64(let left), .int64(let right)): .int64(left + right)
      case (.double(let left), .double(let right)): .double(left + right)
      case (.string(let left), .string(let right)): .string(left + right)
      case (.timestamp(let left), .timestamp(let right)): .timestamp(left + right)
      default:
        preconditionFailure("column \(name): \(type.rawValue) and \(other.type.rawValue)")
      }
    let everyValidity: [Bool]? =
      validity == nil && other.validity == nil
      ? nil
      : (validity ?? Array(repeating: true, count: count))
        + (other.validity ?? Array(repeating: true, count: other.count))
    return Column(name, joined, validity: everyValidity, unit: unit, doc: doc)
  }
}
