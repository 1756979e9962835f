/// A non-negative whole number of any size, kept as its digits.
struct DigitString: Comparable, Hashable {
  /// ASCII digits without leading zeros; empty for zero.
  let digits: [UInt8]

  init(_ digits: some Sequence<UInt8>) { self.digits = Array(digits.drop { $0 == 0x30 }) }

  static let zero = DigitString([])

  var isZero: Bool { digits.isEmpty }

  static func < (left: Self, right: Self) -> Bool {
    if left.digits.count != right.digits.count { return left.digits.count < right.digits.count }
    return left.digits.lexicographicallyPrecedes(right.digits)
  }
}

/// How two things stand to each other.
enum Ordering {
  case less, equal, greater

  init<Value: Comparable>(_ left: Value, _ right: Value) {
    self = left < right ? .less : (left == right ? .equal : .greater)
  }

  /// This ordering, or the other when this one is `equal`.
  func then(_ other: @autoclosure () -> Ordering) -> Ordering { self == .equal ? other() : self }
}
