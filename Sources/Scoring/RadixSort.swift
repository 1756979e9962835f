/// Sorting of large columns of numbers.
enum ColumnSort {
  /// The values in ascending order; the array must hold no NaN, and -0 counts as 0.
  static func ascending(_ values: [Double]) -> [Double] {
    guard values.count > 4096 else { return values.sorted() }
    var keys = values.map(key)
    var other = [UInt64](repeating: 0, count: keys.count)
    for pass in 0..<4 {
      if distribute(keys, into: &other, shift: UInt64(pass * 16)) { swap(&keys, &other) }
    }
    return keys.map(value)
  }

  /// Bits that order as unsigned integers the way the numbers order.
  private static func key(_ value: Double) -> UInt64 {
    let bits = (value + 0).bitPattern
    return bits >> 63 == 1 ? ~bits : bits | 1 << 63
  }

  private static func value(_ key: UInt64) -> Double {
    Double(bitPattern: key >> 63 == 1 ? key & ~(1 << 63) : ~key)
  }

  /// Orders by sixteen bits; false, and nothing done, where all keys have the same.
  private static func distribute(
    _ keys: [UInt64], into other: inout [UInt64], shift: UInt64
  ) -> Bool {
    var positions = [Int](repeating: 0, count: 65_537)
    for key in keys { positions[Int(key >> shift & 0xFFFF) + 1] += 1 }
    guard positions[Int(keys[0] >> shift & 0xFFFF) + 1] < keys.count else { return false }
    for digit in 1...65_536 { positions[digit] += positions[digit - 1] }
    for key in keys {
      let digit = Int(key >> shift & 0xFFFF)
      other[positions[digit]] = key
      positions[digit] += 1
    }
    return true
  }
}
