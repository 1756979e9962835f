import Foundation

/// A stream of random numbers that depends on its seed alone.
///
/// Source: scoring method, appendix A.1.
package struct SplitMix64: Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  /// The stream of one thing: seed, registry, purpose and two numbers are mixed in turn.
  init(seed: UInt64, _ parts: UInt64...) {
    var mixed = SplitMix64(seed: seed)
    for part in parts { mixed = SplitMix64(seed: mixed.next() ^ part) }
    self = mixed
  }

  /// The next 64 random bits.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number in 0..<1.
  package mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A whole number in 0..<bound; bound is at least 1.
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }

  /// True with the given probability.
  mutating func chance(_ probability: Double) -> Bool { unit() < probability }

  /// A whole number of the closed range.
  mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.count)
  }

  /// A draw from the exponential distribution with this mean.
  mutating func exponential(mean: Double) -> Double { -log(1 - unit()) * mean }

  /// A number of the range, each alike likely.
  mutating func between(_ low: Double, _ high: Double) -> Double { low + unit() * (high - low) }

  /// One of the list, which is not empty.
  mutating func pick<Element>(_ list: [Element]) -> Element { list[below(list.count)] }
}
