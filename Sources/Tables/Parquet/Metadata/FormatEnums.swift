// The numbers that `parquet.thrift` gives to its enumerations.
// Source: https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift

/// How values are stored.
enum PhysicalType: Int32 {
  case boolean = 0
  case int32 = 1
  case int64 = 2
  case int96 = 3
  case float = 4
  case double = 5
  case byteArray = 6
  case fixedLengthByteArray = 7
}

/// Whether a column may hold nulls or lists.
enum Repetition: Int32 {
  case required = 0
  case optional = 1
  case repeated = 2
}

/// The older annotation of what stored values mean.
enum ConvertedType: Int32 {
  case utf8 = 0
  case map = 1
  case mapKeyValue = 2
  case list = 3
  case enumeration = 4
  case decimal = 5
  case date = 6
  case timeMillis = 7
  case timeMicros = 8
  case timestampMillis = 9
  case timestampMicros = 10
  case uint8 = 11
  case uint16 = 12
  case uint32 = 13
  case uint64 = 14
  case int8 = 15
  case int16 = 16
  case int32 = 17
  case int64 = 18
  case json = 19
  case bson = 20
  case interval = 21
}

/// How values are turned into bytes.
enum Encoding: Int32 {
  case plain = 0
  case plainDictionary = 2
  case rle = 3
  case bitPacked = 4
  case deltaBinaryPacked = 5
  case deltaLengthByteArray = 6
  case deltaByteArray = 7
  case rleDictionary = 8
  case byteStreamSplit = 9
}

/// How pages are compressed.
enum Codec: Int32 {
  case uncompressed = 0
  case snappy = 1
  case gzip = 2
  case lzo = 3
  case brotli = 4
  case lz4 = 5
  case zstd = 6
  case lz4Raw = 7
}

/// What a page holds.
enum PageType: Int32 {
  case data = 0
  case index = 1
  case dictionary = 2
  case dataV2 = 3
}
