import Foundation

/// The log ratio of malicious to unlabelled shares per bin (method, section 2.5).
///
/// Positive values speak for malice; an empty bin gets 0.
package struct WeightOfEvidence: Sendable, Equatable {
  /// Natural logarithms, one per bin.
  package let nats: [Double]
  /// How much the bins separate the classes, in nats; 0 for a useless signal.
  package let informationValue: Double

  /// How the ratio may run along the bins.
  package enum Shape: Sendable { case rising, falling, free }

  /// Shrinks both distributions to their pool with the weight of `shrinkage` campaigns.
  ///
  /// Only the first `ordered` bins obey `shape`; the rest, as the withheld bin, are free.
  package init(
    malicious: [Double], unlabelled: [Double], shrinkage: Double = 2, shape: Shape = .free,
    ordered: Int? = nil
  ) {
    let malice = malicious.reduce(0, +)
    let rest = unlabelled.reduce(0, +)
    let both = malice + rest
    guard malice > 0, rest > 0 else {
      nats = malicious.map { _ in 0 }
      informationValue = 0
      return
    }
    let pool = zip(malicious, unlabelled).map { ($0 + $1) / both }
    let bad = zip(malicious, pool).map { ($0 + shrinkage * $1) / (malice + shrinkage) }
    let usual = zip(unlabelled, pool).map { ($0 + shrinkage * $1) / (rest + shrinkage) }
    let ratios = Self.shaped(bad, usual, shape, ordered: ordered ?? bad.count)
    nats = ratios.map { $0 > 0 ? log($0) : 0 }
    informationValue = zip(usual, zip(ratios, nats)).reduce(0) { sum, bin in
      sum + (bin.1.0 - 1) * bin.0 * bin.1.1
    }
  }

  /// The ratios per bin, monotone over the leading bins; 0 in an empty bin.
  private static func shaped(
    _ bad: [Double], _ usual: [Double], _ shape: Shape, ordered: Int
  ) -> [Double] {
    var ratios = zip(bad, usual).map { $1 > 0 ? $0 / $1 : 0 }
    let filled = (0..<ordered).filter { usual[$0] > 0 }
    let values = filled.map { ratios[$0] }
    let weights = filled.map { usual[$0] }
    let fitted: [Double]
    switch shape {
    case .free: return ratios
    case .rising: fitted = IsotonicFit.increasing(values, weights: weights)
    case .falling: fitted = IsotonicFit.decreasing(values, weights: weights)
    }
    for (bin, value) in zip(filled, fitted) { ratios[bin] = value }
    return ratios
  }
}
