import Foundation

/// The population stability index: how far two histograms are apart, in nats.
package enum StabilityIndex {
  /// Half a count is added to every bin of both.
  package static func between(_ first: [Double], _ second: [Double], pseudoCount: Double = 0.5)
    -> Double
  {
    let bins = Double(first.count)
    let firstTotal = first.reduce(0, +) + pseudoCount * bins
    let secondTotal = second.reduce(0, +) + pseudoCount * bins
    return zip(first, second).reduce(0) { sum, pair in
      let p = (pair.0 + pseudoCount) / firstTotal
      let q = (pair.1 + pseudoCount) / secondTotal
      return sum + (p - q) * log(p / q)
    }
  }

  /// The index over ten bins whose edges lie halfway between neighbouring reference values.
  ///
  /// Halfway, so that an atom that moved a little is still the same atom.
  static func shift(from reference: ValueCounts, to values: [Double]) -> Double {
    guard reference.total > 0, !values.isEmpty else { return 0 }
    let inner = Bins.equalPopulation(reference, bins: 10).edges.dropLast().map { edge in
      let next = reference.values.countThrough(edge)
      return next < reference.values.count ? (edge + reference.values[next]) / 2 : edge
    }
    let bins = Bins(edges: inner + [.infinity])
    var expected = [Double](repeating: 0, count: bins.count)
    for index in reference.values.indices {
      expected[bins.index(of: reference.values[index])] += Double(reference.count(at: index))
    }
    return between(expected, bins.counts(values).map(Double.init))
  }
}
