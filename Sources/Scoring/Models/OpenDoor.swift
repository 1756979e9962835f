import Foundation

/// The evidence when one facet is bad and the others are good, which one not being known.
package enum OpenDoor {
  /// `ln(mean exp(E_j))` over the known facets, in nats (method, section 3); nil when none is known.
  package static func evidence(_ facets: [Double?]) -> Double? {
    let known = facets.compactMap { $0 }
    guard let top = known.max() else { return nil }
    return top + log(known.reduce(0) { $0 + exp($1 - top) } / Double(known.count))
  }
}

/// The lowest of several percentiles, which is low for most good packages.
package enum WeakestFacet {
  /// Its percentile among minima of independent uniform percentiles: `1 - (1 - t)^J`.
  package static func independent(_ lowest: Double, facets: Int) -> Double {
    1 - pow(1 - lowest, Double(facets))
  }
}
