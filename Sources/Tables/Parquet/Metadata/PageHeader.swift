/// What precedes the bytes of a page.
struct PageHeader: Equatable {
  /// What kind of page follows, with what is particular to it.
  enum Content: Equatable {
    case data(valueCount: Int32, encoding: Int32, levelEncoding: Int32)
    case dataV2(DataV2)
    case dictionary(valueCount: Int32, encoding: Int32)
    /// A kind to step over.
    case other
  }

  /// The particulars of a data page of the second version.
  struct DataV2: Equatable {
    var valueCount: Int32 = -1
    var nullCount: Int32 = -1
    var encoding: Int32 = -1
    /// Bytes of definition levels, stored uncompressed before the values.
    var definitionLevelsSize: Int32 = -1
    var repetitionLevelsSize: Int32 = -1
    var isCompressed = true
  }

  var uncompressedSize: Int32
  var compressedSize: Int32
  var content: Content
}

extension PageHeader {
  /// The header's bytes; for the kinds that are written: data and dictionary.
  func encoded() -> [UInt8] {
    CompactWriter.structure { writer in
      let type: PageType = if case .dictionary = content { .dictionary } else { .data }
      writer.int32(1, type.rawValue)
      writer.int32(2, uncompressedSize)
      writer.int32(3, compressedSize)
      switch content {
      case .data(let valueCount, let encoding, let levelEncoding):
        writer.structure(5) { writer in
          writer.int32(1, valueCount)
          writer.int32(2, encoding)
          writer.int32(3, levelEncoding)
          writer.int32(4, Encoding.rle.rawValue)
        }
      case .dictionary(let valueCount, let encoding):
        writer.structure(7) { writer in
          writer.int32(1, valueCount)
          writer.int32(2, encoding)
        }
      case .dataV2, .other: preconditionFailure("pages of this kind are only read")
      }
    }
  }

  init(reading reader: inout CompactReader) throws(TablesError) {
    var type: Int32?
    var uncompressedSize: Int32 = -1
    var compressedSize: Int32 = -1
    var content: Content?
    try reader.structure { field, reader throws(TablesError) in
      switch (field.id, field.type) {
      case (1, _): type = try reader.int32(field)
      case (2, _): uncompressedSize = try reader.int32(field)
      case (3, _): compressedSize = try reader.int32(field)
      case (5, .structure): content = try Self.data(&reader)
      case (7, .structure): content = try Self.dictionary(&reader)
      case (8, .structure): content = .dataV2(try DataV2(reading: &reader))
      default: try reader.skip(field)
      }
    }
    guard let type, uncompressedSize >= 0, compressedSize >= 0 else {
      throw .malformed("a page header is incomplete")
    }
    self.uncompressedSize = uncompressedSize
    self.compressedSize = compressedSize
    self.content = try Self.checked(content, type: type)
  }

  private static func checked(
    _ content: Content?, type: Int32
  ) throws(TablesError) -> Content {
    switch (PageType(rawValue: type), content) {
    case (.data, .data(let valueCount, _, _)) where valueCount >= 0: break
    case (.dataV2, .dataV2(let page)) where page.isComplete: break
    case (.dictionary, .dictionary(let valueCount, _)) where valueCount >= 0: break
    case (.data, _), (.dataV2, _), (.dictionary, _):
      throw .malformed("a page header contradicts its type")
    default: return .other
    }
    return content ?? .other
  }

  private static func data(_ reader: inout CompactReader) throws(TablesError) -> Content {
    var (valueCount, encoding, levelEncoding): (Int32, Int32, Int32) = (-1, -1, -1)
    try reader.structure { field, reader throws(TablesError) in
      switch field.id {
      case 1: valueCount = try reader.int32(field)
      case 2: encoding = try reader.int32(field)
      case 3: levelEncoding = try reader.int32(field)
      default: try reader.skip(field)
      }
    }
    return .data(valueCount: valueCount, encoding: encoding, levelEncoding: levelEncoding)
  }

  private static func dictionary(_ reader: inout CompactReader) throws(TablesError) -> Content {
    var (valueCount, encoding): (Int32, Int32) = (-1, -1)
    try reader.structure { field, reader throws(TablesError) in
      switch field.id {
      case 1: valueCount = try reader.int32(field)
      case 2: encoding = try reader.int32(field)
      default: try reader.skip(field)
      }
    }
    return .dictionary(valueCount: valueCount, encoding: encoding)
  }
}

extension PageHeader.DataV2 {
  fileprivate var isComplete: Bool {
    valueCount >= 0 && nullCount >= 0 && definitionLevelsSize >= 0 && repetitionLevelsSize >= 0
  }

  fileprivate init(reading reader: inout CompactReader) throws(TablesError) {
    var page = PageHeader.DataV2()
    try reader.structure { field, reader throws(TablesError) in
      switch field.id {
      case 1: page.valueCount = try reader.int32(field)
      case 2: page.nullCount = try reader.int32(field)
      case 4: page.encoding = try reader.int32(field)
      case 5: page.definitionLevelsSize = try reader.int32(field)
      case 6: page.repetitionLevelsSize = try reader.int32(field)
      case 7: page.isCompressed = try reader.bool(field)
      default: try reader.skip(field)
      }
    }
    self = page
  }
}
