/// Reads flat Parquet files: those of `ParquetWriter`, and plain ones of Arrow, DuckDB and Polars.
///
/// Pages of both versions, PLAIN and dictionary, zstd or uncompressed. Files may be hostile: whatever
/// they hold, the result is a table or an error, and memory is bounded by `MemoryBudget`.
package enum ParquetReader {
  /// A footer above this size is refused.
  static let maximumFooterSize = 64 << 20
  /// More columns than this are refused.
  static let maximumColumnCount = 20_000

  /// Reads a whole table; its name is the file's where the footer says none.
  ///
  /// - parameter names: the columns to read, in the file's order; nil reads all, unknown ones are left out.
  /// - throws: `TablesError` naming the file and, where there is one, the column.
  package static func read(path: String, columns names: Set<String>? = nil) throws -> Table {
    do {
      let file = try InputFile(path: path)
      let metadata = try footer(of: file)
      let columns = try readColumns(file, metadata, only: names)
      return TableDescription.table(
        columns, described: metadata.keyValues, defaultName: fileName(path))
    } catch {
      throw error.within(path)
    }
  }

  /// The free text of the footer, in order, including what describes the table.
  package static func keyValues(path: String) throws -> [(key: String, value: String)] {
    do {
      return try footer(of: InputFile(path: path)).keyValues.map { ($0.key, $0.value) }
    } catch {
      throw error.within(path)
    }
  }

  private static func fileName(_ path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return name.hasSuffix(".parquet") ? String(name.dropLast(".parquet".count)) : name
  }
}

extension ParquetReader {
  /// Reads the footer: metadata, its length in four bytes, magic.
  private static func footer(of file: InputFile) throws(TablesError) -> FileMetadata {
    let magic = ParquetWriter.magic
    guard file.size >= 12, try file.bytes(at: 0, count: 4) == magic else {
      throw .malformed("not a Parquet file: it does not start with PAR1")
    }
    let tail = try file.bytes(at: file.size - 8, count: 8)
    guard Array(tail[4...]) == magic, let length = tail.littleEndian(at: 0, end: 4) else {
      throw .malformed("not a complete Parquet file: it does not end with PAR1; fetch it again")
    }
    guard Int(length) <= file.size - 12 else { throw .malformed("the footer exceeds the file") }
    guard Int(length) <= maximumFooterSize else {
      throw .tooLarge("a footer of \(length) bytes; split the file")
    }
    let bytes = try file.bytes(at: file.size - 8 - Int(length), count: Int(length))
    var reader = CompactReader(bytes, in: 0..<bytes.count)
    return try FileMetadata(reading: &reader)
  }

  /// Compares the row counts of file, row groups and column chunks.
  private static func checkRows(_ metadata: FileMetadata) throws(TablesError) {
    var remaining = metadata.rowCount
    for group in metadata.rowGroups {
      guard group.rowCount <= remaining else {
        throw .malformed("the row groups have more rows than the file")
      }
      remaining -= group.rowCount
      guard group.columns.count == metadata.schema.count - 1 else {
        throw .malformed("a row group has \(group.columns.count) columns, not the schema's")
      }
      guard group.columns.allSatisfy({ $0.valueCount == group.rowCount }) else {
        throw .malformed("a column has more or fewer rows than its row group")
      }
    }
    guard remaining == 0 else { throw .malformed("the row groups have fewer rows than the file") }
  }

  private static func leaves(_ schema: [SchemaElement]) throws(TablesError) -> [LeafType] {
    guard let root = schema.first, schema.count - 1 <= maximumColumnCount else {
      throw .tooLarge("no schema, or more than \(maximumColumnCount) columns")
    }
    var leaves: [LeafType] = []
    var names = Set<[UInt8]>()
    for element in schema.dropFirst() {
      let leaf = try LeafType(element)
      guard names.insert(Array(leaf.name.utf8)).inserted else {
        throw .malformed("two columns are named “\(leaf.name)”")
      }
      leaves.append(leaf)
    }
    guard Int(root.childCount ?? 0) == leaves.count else {
      throw .malformed("the schema has \(leaves.count) columns and claims another number")
    }
    return leaves
  }

  private static func readColumns(
    _ file: InputFile, _ metadata: FileMetadata, only names: Set<String>?
  ) throws(TablesError) -> [Column] {
    let leaves = try leaves(metadata.schema)
    try checkRows(metadata)
    let wanted = leaves.indices.filter { names?.contains(leaves[$0].name) ?? true }
    var budget = MemoryBudget(fileSize: file.size)
    guard let rowCount = Int(exactly: metadata.rowCount) else { throw .tooLarge("too many rows") }
    for index in wanted {
      try budget.take(
        leaves[index], rowCount: rowCount, chunks: metadata.rowGroups.map { $0.columns[index] })
    }
    return try ConcurrentColumns.map(count: wanted.count) { place throws(TablesError) in
      try readColumn(wanted[place], leaves[wanted[place]], of: file, metadata)
    }
  }

  private static func readColumn(
    _ index: Int, _ leaf: LeafType, of file: InputFile, _ metadata: FileMetadata
  ) throws(TablesError) -> Column {
    let decompressor = ZstdDecompressor()
    var builder = ColumnBuilder(leaf, rowCount: Int(metadata.rowCount))
    for group in metadata.rowGroups {
      do {
        try readChunk(
          file, group.columns[index], leaf, decompressor, into: &builder)
      } catch {
        throw error.at(.column(leaf.name))
      }
    }
    return builder.column()
  }

  private static func readChunk(
    _ file: InputFile, _ chunk: ColumnChunkMetadata, _ leaf: LeafType,
    _ decompressor: ZstdDecompressor, into builder: inout ColumnBuilder
  ) throws(TablesError) {
    guard chunk.type == leaf.physical.rawValue else {
      throw .malformed("a column chunk has another type than the schema")
    }
    guard let codec = Codec(rawValue: chunk.codec), codec == .zstd || codec == .uncompressed else {
      let name = Codec(rawValue: chunk.codec).map { "\($0)" } ?? "\(chunk.codec)"
      throw .unsupported("compression \(name); write the file with zstd or uncompressed")
    }
    // Some writers leave the dictionary's offset 0 when there is none.
    let dictionary = chunk.dictionaryPageOffset.flatMap { $0 > 0 ? $0 : nil }
    let start = min(chunk.dataPageOffset, dictionary ?? chunk.dataPageOffset)
    guard let offset = Int(exactly: start), let size = Int(exactly: chunk.compressedSize) else {
      throw .malformed("a column chunk lies outside the file")
    }
    let bytes = try file.bytes(at: offset, count: size)
    var decoder = ChunkDecoder(bytes, chunk, leaf: leaf, codec: codec, decompressor: decompressor)
    try decoder.decode(rowCount: Int(chunk.valueCount), into: &builder)
  }
}
