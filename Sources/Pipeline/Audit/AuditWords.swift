import Corpus
import Labels
import Report
import Scoring

/// What `assay audit` prints.
enum AuditWords {
  /// A stratum's scores in words.
  static func place(_ bin: Int, _ edges: [Double]) -> String {
    Statement.subject(bin: bin, upperEdges: edges)
  }

  /// Strata with packages and reviews, how many reviews it takes to be sure, and what comes next.
  static func drawn(_ design: AuditDesign, _ population: AuditPopulation, _ output: String)
    -> String
  {
    var grid = TextGrid(header: ["stratum", "packages", "reviews"])
    for (stratum, counts) in zip(population.strata, design.strata) {
      grid.add([stratum.place, "\(counts.packages)", "\(counts.reviews)"])
    }
    let belief = population.reference.baseRate
    let needs = Set([belief.low, belief.mid, belief.high]).sorted(by: >).map { rate in
      needed(population.audit, population.expected(baseRate: rate), rate, design)
    }
    return
      ([grid.text] + needs + [
        "\(output) has \(design.reviews) packages to review: write malicious or good under verdict in every row, then run `assay audit read \(output)`"
      ]).joined(separator: "\n")
  }

  /// How many reviews give a standard error of a quarter of the base rate.
  private static func needed(
    _ audit: StratifiedAudit, _ expected: [Double], _ rate: Double, _ design: AuditDesign
  ) -> String {
    let needed = audit.needed(expected: expected, relativeError: 0.25)
    let figures = BaseRateFigures(
      low: rate, mid: rate, high: rate, population: design.population, unit: design.unit,
      source: "", asOf: "")
    return
      "\(Statement.condition(figures, in: design.ecosystem.osvName)), a standard error of 25 % takes "
      + "\(count(needed.stratified)) reviews in these strata, \(count(needed.simple)) without strata"
  }

  private static func count(_ value: Double) -> String {
    value.isFinite && value < 1e15 ? NumberText.count(Int(value.rounded(.up))) : "countless"
  }

  /// What a filled-in sheet says of its population.
  static func read(_ sheet: AuditSheet, _ result: StratifiedAudit.Result) -> String {
    let design = sheet.design
    let figures = BaseRateFigures(
      low: result.low, mid: max(result.point, .leastNormalMagnitude), high: result.high,
      population: design.population, unit: design.unit, source: "", asOf: "")
    let found = sheet.malicious.reduce(0, +)
    let subject = Statement.population(figures, in: design.ecosystem.osvName)
    let isNone = found == 0
    let share = Interval(low: isNone ? 0 : result.low, mid: result.point, high: result.high)
    let whom = "\(subject) that nobody had reported by \(design.asOf.iso8601.prefix(10))"
    return "\(Statement.claim(share, of: whom)) (95 %): "
      + "\(found) of \(design.reviews) reviewed packages in \(design.strata.count) strata"
  }

  /// Whether the sheet is large enough for a standard error of a quarter, or how far from it it is.
  static func sufficiency(
    _ sheet: AuditSheet, _ audit: StratifiedAudit, _ result: StratifiedAudit.Result
  ) -> String {
    let rate = result.point > 0 ? result.point : result.median
    let reviewed = sheet.design.strata.map { Double($0.reviews) }
    // Where nothing was found, the share is what the draws say of it.
    let shares = zip(sheet.malicious, reviewed).map {
      (Double($0) + 0.7 / Double(reviewed.count)) / ($1 + 1)
    }
    let needed = audit.needed(expected: shares, relativeError: 0.25)
    return "At \(NumberText.oneIn(rate)), a standard error of 25 % takes about "
      + "\(count(needed.stratified)) reviews in these strata; this sheet has \(sheet.design.reviews)"
  }

  /// What scores alone say of the base rate: a bound, and a point only under its condition.
  static func pointEstimate(
    _ estimate: Double?, _ condition: PointEstimateCondition, bound: Double
  ) -> String {
    let limit = "Scores alone bound the base rate by \(NumberText.oneIn(bound)) (95 %)"
    if let estimate { return "\(limit) and put it at \(NumberText.oneIn(estimate))" }
    return "\(limit); no estimate from them: \(condition.refusal ?? "no campaign is there")"
  }
}
