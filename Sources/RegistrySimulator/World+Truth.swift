import Corpus
import Foundation

/// What only the simulator knows, and what the world says about it.
extension World {
  /// One row per package that ever appeared, sorted by registry and creation, with a header.
  ///
  /// Times that are not known yet tonight are included: it is the truth, not a report.
  package func truthCSV() -> String {
    var lines = [
      "ecosystem,name,malicious,archetype,campaign,published_at,taken_down_at,reported_at,"
        + "in_population,true_posterior"
    ]
    for ecosystem in configuration.ecosystems.sorted() {
      for package in packages(ecosystem) { lines.append(truth(package)) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func truth(_ package: SimulatedPackage) -> String {
    let campaign = package.campaign.map { "\(package.ecosystem.rawValue)-\($0)" } ?? ""
    let fields: [String] = [
      package.ecosystem.rawValue, package.name, package.isMalicious ? "1" : "0",
      package.archetype.rawValue, campaign, package.publishedAt.iso8601,
      package.takenDownAt?.iso8601 ?? "", package.reportedAt?.iso8601 ?? "",
      package.isInPopulation ? "1" : "0", String(posterior(of: package)),
    ]
    return fields.joined(separator: ",")
  }

  /// A base rate per registry, counted in a simulated review of 20,000 packages.
  package func baseRatesCSV() -> String {
    let header = "ecosystem,population,unit,low,mid,high,malicious,reviewed,source,as_of\n"
    return header
      + configuration.ecosystems.sorted().map { baseRate($0) + "\n" }.joined()
  }

  private func baseRate(_ ecosystem: Ecosystem) -> String {
    let reviewed = 20_000
    var random = SplitMix64(seed: configuration.seed, 6, UInt64(ecosystem.number))
    let malicious = (0..<reviewed).reduce(0) { sum, _ in
      sum + (random.chance(configuration.prior) ? 1 : 0)
    }
    let (low, high) = Self.wilson(malicious, of: reviewed)
    let mid = Double(malicious) / Double(reviewed)
    let asOf = UTCInstant(milliseconds: SimulatedTime.firstNight - SimulatedTime.day).iso8601
    return "\(ecosystem.rawValue),registry,project,\(low),\(mid),\(high),\(malicious),\(reviewed),"
      + "simulated review,\(asOf)"
  }

  /// The 95 % score interval of a share.
  ///
  /// Source: Wilson 1927, Journal of the American Statistical Association 22, 209-212.
  static func wilson(_ hits: Int, of trials: Int) -> (low: Double, high: Double) {
    let (n, z) = (Double(trials), 1.959_963_984_540_054)
    let share = Double(hits) / n
    let centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    return (centre - half, centre + half)
  }
}
