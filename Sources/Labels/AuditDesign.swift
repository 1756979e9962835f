package import Corpus

/// Of which population an audit's sample was drawn, and how many packages of each stratum.
///
/// Every row of a sheet carries it as one cell of text, so that a sheet needs nothing but itself.
package struct AuditDesign: Sendable, Equatable {
  /// A stratum's packages and how many of them are reviewed.
  package struct Stratum: Sendable, Equatable {
    package let packages: Int
    package let reviews: Int

    package init(packages: Int, reviews: Int) {
      self.packages = packages
      self.reviews = reviews
    }
  }

  package let ecosystem: Ecosystem
  package let population: String
  package let unit: String
  /// The moment whose population it is.
  package let asOf: UTCInstant
  /// The reference whose scores make the strata.
  package let reference: String
  package let seed: UInt64
  /// From the riskiest.
  package let strata: [Stratum]

  package init(
    ecosystem: Ecosystem, population: String = "registry", unit: String = "project",
    asOf: UTCInstant, reference: String, seed: UInt64, strata: [Stratum]
  ) {
    self.ecosystem = ecosystem
    self.population = population
    self.unit = unit
    self.asOf = asOf
    self.reference = reference
    self.seed = seed
    self.strata = strata
  }

  private static let edition = "assay-audit-1"

  /// One cell: edition, ecosystem, population, unit, moment, reference, seed, `packages:reviews` per stratum.
  package var text: String {
    let counts = strata.map { "\($0.packages):\($0.reviews)" }.joined(separator: "/")
    return [
      Self.edition, ecosystem.rawValue, population, unit, asOf.iso8601, reference, "\(seed)",
      counts,
    ].joined(separator: " ")
  }

  /// Reads what `text` says; nil for anything else.
  package init?(text: String) {
    let words = text.split(separator: " ").map(String.init)
    guard words.count == 8, words[0] == Self.edition, let ecosystem = Ecosystem(rawValue: words[1]),
      let asOf = UTCInstant(parsing: words[4]), let seed = UInt64(words[6])
    else { return nil }
    let strata = words[7].split(separator: "/").compactMap(Self.stratum)
    self.init(
      ecosystem: ecosystem, population: words[2], unit: words[3], asOf: asOf, reference: words[5],
      seed: seed, strata: strata)
    guard self.text == text else { return nil }
  }

  private static func stratum(_ text: Substring) -> Stratum? {
    let counts = text.split(separator: ":").compactMap { Int($0) }
    guard counts.count == 2, counts[0] > 0, (0...counts[0]).contains(counts[1]) else { return nil }
    return Stratum(packages: counts[0], reviews: counts[1])
  }

  /// Reviews over all strata.
  package var reviews: Int { strata.reduce(0) { $0 + $1.reviews } }

  /// A short name for the audit.
  package var id: String { ShortDigest.of(Array(text.utf8)) }

  /// Ties a row to its design, number, stratum and package; the letter keeps it text in spreadsheets.
  package func seal(row: Int, stratum: Int, purl: String) -> String {
    "s" + ShortDigest.of(Array("\(text)\n\(row)\n\(stratum)\n\(purl)".utf8))
  }
}
