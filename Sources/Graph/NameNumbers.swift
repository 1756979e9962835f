import Corpus

/// Numbers names in the order they are first seen; names are compared by their bytes.
///
/// A name counts within one registry: two registries' accounts are never the same person here.
struct NameNumbers {
  private struct Name {
    let text: String
    let ecosystem: Ecosystem
    let hash: Int
  }

  /// By number.
  private var names: [Name] = []
  /// One number in each used slot, -1 elsewhere; the size is a power of two.
  private var slots: [Int32]

  var count: Int { names.count }

  init(minimumCapacity: Int = 0) {
    names.reserveCapacity(minimumCapacity)
    var size = 16
    while size < minimumCapacity * 2 { size *= 2 }
    slots = [Int32](repeating: -1, count: size)
  }

  /// The number of a name, a new one when it was not seen before.
  mutating func number(_ text: String, in ecosystem: Ecosystem) -> Int32 {
    let name = Name(text: text, ecosystem: ecosystem, hash: Self.hash(text))
    let slot = slot(of: name)
    if slots[slot] >= 0 { return slots[slot] }
    let next = Int32(names.count)
    names.append(name)
    slots[slot] = next
    if names.count * 2 > slots.count { grow() }
    return next
  }

  /// The number of a name; nil when it was never seen.
  func known(_ text: String, in ecosystem: Ecosystem) -> Int32? {
    let number = slots[
      slot(of: Name(text: text, ecosystem: ecosystem, hash: Self.hash(text)))]
    return number < 0 ? nil : number
  }

  /// Where a name is, or where it would be.
  private func slot(of name: Name) -> Int {
    var slot = name.hash & (slots.count - 1)
    while slots[slot] >= 0 {
      let other = names[Int(slots[slot])]
      if other.hash == name.hash, other.ecosystem == name.ecosystem,
        other.text.utf8.elementsEqual(name.text.utf8)
      {
        break
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for number in names.indices { slots[slot(of: names[number])] = Int32(number) }
  }

  /// Seeded anew in every process, so that nobody can choose names that collide.
  private static func hash(_ text: String) -> Int {
    var hasher = Hasher()
    var text = text
    text.withUTF8 { unsafe hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    return hasher.finalize()
  }
}
