package import Corpus
import Foundation

/// What is believed of a population's base rate: a distribution to draw from.
package struct BaseRateBelief: Codable, Sendable, Equatable {
  /// The 95 % limits and the median, each inside 0...1.
  package let low: Double
  package let mid: Double
  package let high: Double
  package let source: String
  /// Whose share it is: `registry` or `arrivals`.
  package let population: String
  /// What is counted: `project`, `release` or `file`.
  package let unit: String
  /// The moment it holds for, ISO 8601; nil for a guess that has none.
  package let asOf: String?
  /// How it came to be known.
  package let method: BaseRate.Method

  /// Each side of the median is normal on the logit scale; equal limits make a fixed value.
  ///
  /// Limits at or below 0 are lifted to a thousandth of the median, because the logit has no 0.
  package init(
    low: Double, mid: Double, high: Double, source: String, population: String = "registry",
    unit: String = "project", asOf: String? = nil, method: BaseRate.Method = .window
  ) {
    let middle = min(max(mid.isFinite ? mid : 0, 1e-9), 1 - 1e-9)
    self.mid = middle
    self.low = min(max(low.isFinite ? low : 0, middle / 1000), middle)
    self.high = max(min(high.isFinite ? high : 1, 1 - 1e-9), middle)
    self.source = source
    self.population = population
    self.unit = unit
    self.asOf = asOf
    self.method = method
  }

  /// Reads what an older reference says; it named neither population nor method.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    low = try fields.decode(Double.self, forKey: .low)
    mid = try fields.decode(Double.self, forKey: .mid)
    high = try fields.decode(Double.self, forKey: .high)
    source = try fields.decode(String.self, forKey: .source)
    population = try fields.decodeIfPresent(String.self, forKey: .population) ?? "registry"
    unit = try fields.decodeIfPresent(String.self, forKey: .unit) ?? "project"
    asOf = try fields.decodeIfPresent(String.self, forKey: .asOf)
    method = try fields.decodeIfPresent(BaseRate.Method.self, forKey: .method) ?? .window
  }

  /// A base rate taken as known.
  package init(fixed rate: Double, source: String = "fixed") {
    self.init(low: rate, mid: rate, high: rate, source: source)
  }

  package init(_ rate: BaseRate) {
    self.init(
      low: rate.low, mid: rate.mid, high: rate.high, source: rate.source,
      population: rate.population, unit: rate.unit, asOf: rate.asOf.iso8601, method: rate.method)
  }

  /// Whether nobody counted anything.
  package var isElicited: Bool { method == .elicited }

  /// Where nothing is known of the projects of a registry: 5 and 95 % points at 1e-4 and 1e-2.
  package static let elicited = elicited(population: "registry", unit: "project")

  /// What stands in for a population without a base rate (method, section 14).
  ///
  /// For releases that arrive at npm a reviewed week gives Beta(9, 9000); elsewhere nothing is known.
  package static func standard(
    of ecosystem: Ecosystem, population: String, unit: String
  ) -> BaseRateBelief {
    guard ecosystem == .npm, population == "arrivals", unit == "release" else {
      return elicited(population: population, unit: unit)
    }
    let week = [0.025, 0.5, 0.975].map { Special.betaQuantile(9, 9000, $0) }
    return BaseRateBelief(
      low: week[0], mid: week[1], high: week[2], source: "95 of 96,287 releases in a week of npm",
      population: population, unit: unit, asOf: "2021-08-04T00:00:00Z", method: .window)
  }

  /// The method's range for ignorance (section 4.6, rule 3).
  private static func elicited(population: String, unit: String) -> BaseRateBelief {
    BaseRateBelief(
      fivePercent: 1e-4, ninetyFivePercent: 1e-2, source: "elicited range", population: population,
      unit: unit)
  }

  /// A guess by its 5 and 95 % points, normal on the logit scale on each side of its middle.
  package init(
    fivePercent: Double, mid: Double? = nil, ninetyFivePercent: Double, source: String,
    population: String = "registry", unit: String = "project"
  ) {
    let (low, high) = (Self.logit(fivePercent), Self.logit(ninetyFivePercent))
    let middle = mid.map(Self.logit) ?? (low + high) / 2
    let wider = Special.normalQuantile(0.975) / Special.normalQuantile(0.95)
    self.init(
      low: Self.share(middle - (middle - low) * wider), mid: Self.share(middle),
      high: Self.share(middle + (high - middle) * wider), source: source, population: population,
      unit: unit, method: .elicited)
  }

  /// One draw from the distribution.
  package func draw(using random: inout SplitMix64) -> Double {
    let z = random.nextNormal() / Special.normalQuantile(0.975)
    let centre = Self.logit(mid)
    let side = z < 0 ? centre - Self.logit(low) : Self.logit(high) - centre
    return Self.share(centre + z * side)
  }

  private static func logit(_ share: Double) -> Double { log(share) - log1p(-share) }
  private static func share(_ logit: Double) -> Double { 1 / (1 + exp(-logit)) }
}
