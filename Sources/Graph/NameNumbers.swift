import Corpus

/// Numbers names in the order they are first seen; names are compared by their bytes.
struct NameNumbers {
  /// A name within one registry. Two registries' accounts are never the same person here.
  private struct Key: Hashable {
    let ecosystem: Ecosystem
    let text: String

    static func == (left: Key, right: Key) -> Bool {
      left.ecosystem == right.ecosystem && left.text.utf8.elementsEqual(right.text.utf8)
    }

    /// Equal bytes hash alike; names that differ in Unicode normal form only may collide, no more.
    func hash(into hasher: inout Hasher) {
      hasher.combine(ecosystem)
      hasher.combine(text)
    }
  }

  private var numbers: [Key: Int32] = [:]

  var count: Int { numbers.count }

  init(minimumCapacity: Int = 0) { numbers.reserveCapacity(minimumCapacity) }

  /// The number of a name, a new one when it was not seen before.
  mutating func number(_ text: String, in ecosystem: Ecosystem) -> Int32 {
    let next = Int32(numbers.count)
    let key = Key(ecosystem: ecosystem, text: text)
    if let known = numbers[key] { return known }
    numbers[key] = next
    return next
  }

  /// The number of a name; nil when it was never seen.
  func known(_ text: String, in ecosystem: Ecosystem) -> Int32? {
    numbers[Key(ecosystem: ecosystem, text: text)]
  }
}
