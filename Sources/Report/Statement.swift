import Foundation

/// The sentences the page opens with; each can be justified from the figures beside it.
package enum Statement {
  /// What every share of malice is relative to (method, section 4.7).
  package static let scope = "relative to malware of the kind that gets reported"

  /// What is said about the lowest scores of one ecosystem (method, section 4.8).
  package static func lowestScores(of figures: EcosystemFigures) -> String {
    guard let rate = figures.baseRate, rate.isProbability else {
      return refusal(figures.name, figures.map.reason ?? "no base rate is known")
    }
    let bins: [LikelihoodBin]
    switch figures.map {
    case .none(let reason): return refusal(figures.name, reason)
    case .bins(let fitted): bins = fitted
    }
    guard let riskiest = bins.first else {
      return refusal(figures.name, "there are no scored packages")
    }
    guard let posterior = riskiest.posterior, posterior.isProbability else {
      return refusal(figures.name, reasons(riskiest))
    }
    let sentence = sentence(
      posterior, of: subject(bin: 0, upperEdges: bins.map(\.upperEdge), unit: rate.unit), at: rate,
      in: figures.name)
    return "\(sentence) \(origin(rate))"
  }

  /// Why nothing is said.
  package static func refusal(_ whom: String, _ reason: String) -> String {
    "No probability can be stated for \(whom): \(reason)."
  }

  private static func reasons(_ bin: LikelihoodBin) -> String {
    let known = bin.flags.map(reason)
    return known.isEmpty ? "labels and base rate do not support one" : known.joined(separator: "; ")
  }

  /// What a flag of a bin or of a score means, as the reason for saying nothing.
  package static func reason(_ flag: String) -> String {
    switch flag {
    case "partial": "too much about it is not collected"
    case "no_map": "no likelihood ratios could be fitted"
    case "small_sample": "there are fewer campaigns than the method needs"
    case "borrowed": "the ratios lean on campaigns of other ecosystems"
    case "no_signal": "no signal separates reported packages from the others"
    case "prior_contradicts_data": "the base rate is impossible given the scores"
    default: flag
    }
  }

  /// A share of malice with everything it depends on: base rate, population, unit, interval, scope.
  ///
  /// `At a base rate of 1 in 1,000 npm projects, 1 in 160 (1 in 90 to 1 in 310) packages scoring 0 is
  /// malicious, relative to malware of the kind that gets reported.` - parameter subject: as of `subject`.
  package static func sentence(
    _ posterior: Interval, of subject: String, at rate: BaseRateFigures, in registry: String
  ) -> String {
    "\(condition(rate, in: registry)), \(claim(posterior, of: subject)), \(scope)."
  }

  /// `packages scoring at most 0.6` for a bin of scores; every bin but the first begins above the edge before it.
  package static func subject(bin: Int, upperEdges: [Double], unit: String = "project") -> String {
    let items = items(of: unit)
    let upper = upperEdges[bin] < 10 ? upperEdges[bin] : nil
    let lower = bin > 0 ? upperEdges[bin - 1] : nil
    switch (lower, upper) {
    case (nil, nil): return "\(items), whatever they score,"
    case (nil, let upper?):
      return upper > 0 ? "\(items) scoring at most \(score(upper))" : "\(items) scoring 0"
    case (let lower?, nil): return "\(items) scoring above \(score(lower))"
    case (let lower?, let upper?):
      return "\(items) scoring above \(score(lower)) and at most \(score(upper))"
    }
  }

  /// What a unit's items are called in a sentence: `packages` for projects.
  package static func items(of unit: String) -> String {
    unit == "project" ? "packages" : "\(unit)s"
  }

  /// `1 in 160 (1 in 90 to 1 in 310) packages scoring 0 is malicious`, or only the range when that is wide.
  package static func claim(_ posterior: Interval, of subject: String) -> String {
    "\(share(posterior)) \(subject) is malicious"
  }

  /// The share alone: with limits, as a bound when there is no lower limit, or the range when it is wide.
  static func share(_ posterior: Interval) -> String {
    let most = NumberText.oneIn(posterior.high)
    guard posterior.low > 0 else { return "at most \(most)" }
    let range = "\(most) to \(NumberText.oneIn(posterior.low))"
    if posterior.high / posterior.low > 100 || posterior.mid <= 0 { return range }
    return "\(NumberText.oneIn(posterior.mid)) (\(range))"
  }

  /// What a claim assumes: `At a base rate of 1 in 1,000 new npm projects`.
  package static func condition(_ rate: BaseRateFigures, in registry: String) -> String {
    "At a base rate of \(NumberText.oneIn(rate.mid)) \(population(rate, in: registry))"
  }

  /// `new npm projects`: whose share a base rate is.
  package static func population(_ rate: BaseRateFigures, in registry: String) -> String {
    "\(rate.population == "arrivals" ? "new " : "")\(registry) \(rate.unit)s"
  }

  /// Interval, source and date of a base rate, and whether anybody counted it, as a sentence.
  package static func origin(_ rate: BaseRateFigures) -> String {
    let (high, low) = (NumberText.oneIn(rate.high), NumberText.oneIn(rate.low))
    let known =
      rate.isElicited
      ? "That base rate is assumed, not counted, between \(high) and \(low)"
      : "That base rate is known to be \(high) to \(low) (95 %)"
    return "\(known): \(rate.source), \(day(rate.asOf))."
  }

  /// What the same scores say about the good; nil when no row supports a sentence (method, section 5.4).
  package static func theGood(of figures: EcosystemFigures) -> String? {
    guard let rate = figures.baseRate, let row = mostUseful(figures.coverage, near: rate.mid),
      let threshold = row.threshold
    else { return nil }
    var stated = rate
    stated.mid = row.baseRate
    return "\(condition(stated, in: figures.name)), at most \(NumberText.oneIn(row.bound)) "
      + "\(items(of: rate.unit)) scoring \(score(threshold)) or more is malicious (upper 95 % limit), "
      + "\(scope). \(NumberText.percent(row.coverage)) of good \(items(of: rate.unit)) score that much."
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
