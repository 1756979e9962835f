import Corpus
import Report
import Scoring

/// A base rate as a sentence.
enum BaseRateWords {
  /// `1 in 1,000 (1 in 600 to 1 in 2,400) new npm releases is malicious: 95 of 96,287 counted in days …`
  static func sentence(_ rate: BaseRate) -> String {
    let figures = BaseRateFigures(rate)
    let share = Interval(low: rate.low, mid: rate.mid, high: rate.high)
    let subject = Statement.population(figures, in: rate.ecosystem.osvName)
    return "\(Statement.claim(share, of: subject)): \(basis(rate)); \(rate.source), "
      + "as of \(rate.asOf.iso8601.prefix(10))"
  }

  private static func basis(_ rate: BaseRate) -> String {
    let counts = rate.reviewed.map {
      "\(NumberText.count(rate.malicious ?? 0)) of \(NumberText.count($0))"
    }
    switch rate.method {
    case .audit: return "\(counts ?? "some") reviewed at random"
    case .window:
      return "\(counts ?? "some") counted in a window, at least: what nobody noticed is missing"
    case .elicited: return "assumed, not counted"
    }
  }
}

extension BaseRateFigures {
  init(_ rate: BaseRate) {
    self.init(
      low: rate.low, mid: rate.mid, high: rate.high, population: rate.population, unit: rate.unit,
      source: rate.source, asOf: String(rate.asOf.iso8601.prefix(10)),
      isElicited: rate.method == .elicited)
  }
}
