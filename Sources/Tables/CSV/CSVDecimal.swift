/// A decimal number as it is written: digits and a power of ten.
///
/// Grammar: `"-"? ("0" | nonzero digit*) ("." digit+)? (("e" | "E") ("+" | "-")? digit+)?`
struct CSVDecimal {
  /// The text, for numbers that need exact rounding.
  private let text: ArraySlice<UInt8>
  private let isNegative: Bool
  /// All digits as one integer; wrong once there are more than 19.
  private var digits: UInt64 = 0
  private var digitCount = 0
  /// The power of ten that `digits` is multiplied with.
  private var exponent = 0

  /// Whether a point or an exponent was written.
  private(set) var hasPointOrExponent = false

  /// Reads the whole text; nil when it is not a number.
  init?(_ text: ArraySlice<UInt8>) {
    self.text = text
    isNegative = text.first == UInt8(ascii: "-")
    var rest = isNegative ? text.dropFirst() : text
    let hasLeadingZero = rest.first == UInt8(ascii: "0")
    let whole = takeDigits(&rest)
    guard whole == 1 || (whole > 1 && !hasLeadingZero) else { return nil }
    guard takeFraction(&rest), takeExponent(&rest), rest.isEmpty else { return nil }
  }

  /// The nearest double; nil when the number is too large for one.
  ///
  /// Up to 2^53 and 10^22 both factors are exact, so that one operation rounds correctly.
  /// Source: Clinger, How to read floating point numbers accurately, 1990
  var value: Double? {
    let isExact = digitCount <= 19 && digits <= 1 << 53
    if isExact, (-22...22).contains(exponent) {
      let power = Self.powersOfTen[abs(exponent)]
      let size = exponent < 0 ? Double(digits) / power : Double(digits) * power
      return isNegative ? -size : size
    }
    guard let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else {
      return nil
    }
    return value
  }

  /// Whether `value` is not nil, found out without computing it where that is plain.
  var isInRange: Bool { digitCount + exponent < 300 || value != nil }

  private static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  private mutating func takeDigits(_ rest: inout ArraySlice<UInt8>) -> Int {
    let start = rest.startIndex
    var position = start
    while position < rest.endIndex, CSVValue.isDigit(rest[position]) {
      digits = digits &* 10 &+ UInt64(rest[position] - 0x30)
      position += 1
    }
    rest = rest[position...]
    digitCount += position - start
    return position - start
  }

  private mutating func takeFraction(_ rest: inout ArraySlice<UInt8>) -> Bool {
    guard rest.first == UInt8(ascii: ".") else { return true }
    hasPointOrExponent = true
    rest = rest.dropFirst()
    let count = takeDigits(&rest)
    exponent -= count
    return count > 0
  }

  private mutating func takeExponent(_ rest: inout ArraySlice<UInt8>) -> Bool {
    guard rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") else { return true }
    hasPointOrExponent = true
    rest = rest.dropFirst()
    let isDown = rest.first == UInt8(ascii: "-")
    if isDown || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    // More than six digits are out of every range.
    guard (1...6).contains(rest.count) else { return false }
    var written = 0
    while let digit = rest.first, CSVValue.isDigit(digit) {
      written = written * 10 + Int(digit - 0x30)
      rest = rest.dropFirst()
    }
    exponent += isDown ? -written : written
    return rest.isEmpty
  }
}
