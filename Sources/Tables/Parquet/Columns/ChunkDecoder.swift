/// Turns the pages of one column chunk, which may be hostile, into rows of a column.
struct ChunkDecoder {
  /// A dictionary above this size is refused; writers stop at about 1 MiB.
  static let maximumDictionarySize = 64 << 20

  private let leaf: LeafType
  private let codec: Codec
  private let chunk: [UInt8]
  private let decompressor: ZstdDecompressor
  private var dictionary: ColumnValues?

  /// Bytes that further pages may have, by the claim of the footer.
  private var remainingSize: Int

  /// Prepares to read the bytes of a chunk.
  init(
    _ chunk: [UInt8], _ metadata: ColumnChunkMetadata, leaf: LeafType, codec: Codec,
    decompressor: ZstdDecompressor
  ) {
    self.chunk = chunk
    self.leaf = leaf
    self.codec = codec
    self.decompressor = decompressor
    remainingSize = metadata.pagesSize
  }

  /// Decodes exactly `rowCount` rows into the builder.
  mutating func decode(
    rowCount: Int, into builder: inout ColumnBuilder
  ) throws(TablesError) {
    var position = 0
    var rows = 0
    while rows < rowCount {
      var reader = CompactReader(chunk, in: position..<chunk.count)
      let header = try PageHeader(reading: &reader)
      guard Int(header.compressedSize) <= chunk.count - reader.position else {
        throw .malformed("a page is longer than its column chunk")
      }
      let body = reader.position..<reader.position + Int(header.compressedSize)
      position = body.upperBound
      remainingSize -= Int(header.uncompressedSize)
      guard remainingSize >= 0 else {
        throw .malformed("the pages of a column are larger than the footer says")
      }
      rows += try page(header, body, remaining: rowCount - rows, into: &builder)
    }
  }

  /// Decodes one page and returns its rows, 0 for a page without data.
  private mutating func page(
    _ header: PageHeader, _ body: Range<Int>, remaining: Int, into builder: inout ColumnBuilder
  ) throws(TablesError) -> Int {
    switch header.content {
    case .other: return 0
    case .dictionary(let count, let encoding):
      try readDictionary(header, body, count: Int(count), encoding: encoding)
      return 0
    case .data(let count, let encoding, let levelEncoding):
      let rows = try Self.checked(count, remaining: remaining)
      var page = try decompress(body, size: Int(header.uncompressedSize))
      var validity: [Bool]?
      if leaf.isOptional {
        guard levelEncoding == Encoding.rle.rawValue else {
          throw .unsupported("levels in encoding \(levelEncoding); write the file anew")
        }
        validity = try page.takeLevels(count: rows)
      }
      try append(page, encoding: encoding, validity: validity, rowCount: rows, to: &builder)
      return rows
    case .dataV2(let content):
      let rows = try Self.checked(content.valueCount, remaining: remaining)
      try appendV2(header, content, body, rowCount: rows, to: &builder)
      return rows
    }
  }

  private static func checked(_ count: Int32, remaining: Int) throws(TablesError) -> Int {
    guard Int(count) <= remaining else {
      throw .malformed("a page has \(count) rows where \(remaining) are left")
    }
    return Int(count)
  }

  private func decompress(_ body: Range<Int>, size: Int) throws(TablesError) -> PageBody {
    try PageBody.decompress(chunk, in: body, size: size, codec: codec, with: decompressor)
  }

  private mutating func readDictionary(
    _ header: PageHeader, _ body: Range<Int>, count: Int, encoding: Int32
  ) throws(TablesError) {
    guard dictionary == nil else { throw .malformed("a column chunk has two dictionaries") }
    guard Int(header.uncompressedSize) <= Self.maximumDictionarySize else {
      throw .tooLarge("a dictionary of \(header.uncompressedSize) bytes; write the file anew")
    }
    guard leaf.meaning != .bool else { throw .malformed("truth values have a dictionary") }
    guard encoding == Encoding.plain.rawValue || encoding == Encoding.plainDictionary.rawValue
    else { throw .unsupported("a dictionary in encoding \(encoding); write the file anew") }
    let page = try decompress(body, size: Int(header.uncompressedSize))
    dictionary = try PlainDecoder.decode(page.bytes, in: page.values, count: count, leaf: leaf)
  }

  /// A page of the second version: levels first and never compressed, then the values.
  private func appendV2(
    _ header: PageHeader, _ content: PageHeader.DataV2, _ body: Range<Int>, rowCount: Int,
    to builder: inout ColumnBuilder
  ) throws(TablesError) {
    let levelsSize = Int(content.definitionLevelsSize)
    guard content.repetitionLevelsSize == 0, levelsSize <= body.count,
      levelsSize <= Int(header.uncompressedSize)
    else { throw .malformed("the levels are longer than their page") }
    let levels = body.lowerBound..<body.lowerBound + levelsSize
    let values = levels.upperBound..<body.upperBound
    let validity =
      leaf.isOptional && levelsSize > 0
      ? try PageBody.validity(chunk, in: levels, count: rowCount) : nil
    let size = Int(header.uncompressedSize) - levelsSize
    let page =
      try content.isCompressed && !values.isEmpty
      ? decompress(values, size: size) : PageBody(bytes: chunk, values: values)
    try append(
      page, encoding: content.encoding, validity: validity, rowCount: rowCount, to: &builder)
  }

  private func append(
    _ page: PageBody, encoding: Int32, validity: [Bool]?, rowCount: Int,
    to builder: inout ColumnBuilder
  ) throws(TablesError) {
    let valueCount = validity?.count { $0 } ?? rowCount
    switch Encoding(rawValue: encoding) {
    case .plain:
      let values = try PlainDecoder.decode(
        page.bytes, in: page.values, count: valueCount, leaf: leaf)
      builder.append(values, validity: validity, rowCount: rowCount)
    case .rleDictionary, .plainDictionary:
      let (indices, dictionary) = try places(page, count: valueCount)
      builder.append(indices, of: dictionary, validity: validity, rowCount: rowCount)
    case .rle where leaf.meaning == .bool:
      builder.append(
        .bool(try runs(page, count: valueCount)), validity: validity, rowCount: rowCount)
    default:
      let name = Encoding(rawValue: encoding).map { "\($0)" } ?? "\(encoding)"
      throw .unsupported("encoding \(name); write the file with PLAIN or dictionary encoding")
    }
  }

  private func places(
    _ page: PageBody, count: Int
  ) throws(TablesError) -> ([UInt32], ColumnValues) {
    guard count > 0 else { return ([], dictionary ?? emptyValues) }
    guard let dictionary else { throw .malformed("a page needs a dictionary that is not there") }
    guard let bitWidth = page.values.first.map({ page.bytes[$0] }) else {
      throw .malformed("a page of dictionary places is empty")
    }
    var decoder = try HybridDecoder(
      page.bytes, in: page.values.dropFirst(), bitWidth: Int(bitWidth))
    let indices = try decoder.decode(count: count)
    guard let highest = indices.max(), Int(highest) < dictionary.count else {
      throw .malformed("a place lies outside the dictionary of \(dictionary.count)")
    }
    return (indices, dictionary)
  }

  /// Truth values as runs, which carry their length.
  private func runs(_ page: PageBody, count: Int) throws(TablesError) -> [Bool] {
    var page = page
    let range = try page.takeSized()
    var decoder = try HybridDecoder(page.bytes, in: range, bitWidth: 1)
    return try decoder.decodeFlags(count: count)
  }

  private var emptyValues: ColumnValues { ColumnBuilder(leaf, rowCount: 0).column().values }
}
