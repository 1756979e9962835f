/// Keywords in whatever form packages give them.
struct Keywords {
  /// The most keywords that are counted.
  static let maximumCount = 256
  private var seen: Set<ByteKey> = []

  var count: Int { seen.count }

  /// Adds one keyword, trimmed and in lower case; empty ones and those past the cap are dropped.
  mutating func insert(_ text: String) {
    guard seen.count < Self.maximumCount,
      let word = FieldText.trimmed(FieldText.cut(text, to: 1024))
    else { return }
    seen.insert(ByteKey(FieldText.lowercased(word)))
  }

  /// Adds the keywords of one text: separated by commas, or else semicolons, or else white space.
  mutating func insert(list text: String) {
    let quotes: Set<UInt8> = [0x27, 0x22, 0x5B, 0x5D]
    let bytes = FieldText.cut(text).utf8.filter { !quotes.contains($0) }
    let mark: UInt8? = bytes.contains(0x2C) ? 0x2C : (bytes.contains(0x3B) ? 0x3B : nil)
    let parts = bytes.split { mark == nil ? FieldText.isBlank($0) : $0 == mark }
    for part in parts.prefix(4 * Self.maximumCount) {
      insert(String(decoding: part, as: UTF8.self))
    }
  }
}
