/// The names under which a file's free text describes its table and columns.
enum TableDescription {
  private static let nameKey = "assay.table"
  private static let docKey = "assay.doc"

  private static func key(_ column: String, _ what: String) -> String {
    "assay.column.\(column).\(what)"
  }

  /// The pairs that describe a table: name, doc, and unit and doc of each column.
  static func keyValues(of table: Table) -> [FileMetadata.KeyValue] {
    var pairs = [(nameKey, table.name), (docKey, table.doc)]
    for column in table.columns {
      pairs.append((key(column.name, "unit"), column.unit))
      pairs.append((key(column.name, "doc"), column.doc))
    }
    return pairs.filter { !$0.1.isEmpty }.map { FileMetadata.KeyValue(key: $0.0, value: $0.1) }
  }

  /// The table made of columns, with what the pairs say about it.
  static func table(
    _ columns: [Column], described pairs: [FileMetadata.KeyValue], defaultName: String
  ) -> Table {
    let texts = Dictionary(pairs.map { ($0.key, $0.value) }) { first, _ in first }
    let described = columns.map { column in
      Column(
        column.name, column.values, validity: column.validity,
        unit: texts[key(column.name, "unit")] ?? "", doc: texts[key(column.name, "doc")] ?? "")
    }
    return Table(
      name: texts[nameKey] ?? defaultName, columns: described, doc: texts[docKey] ?? "")
  }
}
