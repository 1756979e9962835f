/// Writes tables as Parquet files: flat, zstd, dictionary or PLAIN, the same bytes for the same table.
///
/// Every column is optional, so that files of different nights have one schema.
/// Source: https://parquet.apache.org/docs/file-format/
package enum ParquetWriter {
  /// Rows of a row group, the unit that readers work on in parallel and skip by statistics.
  static let rowGroupSize = 1 << 20
  /// Level 1 is what Arrow takes: higher ones save a few percent and cost several times the time.
  static let compressionLevel: Int32 = 1
  /// What wrote the file, in the form that readers parse.
  static let createdBy = "assay version 0.1.0 (build 1)"
  /// The first and the last four bytes of a file.
  static let magic = Array("PAR1".utf8)

  /// Writes a table under a temporary name and renames it when complete.
  ///
  /// `keyValues` go into the footer after the pairs that describe the table.
  ///
  /// - throws: `TablesError`: `.noSpace`, `.cannotWrite`, or `.tooLarge` for a value above 2 GiB.
  package static func write(
    _ table: Table, to path: String, keyValues: [(String, String)] = []
  ) throws {
    try write(table, to: path, keyValues: keyValues, rowGroupSize: rowGroupSize)
  }

  /// Writes a table with row groups of a given size.
  package static func write(
    _ table: Table, to path: String, keyValues: [(String, String)] = [], rowGroupSize: Int
  ) throws {
    precondition(rowGroupSize > 0, "a row group holds at least one row, not \(rowGroupSize)")
    do {
      let file = try AtomicFile(path: path)
      try file.write(magic)
      var rowGroups: [RowGroup] = []
      for start in stride(from: 0, to: table.rowCount, by: rowGroupSize) {
        let rows = start..<min(table.rowCount, start + rowGroupSize)
        rowGroups.append(try writeRowGroup(table, rows: rows, to: file))
      }
      try writeFooter(table, rowGroups: rowGroups, keyValues: keyValues, to: file)
      try file.commit()
    } catch {
      throw error.within(path)
    }
  }

  private static func writeRowGroup(
    _ table: Table, rows: Range<Int>, to file: AtomicFile
  ) throws(TablesError) -> RowGroup {
    let chunks = try ConcurrentColumns.map(count: table.columns.count) {
      index throws(TablesError) in
      try ChunkEncoder.encode(
        table.columns[index], rows: rows, with: ZstdCompressor(level: compressionLevel))
    }
    var columns: [ColumnChunkMetadata] = []
    for (column, chunk) in zip(table.columns, chunks) {
      columns.append(metadata(of: chunk, column: column, offset: file.offset))
      try file.write(chunk.bytes)
    }
    return RowGroup(columns: columns, rowCount: Int64(rows.count))
  }

  private static func metadata(
    of chunk: EncodedChunk, column: Column, offset: Int
  ) -> ColumnChunkMetadata {
    ColumnChunkMetadata(
      type: column.type.schemaElement(named: column.name).type ?? 0,
      encodings: chunk.encodings.map(\.rawValue), path: [column.name],
      codec: Codec.zstd.rawValue, valueCount: Int64(chunk.rowCount),
      uncompressedSize: Int64(chunk.uncompressedSize), compressedSize: Int64(chunk.bytes.count),
      dataPageOffset: Int64(offset + (chunk.dictionaryPageSize ?? 0)),
      dictionaryPageOffset: chunk.dictionaryPageSize.map { _ in Int64(offset) },
      statistics: chunk.statistics)
  }

  private static func writeFooter(
    _ table: Table, rowGroups: [RowGroup], keyValues: [(String, String)], to file: AtomicFile
  ) throws(TablesError) {
    let metadata = FileMetadata(
      schema: [.root(childCount: table.columns.count)]
        + table.columns.map { $0.type.schemaElement(named: $0.name) },
      rowCount: Int64(table.rowCount), rowGroups: rowGroups,
      keyValues: TableDescription.keyValues(of: table)
        + keyValues.map { FileMetadata.KeyValue(key: $0.0, value: $0.1) },
      createdBy: createdBy)
    var footer = metadata.encoded()
    footer.appendLittleEndian(UInt32(footer.count))
    footer.append(contentsOf: magic)
    try file.write(footer)
  }
}

extension ColumnType {
  /// How the format stores and annotates the type.
  ///
  /// Source: https://github.com/apache/parquet-format/blob/master/LogicalTypes.md
  func schemaElement(named name: String) -> SchemaElement {
    func element(
      _ type: PhysicalType, _ converted: ConvertedType? = nil, _ logical: LogicalType? = nil
    ) -> SchemaElement {
      SchemaElement(
        name: name, type: type.rawValue, repetition: Repetition.optional.rawValue,
        convertedType: converted?.rawValue, logicalType: logical)
    }
    return switch self {
    case .bool: element(.boolean)
    case .int32: element(.int32)
    case .int64: element(.int64)
    case .double: element(.double)
    case .string: element(.byteArray, .utf8, .string)
    case .timestamp:
      element(.int64, .timestampMillis, .timestamp(unitsPerSecond: 1000, isUTC: true))
    }
  }
}
