import Scoring

/// What a document is made of, which decides how it is damaged.
enum Form {
  case json, text, binary
}

/// Makes one damaged input out of whole documents.
struct Mutator {
  /// The most bytes of an input.
  static let maximumBytes = 2 << 20

  var random: SplitMix64
  let form: Form
  let seeds: [[UInt8]]

  /// A document with one to eight mutations; now and then an unharmed one.
  mutating func next() -> [UInt8] {
    var bytes = seeds[below(seeds.count)]
    for _ in 0..<below(9) { mutate(&bytes) }
    if bytes.count > Self.maximumBytes { bytes.removeSubrange(Self.maximumBytes...) }
    return bytes
  }

  private mutating func mutate(_ bytes: inout [UInt8]) {
    switch (form, below(4)) {
    case (.json, 1...): mutateMembers(&bytes)
    case (.text, 1...): mutateTokens(&bytes)
    case (.binary, 1...): mutateFields(&bytes)
    default: mutateAnything(&bytes)
    }
  }

  /// Damage that any bytes can take.
  private mutating func mutateAnything(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else {
      bytes = seeds[below(seeds.count)]
      return
    }
    let place = below(bytes.count)
    switch below(7) {
    case 0: bytes[place] ^= 1 << UInt8(below(8))
    case 1: bytes[place] = UInt8(below(256))
    case 2: bytes.removeSubrange(place...)
    case 3: bytes.removeSubrange(place..<min(bytes.count, place + 1 + below(64)))
    case 4:
      let other = seeds[below(seeds.count)]
      guard !other.isEmpty else { return }
      bytes.replaceSubrange(place..., with: other[below(other.count)...])
    case 5: copyPiece(&bytes, upTo: 4096)
    default: bytes.insert(contentsOf: Tokens.bytes[below(Tokens.bytes.count)], at: place)
    }
  }

  /// Puts a copy of one place at another.
  private mutating func copyPiece(_ bytes: inout [UInt8], upTo length: Int) {
    let start = below(bytes.count)
    let piece = Array(bytes[start..<min(bytes.count, start + 1 + below(length))])
    bytes.insert(contentsOf: piece, at: below(bytes.count))
  }

  /// Damage that leaves JSON readable most of the time.
  private mutating func mutateMembers(_ bytes: inout [UInt8]) {
    guard let colon = place(of: [0x3A], in: bytes) else { return mutateAnything(&bytes) }
    let end = valueEnd(bytes, from: colon + 1)
    switch below(6) {
    case 0...2: bytes.replaceSubrange(colon + 1..<end, with: hostileJSON())
    case 3: moveValue(&bytes, from: colon + 1..<end)
    case 4: duplicateMember(&bytes, colon: colon, end: end)
    default: mutateString(&bytes)
    }
  }

  private mutating func moveValue(_ bytes: inout [UInt8], from range: Range<Int>) {
    let value = Array(bytes[range])
    guard let colon = place(of: [0x3A], in: bytes) else { return }
    bytes.replaceSubrange(colon + 1..<valueEnd(bytes, from: colon + 1), with: value)
  }

  /// Repeats a member, once or very often, with its value or with a hostile one.
  private mutating func duplicateMember(_ bytes: inout [UInt8], colon: Int, end: Int) {
    let start = bytes[..<colon].lastIndex { $0 == 0x2C || $0 == 0x7B } ?? colon
    let key = Array(bytes[min(start + 1, colon)..<colon])
    let value = below(2) == 0 ? Array(bytes[colon + 1..<end]) : hostileJSON()
    let member = [0x2C] + key + [0x3A] + value
    let most = max(1, 200_000 / member.count)
    let copies = below(16) == 0 ? min(most, 20_000) : 1
    bytes.insert(contentsOf: (0..<copies).flatMap { _ in member }, at: end)
  }

  /// Puts something odd inside a string.
  private mutating func mutateString(_ bytes: inout [UInt8]) {
    guard let quote = place(of: [0x22], in: bytes) else { return }
    bytes.insert(contentsOf: Tokens.strings[below(Tokens.strings.count)].utf8, at: quote + 1)
  }

