import CZstd

/// The trained dictionary of a segment and its leading skippable frame.
///
/// Source: https://iipc.github.io/warc-specifications/specifications/warc-zstd/#dictionary-frame-format
enum SegmentDictionary {
  static let frameMagic: [UInt8] = [0x5D, 0x2A, 0x4D, 0x18]
  private static let dictionaryMagic: [UInt8] = [0x37, 0xA4, 0x30, 0xEC]

  /// A dictionary trained on samples; nil when they are too few or too unlike each other.
  static func train(_ samples: [[UInt8]]) -> [UInt8]? {
    var joined: [UInt8] = []
    for sample in samples { joined.append(contentsOf: sample) }
    let sizes = samples.map(\.count)
    let capacity = min(Limits.dictionaryBytes, max(1024, joined.count / 20))
    var result = [UInt8](repeating: 0, count: capacity)
    let length = unsafe result.withUnsafeMutableBytes { target in
      unsafe joined.withUnsafeBytes { source in
        unsafe sizes.withUnsafeBufferPointer { sizes in
          unsafe ZDICT_trainFromBuffer(
            target.baseAddress, target.count, source.baseAddress, sizes.baseAddress,
            UInt32(sizes.count))
        }
      }
    }
    guard ZDICT_isError(length) == 0 else { return nil }
    result.removeSubrange(length...)
    return shortID(result)
  }

  /// Gives a dictionary an id from 32,768 to 65,535, which takes two bytes of every frame, not four.
  ///
  /// Lower ones are reserved (RFC 8878, section 5); a file has one dictionary, so few are enough.
  private static func shortID(_ dictionary: [UInt8]) -> [UInt8] {
    var dictionary = dictionary
    dictionary[5] |= 0x80
    dictionary[6] = 0
    dictionary[7] = 0
    return dictionary
  }

  /// The dictionary's id; zero when it is no dictionary.
  static func id(_ dictionary: [UInt8]) -> Int {
    Int(
      unsafe dictionary.withUnsafeBytes {
        unsafe ZSTD_getDictID_fromDict($0.baseAddress, $0.count)
      })
  }

  /// The skippable frame that holds the dictionary, compressed.
  static func frame(_ dictionary: [UInt8]) throws(StorageError) -> [UInt8] {
    let encoder = try FrameEncoder(dictionary: nil, level: Limits.dictionaryLevel)
    let content = try encoder.encode(dictionary)
    let length = UInt32(content.count)
    return frameMagic + (0..<4).map { UInt8(truncatingIfNeeded: length >> ($0 * 8)) } + content
  }

  /// The dictionary at the start of a segment and the bytes its frame takes.
  ///
  /// Nil and zero when the segment starts with a record; throws `Damage` when the frame is torn.
  static func read(from file: DataFile) throws -> (dictionary: [UInt8]?, frameBytes: Int) {
    let head = try file.read(at: 0, count: 8)
    guard head.count == 8, Array(head[..<4]) == frameMagic else { return (nil, 0) }
    let length = head[4...].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= Limits.acceptedDictionaryBytes else {
      throw Damage("a dictionary of \(length) bytes")
    }
    let content = try file.read(at: 8, count: length)
    guard content.count == length else { throw Damage("the dictionary frame is torn") }
    return (try dictionary(in: content), 8 + length)
  }

  private static func dictionary(in content: [UInt8]) throws -> [UInt8] {
    let start = Array(content.prefix(4))
    var dictionary = content
    if start == FrameExtent.magic {
      let decoder = try FrameDecoder(dictionary: nil)
      dictionary = try decoder.decode(content[...], maximum: Limits.acceptedDictionaryBytes).get()
    }
    guard Array(dictionary.prefix(4)) == dictionaryMagic else {
      throw Damage("the leading frame holds no dictionary")
    }
    return dictionary
  }
}
