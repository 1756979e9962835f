import Foundation

/// Distributions of how many of n events hit.
enum HitCounts {
  /// The chance of every count of independent hits with these chances, exact in O(n²).
  ///
  /// Source: Barlow & Heidtmann 1984.
  static func poissonBinomial(_ chances: [Double]) -> [Double] {
    var mass = [Double](repeating: 0, count: chances.count + 1)
    mass[0] = 1
    for (index, chance) in chances.enumerated() {
      for count in stride(from: index + 1, to: 0, by: -1) {
        mass[count] = mass[count] * (1 - chance) + mass[count - 1] * chance
      }
      mass[0] *= 1 - chance
    }
    return mass
  }

  /// The chance of `hits` of `n` when the chance of one is drawn from Beta(a, b).
  ///
  /// Whole numbers of hits and misses need products only:
  /// C(n, x) · (a)ₓ · (b)ₙ₋ₓ / (a + b)ₙ with rising factorials.
  static func betaBinomial(_ hits: Int, of n: Int, a: Double, b: Double) -> Double {
    var logarithm = 0.0
    for i in 0..<hits { logarithm += log((a + Double(i)) * Double(n - i) / Double(hits - i)) }
    for i in 0..<n - hits { logarithm += log(b + Double(i)) }
    for i in 0..<n { logarithm -= log(a + b + Double(i)) }
    return exp(logarithm)
  }
}

/// The distribution of the k-th of n ordered times on a span whose ends are given.
///
/// Interior time k is Beta(k, n - 1 - k). Both parameters are whole numbers, so the regularised
/// incomplete beta function is a binomial tail and needs no special function.
/// Source: https://dlmf.nist.gov/8.17#E5
struct OrderedTimes {
  /// Free times between the two ends.
  private let trials: Int
  private let logFactorials: [Double]

  /// - parameter count: all times, ends included.
  init(count: Int) {
    trials = max(0, count - 2)
    var logs = [0.0]
    for i in 0..<trials { logs.append(logs[i] + log(Double(i + 1))) }
    logFactorials = logs
  }

  /// The chance that time k lies within the first `share` of the span.
  ///
  /// - precondition: 0 < k < count - 1.
  func chance(of k: Int, before share: Double) -> Double {
    if share <= 0 { return 0 }
    if share >= 1 { return 1 }
    let mean = Double(trials) * share
    // The shorter tail is summed: the other one would lose its digits against 1.
    if Double(k) > mean { return sum(stride(from: k, through: trials, by: 1), share) }
    return 1 - sum(stride(from: k - 1, through: 0, by: -1), share)
  }

  /// Adds binomial terms outwards from the mode until they no longer count.
  private func sum(_ counts: StrideThrough<Int>, _ share: Double) -> Double {
    var total = 0.0
    for count in counts {
      let term = exp(
        logFactorials[trials] - logFactorials[count] - logFactorials[trials - count]
          + Double(count) * log(share) + Double(trials - count) * log1p(-share))
      total += term
      if term < total * 1e-17 { break }
    }
    return total
  }
}
