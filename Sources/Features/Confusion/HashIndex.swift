/// A read-only map from 64-bit hashes to target numbers, several to a hash.
struct HashIndex: Sendable {
  /// One bit in sixteen is set, by hash: most hashes that are not here end at one small array.
  private var filter: [UInt64]
  /// One number of `keys` in each used slot, -1 elsewhere; the size is a power of two.
  private var slots: [Int32]
  private var keys: [UInt64] = []
  /// Where the targets of each key start in `targets`; one more at the end.
  private var starts: [Int32] = []
  private var targets: [Int32] = []

  /// Builds the map; equal pairs are kept once.
  init(_ pairs: [(key: UInt64, target: Int32)]) {
    let sorted = pairs.sorted { ($0.key, $0.target) < ($1.key, $1.target) }
    for (index, pair) in sorted.enumerated() {
      if index == 0 || sorted[index - 1].key != pair.key {
        keys.append(pair.key)
        starts.append(Int32(targets.count))
      } else if sorted[index - 1].target == pair.target {
        continue
      }
      targets.append(pair.target)
    }
    starts.append(Int32(targets.count))
    slots = Self.table(of: keys)
    filter = [UInt64](repeating: 0, count: max(1, slots.count / 8))
    for key in keys {
      let mixed = Self.mixed(key)
      filter[Self.word(mixed, filter.count)] |= 1 << (mixed & 63)
    }
  }

  private static func table(of keys: [UInt64]) -> [Int32] {
    var size = 16
    while size < keys.count * 2 { size *= 2 }
    var slots = [Int32](repeating: -1, count: size)
    for (number, key) in keys.enumerated() {
      var slot = slot(mixed(key), in: size)
      while slots[slot] >= 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = Int32(number)
    }
    return slots
  }

  /// Calls `body` with every target filed under the hash, in ascending order.
  @inline(__always)
  func forEach(_ key: UInt64, _ body: (Int) -> Void) {
    let mixed = Self.mixed(key)
    guard filter[Self.word(mixed, filter.count)] >> (mixed & 63) & 1 == 1 else { return }
    find(key, mixed, body)
  }

  private func find(_ key: UInt64, _ mixed: UInt64, _ body: (Int) -> Void) {
    var slot = Self.slot(mixed, in: slots.count)
    while slots[slot] >= 0 {
      let number = Int(slots[slot])
      if keys[number] == key {
        for index in Int(starts[number])..<Int(starts[number + 1]) { body(Int(targets[index])) }
        return
      }
      slot = (slot + 1) & (slots.count - 1)
    }
  }

  @inline(__always)
  private static func mixed(_ key: UInt64) -> UInt64 {
    let mixed = (key ^ (key >> 32)) &* 0xD6E8_FEB8_6659_FD93
    return mixed ^ (mixed >> 32)
  }

  private static func slot(_ mixed: UInt64, in size: Int) -> Int {
    Int(truncatingIfNeeded: mixed) & (size - 1)
  }

  /// The filter's word: bits of the hash that choose neither the bit nor, alone, the slot.
  private static func word(_ mixed: UInt64, _ words: Int) -> Int {
    Int(truncatingIfNeeded: mixed >> 6) & (words - 1)
  }
}