  private mutating func hostileJSON() -> [UInt8] {
    switch below(12) {
    case 0:
      let depth = 1 << below(16)
      let open: [UInt8] = below(2) == 0 ? [0x5B] : Array(#"{"a":"#.utf8)
      return (0..<depth).flatMap { _ in open } + [0x31]
        + Array(repeating: open.count == 1 ? 0x5D : 0x7D, count: depth)
    case 1: return [0x22] + Array(repeating: UInt8(97 + below(4)), count: 1 << below(19)) + [0x22]
    case 2: return Array(repeating: UInt8(48 + 1 + below(9)), count: 1 << below(14))
    case 3...5:
      return [0x22] + Array(Tokens.strings[below(Tokens.strings.count)].utf8) + [0x22]
    default: return Array(Tokens.values[below(Tokens.values.count)].utf8)
    }
  }

  /// Damage between the separators of lines, headers, addresses and CSV.
  private mutating func mutateTokens(_ bytes: inout [UInt8]) {
    let separators = Array(",;:/ \n\"[]{}.-+@=#".utf8)
    guard let start = place(of: separators, in: bytes) else { return mutateAnything(&bytes) }
    let end = bytes[(start + 1)...].firstIndex { separators.contains($0) } ?? bytes.count
    let token = Tokens.strings[below(Tokens.strings.count)]
    switch below(6) {
    case 0: bytes.replaceSubrange(start + 1..<end, with: token.utf8)
    case 1:
      bytes.replaceSubrange(start + 1..<end, with: Tokens.values[below(Tokens.values.count)].utf8)
    case 2: bytes[start] = separators[below(separators.count)]
    case 3:
      let piece = Array(bytes[start..<end])
      let copies = below(8) == 0 ? min(20_000, 100_000 / piece.count) : 1 + below(4)
      bytes.insert(contentsOf: (0..<copies).flatMap { _ in piece }, at: end)
    case 4: bytes.removeSubrange(start..<end)
    default: bytes.insert(contentsOf: token.utf8, at: start)
    }
  }

  /// Numbers that are wrong where formats keep lengths and offsets.
  private mutating func mutateFields(_ bytes: inout [UInt8]) {
    guard bytes.count > 16 else { return mutateAnything(&bytes) }
    // Footers and headers hold the lengths: both ends are hit more often than the middle.
    let near = min(bytes.count, 1024)
    let place = [below(bytes.count), bytes.count - 1 - below(near), below(near)][below(3)]
    switch below(4) {
    case 0:
      let width = 1 << below(4)
      let value = Tokens.numbers[below(Tokens.numbers.count)]
      for index in 0..<width where place + index < bytes.count {
        bytes[place + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index))
      }
    case 1: bytes[place] = bytes[place] &+ (below(2) == 0 ? 1 : 0xFF)
    case 2: bytes[place] ^= 1 << UInt8(below(8))
    default:
      // A variable-length integer of up to ten bytes.
      let varint = Array(repeating: UInt8(0xFF), count: below(10)) + [UInt8(below(128))]
      let end = min(bytes.count, place + varint.count)
      bytes.replaceSubrange(place..<end, with: varint[..<(end - place)])
    }
  }

  /// The end of a value: the next comma or bracket outside a string.
  private func valueEnd(_ bytes: [UInt8], from start: Int) -> Int {
    var depth = 0
    var isQuoted = false
    var place = start
    while place < bytes.count {
      switch bytes[place] {
      case 0x5C where isQuoted: place += 1
      case 0x22: isQuoted.toggle()
      case 0x5B, 0x7B: depth += isQuoted ? 0 : 1
      case 0x5D, 0x7D:
        if !isQuoted && depth == 0 { return place }
        depth -= isQuoted ? 0 : 1
      case 0x2C: if !isQuoted && depth == 0 { return place }
      default: break
      }
      place += 1
    }
    return bytes.count
  }

  /// A place that holds one of these bytes, looked for from somewhere at random.
  private mutating func place(of wanted: [UInt8], in bytes: [UInt8]) -> Int? {
    guard !bytes.isEmpty else { return nil }
    let start = below(bytes.count)
    return bytes[start...].firstIndex { wanted.contains($0) }
      ?? bytes[..<start].firstIndex { wanted.contains($0) }
  }

  private mutating func below(_ bound: Int) -> Int {
    Int(truncatingIfNeeded: random.next() >> 1) % max(bound, 1)
  }
}
