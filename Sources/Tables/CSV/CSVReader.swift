/// Reads CSV files with a header line, and finds the type of each column.
///
/// The type of a column is what all its cells agree on: int64, double, bool, timestamp, else string. A
/// quoted cell is text. An empty cell is a null, `""` an empty string. A column of nulls is a string column. A
/// column without a name, as spreadsheets leave them, is called `column_N` by its position.
package enum CSVReader {
  /// Reads a whole table; its name is the file's.
  ///
  /// - throws: `TablesError` naming the file and the line: ragged rows, open quotes, text that is not UTF-8.
  package static func read(path: String) throws -> Table {
    do {
      let file = try InputFile(path: path)
      let bytes = try file.bytes(at: 0, count: file.size)
      return try read(bytes, name: fileName(path))
    } catch {
      throw error.within(path)
    }
  }

  /// Reads a table from the bytes of a file.
  package static func read(_ bytes: [UInt8], name: String) throws(TablesError) -> Table {
    var scanner = CSVScanner(bytes)
    let names = try header(&scanner)
    guard !names.isEmpty else { return Table(name: name, columns: []) }
    let afterHeader = scanner
    var types = [CSVTypeFinder](repeating: CSVTypeFinder(), count: names.count)
    try forEachRecord(scanner, width: names.count) { cells, _ throws(TablesError) in
      for (index, cell) in cells.enumerated() { types[index].observe(cell, in: bytes) }
    }
    var builders = zip(names, types).map { CSVColumnBuilder($0, $1.type) }
    try forEachRecord(afterHeader, width: names.count) { cells, line throws(TablesError) in
      for (index, cell) in cells.enumerated() {
        try builders[index].append(cell, in: bytes, line: line)
      }
    }
    return Table(name: name, columns: builders.map { $0.column() })
  }

  private static func fileName(_ path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return name.hasSuffix(".csv") ? String(name.dropLast(".csv".count)) : name
  }

  /// The names in the first record; none in an empty file.
  private static func header(_ scanner: inout CSVScanner) throws(TablesError) -> [String] {
    var cells: [CSVCell] = []
    guard try scanner.next(&cells) else { return [] }
    var names: [String] = []
    var seen = Set<[UInt8]>()
    for (index, cell) in cells.enumerated() {
      guard let text = cell.text(in: scanner.bytes) else {
        throw TablesError.malformed("a column name is not UTF-8; convert the file").at(.line(1))
      }
      let name = text.isEmpty ? "column_\(index + 1)" : text
      guard seen.insert(Array(name.utf8)).inserted else {
        throw TablesError.malformed("two columns are named “\(name)”; rename one").at(.line(1))
      }
      names.append(name)
    }
    return names
  }

  private static func forEachRecord(
    _ start: CSVScanner, width: Int,
    _ body: ([CSVCell], _ line: Int) throws(TablesError) -> Void
  ) throws(TablesError) {
    var scanner = start
    var cells: [CSVCell] = []
    while true {
      let line = scanner.line
      // In a table of one column an empty line is a null; elsewhere only the last lines may be empty.
      let atBlank = width > 1 && scanner.isAtLineEnd
      if atBlank, scanner.isAtEnd { return }
      guard try scanner.next(&cells) else { return }
      guard cells.count == width else {
        throw TablesError.malformed(
          "\(cells.count) cells where the header has \(width); quote cells that contain commas"
        ).at(.line(line))
      }
      try body(cells, line)
    }
  }
}
