import Corpus

/// Makes unique names: a number becomes letters by a mixing that never maps two to one.
struct PackageNames: Sendable {
  private static let consonants = Array("bdfgklmnprstvz".utf8)
  private static let vowels = Array("aeiou".utf8)
  /// Words that come before the letters of all but neglected packages.
  private static let words = [
    "quick", "parser", "graph", "router", "cache", "stream", "matrix", "socket", "schema",
    "render", "signal", "ledger", "beacon", "anchor", "cipher", "buffer", "widget", "kernel",
    "mirror", "vector", "planet", "garden", "copper", "silver", "marble", "timber", "velvet",
    "falcon", "badger", "walnut", "pepper", "ginger",
  ]

  let ecosystem: Ecosystem
  let seed: UInt64

  /// Eight letters for a number below 24,010,000; different numbers give different letters.
  func letters(_ number: Int) -> String {
    let modulus: UInt64 = 24_010_000
    var offset = SplitMix64(seed: seed, 0x6E61_6D65, UInt64(ecosystem.number))
    let mixed = (UInt64(number) &* 9_876_543 &+ offset.next() % modulus) % modulus
    return Self.syllables(mixed, count: 4)
  }

  /// The name of a package as its registry spells it.
  ///
  /// Neglected ones are twelve letters, so that no rule about names tells them apart.
  func name(_ number: Int, archetype: Archetype, random: inout SplitMix64) -> String {
    let unique = letters(number)
    if archetype == .neglected {
      return Self.syllables(random.next() % 4900, count: 2) + unique
    }
    let word = random.pick(Self.words)
    switch ecosystem {
    case .pypi:
      let first = random.chance(0.2) ? word.prefix(1).uppercased() + word.dropFirst() : word
      return first + random.pick(["-", "_", "."]) + unique
    case .npm:
      return random.chance(0.25) ? "@\(unique)/\(word)" : "\(word)-\(unique)"
    case .crates:
      return word + random.pick(["-", "_"]) + unique
    }
  }

  /// A look-alike of `target`: one letter doubled.
  static func lookalike(of target: String, random: inout SplitMix64) -> String {
    let places = target.indices.filter { target[$0].isLetter }
    guard let place = places.isEmpty ? nil : random.pick(places) else { return target + "x" }
    var name = target
    name.insert(target[place], at: place)
    return name
  }

  private static func syllables(_ number: UInt64, count: Int) -> String {
    var rest = Int(number)
    var bytes: [UInt8] = []
    for _ in 0..<count {
      bytes.append(consonants[rest % 14])
      bytes.append(vowels[rest / 14 % 5])
      rest /= 70
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Ecosystem {
  /// A small number that tells random streams of registries apart.
  var number: Int { Ecosystem.allCases.firstIndex(of: self) ?? 0 }
}
