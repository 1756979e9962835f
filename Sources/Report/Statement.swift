import Foundation

/// The sentences the page opens with; each can be justified from the figures beside it.
package enum Statement {
  /// What is said about the lowest scores of one ecosystem (method, section 4.8).
  package static func lowestScores(of figures: EcosystemFigures) -> String {
    let bins: [LikelihoodBin]
    switch figures.map {
    case .none(let reason): return "No probability can be stated for \(figures.name): \(reason)."
    case .bins(let fitted): bins = fitted
    }
    guard let riskiest = bins.first else {
      return "No probability can be stated for \(figures.name): there are no scored packages."
    }
    guard let rate = figures.baseRate, rate.isProbability else {
      return "No probability can be stated for \(figures.name): no base rate is known."
    }
    guard let posterior = riskiest.posterior, posterior.isProbability else {
      return "No probability can be stated for \(figures.name): \(refusal(riskiest))."
    }
    return "\(place(riskiest, among: bins)) \(claim(posterior)), \(condition(rate))."
  }

  private static func refusal(_ bin: LikelihoodBin) -> String {
    bin.flags.isEmpty
      ? "labels and base rate do not support one" : bin.flags.joined(separator: ", ")
  }

  private static func place(_ bin: LikelihoodBin, among bins: [LikelihoodBin]) -> String {
    if bins.count == 1 { return "At every score alike" }
    return bin.upperEdge > 0
      ? "At the lowest scores (up to \(score(bin.upperEdge)) of 10)" : "At the lowest score"
  }

  /// `about 1 package in 11 is malicious` with its interval, or only the range when that is wide.
  package static func claim(_ posterior: Interval) -> String {
    if posterior.low <= 0 {
      return "at most 1 package in \(NumberText.nOfOneIn(posterior.high)) is malicious (95 %)"
    }
    let range = "\(NumberText.oneIn(posterior.high)) .. \(NumberText.oneIn(posterior.low))"
    if posterior.high / posterior.low > 100 || posterior.mid <= 0 {
      return "the share of malicious packages is somewhere in \(range) (95 %)"
    }
    let middle = NumberText.nOfOneIn(posterior.mid)
    return "about 1 package in \(middle) is malicious (95 %: \(range))"
  }

  /// What the claim assumes: base rate, interval, unit, source, date.
  package static func condition(_ rate: BaseRateFigures) -> String {
    "if \(NumberText.percent(rate.mid)) of \(rate.unit)s are (\(origin(rate)))"
  }

  /// Interval, source and date of a base rate, and whether anybody counted it.
  static func origin(_ rate: BaseRateFigures) -> String {
    let range = "\(NumberText.percent(rate.low)) .. \(NumberText.percent(rate.high))"
    let assumed = rate.isElicited ? "assumed, not counted; " : ""
    return "\(assumed)95 %: \(range); \(rate.source), \(day(rate.asOf))"
  }

  /// What the same scores say about the good; nil when no row supports a sentence (method, section 5.4).
  package static func theGood(of figures: EcosystemFigures) -> String? {
    guard let rate = figures.baseRate, let row = mostUseful(figures.coverage, near: rate.mid),
      let threshold = row.threshold
    else { return nil }
    return "At \(score(threshold)) and above, where \(NumberText.percent(row.coverage)) of good "
      + "packages are, at most \(NumberText.oneIn(row.bound)) is malicious (upper 95 % limit, at a "
      + "base rate of \(NumberText.percent(row.baseRate)) of \(rate.unit)s)."
  }

  /// The strictest bound that still recommends a quarter of the good, else the row that recommends most.
  private static func mostUseful(_ rows: [CoverageOfGood], near rate: Double) -> CoverageOfGood? {
    let own = atOwnRate(rows, rate).filter {
      $0.kappa == 1 && $0.threshold != nil && $0.coverage > 0
    }
    let strictest = own.filter { $0.coverage >= 0.25 }.min { $0.bound < $1.bound }
    return strictest ?? own.max { $0.coverage < $1.coverage }
  }

  /// The rows at the base rate nearest to the given one, by ratio.
  static func atOwnRate(_ rows: [CoverageOfGood], _ rate: Double) -> [CoverageOfGood] {
    guard rate > 0 else { return [] }
    let usable = rows.filter { $0.baseRate > 0 && $0.baseRate.isFinite }
    let nearest = usable.min { distance($0.baseRate, rate) < distance($1.baseRate, rate) }
    return usable.filter { $0.baseRate == nearest?.baseRate }
  }

  private static func distance(_ left: Double, _ right: Double) -> Double {
    abs(log10(left / right))
  }

  /// What the run may be used for, in words.
  package static func verdict(_ certificate: CertificateFigures) -> String {
    switch certificate.verdict {
    case .publish: "Complete: published"
    case .partial: "Partial: something expected is missing"
    case .hold: "Held: not published"
    }
  }

  /// A score of 0 to 10 with at most two significant digits beyond the leading zeros.
  static func score(_ value: Double) -> String {
    value >= 10 || value == .infinity ? "10" : NumberText.trimmed(NumberText.significant(value, 2))
  }

  /// The day of an ISO 8601 instant.
  static func day(_ instant: String) -> String {
    String(instant.prefix { $0 != "T" })
  }
}
