import Foundation

/// The only random generator of the project: SplitMix64.
///
/// The n-th output depends on the seed and n alone, so streams are portable.
/// Source: https://doi.org/10.1145/2660193.2660195
package struct SplitMix64: Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Uniform in 0..<1 with 53 bits.
  package mutating func nextDouble() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// Exponential with mean 1.
  package mutating func nextExponential() -> Double {
    -log(1 - nextDouble())
  }

  /// Standard normal, by Box and Muller; uses two uniforms.
  package mutating func nextNormal() -> Double {
    let radius = (-2 * log(1 - nextDouble())).squareRoot()
    return radius * cos(2 * Double.pi * nextDouble())
  }

  /// Gamma with this shape (above 0) and scale 1.
  ///
  /// Marsaglia and Tsang, with the power of a uniform for shapes below 1.
  /// Source: https://doi.org/10.1145/358407.358414
  package mutating func nextGamma(_ shape: Double) -> Double {
    guard shape >= 1 else {
      let boosted = nextGamma(shape + 1)
      return boosted * pow(1 - nextDouble(), 1 / shape)
    }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let normal = nextNormal()
      let root = 1 + c * normal
      guard root > 0 else { continue }
      let cube = root * root * root
      let uniform = 1 - nextDouble()
      if log(uniform) < 0.5 * normal * normal + d * (1 - cube + log(cube)) { return d * cube }
    }
  }

  /// Beta with these shapes (both above 0).
  package mutating func nextBeta(_ a: Double, _ b: Double) -> Double {
    let first = nextGamma(a)
    let second = nextGamma(b)
    let sum = first + second
    return sum > 0 ? first / sum : a / (a + b)
  }
}
