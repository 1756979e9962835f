package import Corpus

/// Which of several base rates of one population counts (method, section 4.6).
package enum BaseRateChoice {
  /// The best source wins: an audit over a reviewed window over an elicited range; of equals the newest.
  ///
  /// Rates of another population or unit never stand in, nor do rates that hold for a moment after
  /// `now`. Of equally good and new ones the last by source name is taken.
  /// - Returns: nil when there is none; then `BaseRateBelief.standard` stands in.
  package static func best(
    _ rates: [BaseRate], of ecosystem: Ecosystem, population: String = "registry",
    unit: String = "project", asOf now: UTCInstant
  ) -> BaseRate? {
    rates.filter {
      $0.ecosystem == ecosystem && $0.population == population && $0.unit == unit && $0.asOf <= now
    }.max { precedes($0, $1) }
  }

  private static func precedes(_ left: BaseRate, _ right: BaseRate) -> Bool {
    if left.method != right.method { return left.method.rank < right.method.rank }
    if left.asOf != right.asOf { return left.asOf < right.asOf }
    return left.source.utf8.lexicographicallyPrecedes(right.source.utf8)
  }
}

extension BaseRate.Method {
  fileprivate var rank: Int {
    switch self {
    case .elicited: 0
    case .window: 1
    case .audit: 2
    }
  }
}
