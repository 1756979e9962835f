/// What kind of project a package looks like; everything in its documents follows from it.
package enum Archetype: String, Sendable, CaseIterable {
  /// One release, nothing else: all of a registry's are alike but for name and times.
  case neglected
  case hobby
  case maintained
  case popular

  /// Shares among good packages.
  static let goodShares: [(Archetype, Double)] = [
    (.neglected, 0.12), (.hobby, 0.45), (.maintained, 0.33), (.popular, 0.10),
  ]
  /// Shares among malicious packages.
  static let maliciousShares: [(Archetype, Double)] = [
    (.neglected, 0.75), (.hobby, 0.20), (.maintained, 0.05), (.popular, 0),
  ]

  /// The share of this archetype in one class.
  package func share(malicious: Bool) -> Double {
    (malicious ? Self.maliciousShares : Self.goodShares).first { $0.0 == self }?.1 ?? 0
  }

  /// The archetype a uniform number in 0..<1 stands for in one class.
  static func drawn(_ uniform: Double, malicious: Bool) -> Archetype {
    var rest = uniform
    for (archetype, share) in malicious ? maliciousShares : goodShares {
      if rest < share { return archetype }
      rest -= share
    }
    return malicious ? .maintained : .popular
  }

  /// The exact probability that a package of this archetype is malicious.
  ///
  /// `prior` is the share of malicious packages in the population.
  package func posterior(prior: Double) -> Double {
    let malicious = prior * share(malicious: true)
    return malicious / (malicious + (1 - prior) * share(malicious: false))
  }
}
