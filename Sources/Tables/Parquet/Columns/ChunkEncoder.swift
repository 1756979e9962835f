/// The pages of one column in one row group, ready to be placed in a file.
struct EncodedChunk {
  var bytes: [UInt8]
  /// Bytes of the dictionary page, which comes first; nil without one.
  var dictionaryPageSize: Int?
  var uncompressedSize: Int
  var encodings: [Encoding]
  var statistics: Statistics
  var rowCount: Int
}

/// Turns rows of one column into pages.
struct ChunkEncoder {
  /// Bytes of values after which a page ends.
  static let pageSize = 1 << 20

  private let compressor: ZstdCompressor
  private var bytes: [UInt8] = []
  private var uncompressedSize = 0

  private init(_ compressor: ZstdCompressor) { self.compressor = compressor }

  /// Encodes the rows of a column, by dictionary where that is smaller.
  static func encode(
    _ column: Column, rows: Range<Int>, with compressor: ZstdCompressor
  ) throws(TablesError) -> EncodedChunk {
    let validity = nulls(of: column, in: rows)
    let values = DenseValues(column.values, rows: rows, validity: validity)
    let dictionary = DictionaryEncoding(values)
    var encoder = ChunkEncoder(compressor)
    if let dictionary { try encoder.appendDictionaryPage(dictionary.dictionary) }
    let dictionaryPageSize = dictionary == nil ? nil : encoder.bytes.count
    let payload: PagePayload = dictionary.map { .indices($0) } ?? .plain(values)
    try encoder.appendDataPages(payload, validity: validity, rowCount: rows.count)
    return EncodedChunk(
      bytes: encoder.bytes, dictionaryPageSize: dictionaryPageSize,
      uncompressedSize: encoder.uncompressedSize,
      encodings: dictionary == nil ? [.plain, .rle] : [.plain, .rle, .rleDictionary],
      statistics: Statistics(
        dictionary?.dictionary ?? values, type: column.type, nullCount: rows.count - values.count),
      rowCount: rows.count)
  }

  /// The validity of the rows; nil when all are valid.
  private static func nulls(of column: Column, in rows: Range<Int>) -> ArraySlice<Bool>? {
    guard let validity = column.validity?[rows], validity.contains(false) else { return nil }
    return validity
  }

  private mutating func appendDictionaryPage(_ values: DenseValues) throws(TablesError) {
    var body: [UInt8] = []
    values.appendPlain(0..<values.count, to: &body)
    try appendPage(
      body,
      .dictionary(valueCount: Int32(values.count), encoding: Encoding.plain.rawValue))
  }

  private mutating func appendDataPages(
    _ payload: PagePayload, validity: ArraySlice<Bool>?, rowCount: Int
  ) throws(TablesError) {
    var row = 0
    var value = 0
    var body: [UInt8] = []
    while row < rowCount {
      let wanted = payload.pageEnd(from: value, pageSize: Self.pageSize) - value
      let levels = PageLevels(validity, from: row, valueCount: max(1, wanted), rowCount: rowCount)
      body.removeAll(keepingCapacity: true)
      levels.append(to: &body)
      payload.append(value..<value + levels.valueCount, to: &body)
      try appendPage(
        body,
        .data(
          valueCount: Int32(levels.rowCount), encoding: payload.encoding.rawValue,
          levelEncoding: Encoding.rle.rawValue))
      row += levels.rowCount
      value += levels.valueCount
    }
  }

  private mutating func appendPage(
    _ body: [UInt8], _ content: PageHeader.Content
  ) throws(TablesError) {
    let compressed = try compressor.compress(body)
    guard let size = Int32(exactly: body.count), let stored = Int32(exactly: compressed.count)
    else {
      throw .tooLarge("a value of more than 2 GiB does not fit a page; shorten it")
    }
    let header = PageHeader(uncompressedSize: size, compressedSize: stored, content: content)
      .encoded()
    bytes.append(contentsOf: header)
    bytes.append(contentsOf: compressed)
    uncompressedSize += header.count + body.count
  }
}
