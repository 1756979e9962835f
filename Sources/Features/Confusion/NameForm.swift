/// A name in the spellings in which names are compared, as UTF-8 bytes.
struct NameForm: Sendable {
  /// The whole name, lower-case.
  let name: [UInt8]
  /// The name without `-`, `_`, `.`, `/` and `@`.
  let stripped: [UInt8]
  /// The stripped name with look-alike characters made equal.
  let skeleton: [UInt8]

  /// Folds a registry's join key.
  init(_ key: String) {
    name = key.utf8.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
    stripped = name.filter { !Self.isSeparator($0) }
    skeleton = Self.skeleton(of: stripped)
  }

  /// `@scope/name`.
  var isScoped: Bool { name.first == UInt8(ascii: "@") }

  /// The words between separators, in order.
  var tokens: [[UInt8]] {
    name.split(whereSeparator: Self.isSeparator).map(Array.init)
  }

  /// The words sorted and joined: equal for two names that differ in word order only; nil for one word.
  var sortedTokens: [UInt8]? {
    let tokens = tokens
    return tokens.count < 2 ? nil : Self.sorted(tokens)
  }

  static func sorted(_ tokens: [[UInt8]]) -> [UInt8] {
    Array(tokens.sorted { $0.lexicographicallyPrecedes($1) }.joined(separator: [UInt8(ascii: "-")]))
  }

  static func isSeparator(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/"),
      UInt8(ascii: "@"):
      true
    default: false
    }
  }

  /// Maps 0 to o, 1 and i to l, 3 to e, 5 to s, 4 to a, 7 to t, then `rn` to m and `vv` to w.
  static func skeleton(of stripped: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(stripped.count)
    for byte in stripped {
      let folded = lookAlike(byte)
      switch (result.last, folded) {
      case (UInt8(ascii: "r"), UInt8(ascii: "n")): result[result.count - 1] = UInt8(ascii: "m")
      case (UInt8(ascii: "v"), UInt8(ascii: "v")): result[result.count - 1] = UInt8(ascii: "w")
      default: result.append(folded)
      }
    }
    return result
  }

  private static func lookAlike(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "0"): UInt8(ascii: "o")
    case UInt8(ascii: "1"), UInt8(ascii: "i"): UInt8(ascii: "l")
    case UInt8(ascii: "3"): UInt8(ascii: "e")
    case UInt8(ascii: "5"): UInt8(ascii: "s")
    case UInt8(ascii: "4"): UInt8(ascii: "a")
    case UInt8(ascii: "7"): UInt8(ascii: "t")
    default: byte
    }
  }
}
