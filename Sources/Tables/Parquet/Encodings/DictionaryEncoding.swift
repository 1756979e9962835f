/// Distinct values in order of first occurrence, and for each value its place among them.
struct DictionaryEncoding {
  /// A dictionary above this many bytes costs readers more than it saves.
  static let maximumSize = 1 << 20

  /// The distinct values.
  var dictionary: DenseValues
  /// One place in the dictionary for each value.
  var indices: [UInt32]

  /// Bits of an index, at least 1.
  var bitWidth: Int { max(1, 32 - UInt32(max(1, dictionary.count) - 1).leadingZeroBitCount) }

  /// Encodes values; nil when a dictionary would not make them smaller.
  init?(_ values: DenseValues) {
    switch values {
    case .bools: return nil
    case .words32(let words):
      guard let table = WordTable(words, maximumCount: Self.maximumSize / 4) else { return nil }
      (dictionary, indices) = (.words32(table.distinct), table.indices)
    case .words64(let words):
      guard let table = WordTable(words, maximumCount: Self.maximumSize / 8) else { return nil }
      (dictionary, indices) = (.words64(table.distinct), table.indices)
    case .strings(let strings):
      guard let table = StringTable(strings, maximumSize: Self.maximumSize) else { return nil }
      dictionary = .strings(PlainStrings(strings, at: table.firsts))
      indices = table.indices
    }
    let size = dictionary.plainSize + indices.count * bitWidth / 8
    guard !indices.isEmpty, size < values.plainSize else { return nil }
  }
}

/// Places in a hash table with linear probing; -1 where free.
///
/// A search that takes too long ends the attempt, so that crafted values cannot make it slow.
private struct ProbeTable {
  static let maximumProbes = 256

  private(set) var slots = [Int32](repeating: -1, count: 1024)
  private var shift: UInt64 = 54

  /// The first slot of a hash.
  func start(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash >> shift) }

  func next(_ slot: Int) -> Int { (slot + 1) & (slots.count - 1) }

  mutating func fill(_ slot: Int, with place: Int) { slots[slot] = Int32(place) }

  func isCrowded(count: Int) -> Bool { count * 2 > slots.count }

  /// Doubles the table, given the hash of each place.
  mutating func grow(count: Int, hash: (Int) -> UInt64) {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    shift -= 1
    for place in 0..<count {
      var slot = start(hash(place))
      while slots[slot] >= 0 { slot = next(slot) }
      slots[slot] = Int32(place)
    }
  }
}

/// Finds the distinct words of a column.
private struct WordTable<Word: FixedWidthInteger & UnsignedInteger> {
  var distinct: [Word] = []
  var indices: [UInt32] = []

  /// Nil when there are more distinct words than allowed.
  init?(_ words: [Word], maximumCount: Int) {
    var table = ProbeTable()
    indices.reserveCapacity(words.count)
    for word in words {
      guard let index = place(of: word, &table), index < maximumCount else { return nil }
      indices.append(UInt32(index))
    }
  }

  private mutating func place(of word: Word, _ table: inout ProbeTable) -> Int? {
    var slot = table.start(Self.hash(word))
    for _ in 0..<ProbeTable.maximumProbes {
      let index = Int(table.slots[slot])
      if index < 0 { return insert(word, at: slot, &table) }
      if distinct[index] == word { return index }
      slot = table.next(slot)
    }
    return nil
  }

  private mutating func insert(_ word: Word, at slot: Int, _ table: inout ProbeTable) -> Int {
    table.fill(slot, with: distinct.count)
    distinct.append(word)
    if table.isCrowded(count: distinct.count) {
      let distinct = distinct
      table.grow(count: distinct.count) { Self.hash(distinct[$0]) }
    }
    return distinct.count - 1
  }

  /// Fibonacci hashing after folding the high bits down.
  private static func hash(_ word: Word) -> UInt64 {
    let wide = UInt64(word)
    return (wide ^ wide >> 32) &* 0x9E37_79B9_7F4A_7C15
  }
}

/// Finds the distinct strings of a column.
private struct StringTable {
  /// The position of the first occurrence of each distinct string.
  var firsts: [Int] = []
  var indices: [UInt32] = []
  private var hashes: [UInt64] = []
  private var size = 0

  /// Nil when the distinct strings take more bytes than allowed.
  init?(_ strings: PlainStrings, maximumSize: Int) {
    var table = ProbeTable()
    indices.reserveCapacity(strings.count)
    for position in 0..<strings.count {
      guard let index = place(of: position, in: strings, &table), size <= maximumSize else {
        return nil
      }
      indices.append(UInt32(index))
    }
  }

  private mutating func place(
    of position: Int, in strings: PlainStrings, _ table: inout ProbeTable
  ) -> Int? {
    let content = strings.content(position)
    let hash = Self.hash(strings.bytes, content)
    var slot = table.start(hash)
    for _ in 0..<ProbeTable.maximumProbes {
      let index = Int(table.slots[slot])
      if index < 0 {
        table.fill(slot, with: firsts.count)
        return insert(position, hash: hash, size: content.count + 4, &table)
      }
      if hashes[index] == hash,
        Self.areEqual(strings.bytes, content, strings.content(firsts[index]))
      {
        return index
      }
      slot = table.next(slot)
    }
    return nil
  }

  private mutating func insert(
    _ position: Int, hash: UInt64, size: Int, _ table: inout ProbeTable
  ) -> Int {
    firsts.append(position)
    hashes.append(hash)
    self.size += size
    if table.isCrowded(count: firsts.count) {
      let hashes = hashes
      table.grow(count: hashes.count) { hashes[$0] }
    }
    return firsts.count - 1
  }

  private static func areEqual(_ bytes: [UInt8], _ left: Range<Int>, _ right: Range<Int>) -> Bool {
    left.count == right.count && bytes[left].elementsEqual(bytes[right])
  }

  /// Eight bytes at a time: xor, multiply, fold.
  private static func hash(_ bytes: [UInt8], _ range: Range<Int>) -> UInt64 {
    let memory = unsafe bytes.span.bytes
    var hash = UInt64(range.count) &* 0x9E37_79B9_7F4A_7C15
    var position = range.lowerBound
    while position + 8 <= range.upperBound {
      let word = unsafe memory.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self)
      hash = mix(hash ^ word)
      position += 8
    }
    var rest: UInt64 = 0
    while position < range.upperBound {
      rest = rest << 8 | UInt64(bytes[position])
      position += 1
    }
    return mix(hash ^ rest)
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low
  }
}
