/// Writes tables as PostgreSQL's `COPY … CSV HEADER` does.
///
/// Source: https://www.postgresql.org/docs/current/sql-copy.html
struct CSVText {
  private(set) var bytes: [UInt8]
  private let width: Int

  init(_ header: [String]) {
    bytes = Array((header.joined(separator: ",") + "\n").utf8)
    width = header.count
  }

  /// Adds a row; nil is NULL, which differs from empty text.
  mutating func add(_ fields: [String?]) {
    precondition(fields.count == width, "\(fields.count) fields in a table of \(width)")
    for (index, field) in fields.enumerated() {
      if index > 0 { bytes.append(0x2C) }
      if let field { bytes.append(contentsOf: Self.quoted(field).utf8) }
    }
    bytes.append(0x0A)
  }

  private static func quoted(_ field: String) -> String {
    let needsQuotes =
      field.isEmpty || field.utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
    guard needsQuotes else { return field }
    return "\"" + field.replacing("\"", with: "\"\"") + "\""
  }
}
