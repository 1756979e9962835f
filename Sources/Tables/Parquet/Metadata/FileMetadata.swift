/// Consecutive rows of all columns.
struct RowGroup: Equatable {
  var columns: [ColumnChunkMetadata]
  var rowCount: Int64
}

extension RowGroup {
  func encode(_ writer: inout CompactWriter, ordinal: Int) {
    writer.structures(1, columns) { $1.encode(&$0) }
    writer.int64(2, columns.reduce(0) { $0 + $1.uncompressedSize })
    writer.int64(3, rowCount)
    if let first = columns.first {
      writer.int64(5, first.dictionaryPageOffset ?? first.dataPageOffset)
    }
    writer.int64(6, columns.reduce(0) { $0 + $1.compressedSize })
    if let ordinal = Int16(exactly: ordinal) { writer.int16(7, ordinal) }
  }

  init(reading reader: inout CompactReader) throws(TablesError) {
    var columns: [ColumnChunkMetadata]?
    var rowCount: Int64?
    try reader.structure { field, reader throws(TablesError) in
      switch field.id {
      case 1:
        columns = try reader.structures(field) { reader throws(TablesError) in
          try ColumnChunkMetadata(reading: &reader)
        }
      case 3: rowCount = try reader.int64(field)
      default: try reader.skip(field)
      }
    }
    guard let columns, let rowCount, rowCount >= 0 else {
      throw .malformed("the metadata of a row group is incomplete")
    }
    self.init(columns: columns, rowCount: rowCount)
  }
}

/// The footer of a file: schema, row groups, free text.
struct FileMetadata: Equatable {
  var schema: [SchemaElement]
  var rowCount: Int64
  var rowGroups: [RowGroup]
  var keyValues: [KeyValue]
  var createdBy: String?

  /// One pair of free text.
  struct KeyValue: Equatable {
    var key: String
    var value: String
  }
}

extension FileMetadata {
  /// The footer's bytes.
  func encoded() -> [UInt8] {
    CompactWriter.structure { writer in
      writer.int32(1, 1)
      writer.structures(2, schema) { $1.encode(&$0) }
      writer.int64(3, rowCount)
      writer.structures(4, Array(rowGroups.enumerated())) { writer, group in
        group.element.encode(&writer, ordinal: group.offset)
      }
      if !keyValues.isEmpty {
        writer.structures(5, keyValues) { writer, pair in
          writer.string(1, pair.key)
          writer.string(2, pair.value)
        }
      }
      if let createdBy { writer.string(6, createdBy) }
      // TypeDefinedOrder for every leaf: without it readers must ignore minimum and maximum.
      writer.structures(7, schema.filter { $0.type != nil }) { writer, _ in
        writer.structure(1) { _ in }
      }
    }
  }

  init(reading reader: inout CompactReader) throws(TablesError) {
    var schema: [SchemaElement]?
    var rowCount: Int64?
    var rowGroups: [RowGroup]?
    var keyValues: [KeyValue] = []
    var createdBy: String?
    try reader.structure { field, reader throws(TablesError) in
      switch field.id {
      case 2:
        schema = try reader.structures(field) { reader throws(TablesError) in
          try SchemaElement(reading: &reader)
        }
      case 3: rowCount = try reader.int64(field)
      case 4:
        rowGroups = try reader.structures(field) { reader throws(TablesError) in
          try RowGroup(reading: &reader)
        }
      case 5:
        keyValues = try reader.structures(field) { reader throws(TablesError) in
          try KeyValue(reading: &reader)
        }
      case 6: createdBy = try reader.string(field)
      default: try reader.skip(field)
      }
    }
    guard let schema, let rowCount, rowCount >= 0, let rowGroups else {
      throw .malformed("the footer is incomplete")
    }
    self.init(
      schema: schema, rowCount: rowCount, rowGroups: rowGroups, keyValues: keyValues,
      createdBy: createdBy)
  }
}

extension FileMetadata.KeyValue {
  fileprivate init(reading reader: inout CompactReader) throws(TablesError) {
    var (key, value) = ("", "")
    try reader.structure { field, reader throws(TablesError) in
      switch field.id {
      case 1: key = try reader.string(field)
      case 2: value = try reader.string(field)
      default: try reader.skip(field)
      }
    }
    self.init(key: key, value: value)
  }
}
