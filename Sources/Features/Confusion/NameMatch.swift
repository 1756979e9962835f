/// What one name has to do with the popular names of its registry.
package struct NameMatch: Sendable, Equatable {
  /// The strongest rule that fired; nil for an ordinary or a popular name.
  package var rule: NameRule?
  /// The popular name it resembles; nil without a rule and for `otherEcosystem`.
  package var target: String?
  /// The target's place among popular names, 0 for the most popular; for a popular name its own.
  package var rank: Int?
  /// Bytes of the target without separators, else of the name itself.
  package var length: Int
  /// Popular names one or two edits away.
  package var neighbours: Int
  /// The name is a popular one itself, so it imitates nobody.
  package var isPopular: Bool

  /// Evidence of imitation in decibans, at least 0; nil when no rule fired.
  ///
  /// Rule, popularity of the target and its length, weighted as fitted.
  /// Source: scoring method, section 6; `golden-typosquat.json`, `model`.
  package var decibans: Double? {
    guard let rule else { return nil }
    guard rule.decibans > 0 else { return 0 }
    let popularity = Self.popularityDecibans(rank: rank ?? .max)
    return max(
      0, 0.9652 * rule.decibans + 0.818 * popularity + 0.7128 * Self.lengthDecibans(length))
  }

  private static func popularityDecibans(rank: Int) -> Double {
    switch rank {
    case ..<100: 5.925
    case ..<500: 5.570
    case ..<2_000: -1.558
    default: -5.527
    }
  }

  private static func lengthDecibans(_ length: Int) -> Double {
    switch length {
    case ..<5: -9.597
    case ..<7: -1.991
    case ..<9: -1.099
    case ..<12: 0.794
    default: 4.279
    }
  }
}
