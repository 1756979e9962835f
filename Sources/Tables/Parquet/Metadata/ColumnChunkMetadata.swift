/// Bounds of the values of one column chunk, in PLAIN encoding without length prefix.
struct Statistics: Equatable {
  var nullCount: Int64?
  /// A lower bound; nil when there is no value to bound.
  var minimum: [UInt8]?
  /// An upper bound; nil when there is no value to bound.
  var maximum: [UInt8]?
}

extension Statistics {
  func encode(_ writer: inout CompactWriter) {
    if let nullCount { writer.int64(3, nullCount) }
    if let maximum { writer.binary(5, maximum) }
    if let minimum { writer.binary(6, minimum) }
    if maximum != nil { writer.bool(7, true) }
    if minimum != nil { writer.bool(8, true) }
  }
}

/// Where the pages of one column in one row group are, and how they are made.
struct ColumnChunkMetadata: Equatable {
  var type: Int32
  var encodings: [Int32] = []
  var path: [String] = []
  var codec: Int32
  /// Values including nulls.
  var valueCount: Int64
  var uncompressedSize: Int64 = 0
  var compressedSize: Int64
  var dataPageOffset: Int64
  var dictionaryPageOffset: Int64?
  /// Written, not read: bounds from outside are not needed to read a table whole.
  var statistics: Statistics?
}

extension ColumnChunkMetadata {
  func encode(_ writer: inout CompactWriter) {
    // Offset 0 is what the format asks for since the field was deprecated.
    writer.int64(2, 0)
    writer.structure(3) { writer in
      writer.int32(1, type)
      writer.int32s(2, encodings)
      writer.strings(3, path)
      writer.int32(4, codec)
      writer.int64(5, valueCount)
      writer.int64(6, uncompressedSize)
      writer.int64(7, compressedSize)
      writer.int64(9, dataPageOffset)
      if let dictionaryPageOffset { writer.int64(11, dictionaryPageOffset) }
      if let statistics { writer.structure(12) { statistics.encode(&$0) } }
    }
  }

  /// Reads a column chunk with its metadata, which must be in the same file.
  init(reading reader: inout CompactReader) throws(TablesError) {
    var metadata: ColumnChunkMetadata?
    try reader.structure { field, reader throws(TablesError) in
      switch field.id {
      case 1:
        _ = try reader.string(field)
        throw .unsupported("a column lives in another file; merge the files first")
      case 3 where field.type == .structure:
        metadata = try Self.metadata(&reader)
      default: try reader.skip(field)
      }
    }
    guard let metadata else { throw .malformed("a column chunk has no metadata") }
    self = metadata
  }

  private static func metadata(
    _ reader: inout CompactReader
  ) throws(TablesError) -> ColumnChunkMetadata {
    var type: Int32?
    var codec: Int32?
    var valueCount: Int64?
    var uncompressedSize: Int64?
    var compressedSize: Int64?
    var dataPageOffset: Int64?
    var dictionaryPageOffset: Int64?
    try reader.structure { field, reader throws(TablesError) in
      switch field.id {
      case 1: type = try reader.int32(field)
      case 4: codec = try reader.int32(field)
      case 5: valueCount = try reader.int64(field)
      case 6: uncompressedSize = try reader.int64(field)
      case 7: compressedSize = try reader.int64(field)
      case 9: dataPageOffset = try reader.int64(field)
      case 11: dictionaryPageOffset = try reader.int64(field)
      default: try reader.skip(field)
      }
    }
    guard let type, let codec, let valueCount, let uncompressedSize, let compressedSize,
      let dataPageOffset
    else {
      throw .malformed("the metadata of a column chunk is incomplete")
    }
    return ColumnChunkMetadata(
      type: type, codec: codec, valueCount: valueCount, uncompressedSize: uncompressedSize,
      compressedSize: compressedSize,
      dataPageOffset: dataPageOffset, dictionaryPageOffset: dictionaryPageOffset)
  }
}
