/// Writes DER-encoded ASN.1.
///
/// Source: ITU-T X.690, sections 8 and 10.
enum DERWriter {
  /// One element of a tag and its content.
  static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
    let count = content.count
    let length: [UInt8] =
      switch count {
      case ..<0x80: [UInt8(count)]
      case ..<0x100: [0x81, UInt8(count)]
      default: [0x82, UInt8(count >> 8), UInt8(count & 0xFF)]
      }
    return [tag] + length + content
  }

  static func sequence(_ parts: [[UInt8]]) -> [UInt8] { element(0x30, parts.flatMap(\.self)) }

  /// An object identifier from its numbers, of which there are at least two.
  static func identifier(_ numbers: [Int]) -> [UInt8] {
    let first = [UInt8(numbers[0] * 40 + numbers[1])]
    return element(0x06, first + numbers.dropFirst(2).flatMap(sevenBits))
  }

  private static func sevenBits(_ number: Int) -> [UInt8] {
    var bytes = [UInt8(number & 0x7F)]
    var rest = number >> 7
    while rest > 0 {
      bytes.insert(UInt8(rest & 0x7F | 0x80), at: 0)
      rest >>= 7
    }
    return bytes
  }
}
