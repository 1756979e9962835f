package import Corpus
import Foundation
package import Labels
import Scoring
import Tables

/// Draws the packages of a stratified audit and writes them as a sheet to fill in.
package enum AuditDraw {
  /// What was drawn, in words for people.
  package struct Outcome: Sendable {
    package let design: AuditDesign
    package let text: String
  }

  /// Writes a sheet of `reviews` packages nobody reported, the same for the same scores and seed.
  ///
  /// - Throws: `PipelineError(.usage)` when there are too few reviews for the strata or too few packages.
  package static func run(
    _ ecosystem: Ecosystem, reviews: Int, seed: UInt64, to output: String, in context: RunContext
  ) async throws -> Outcome {
    let population = try AuditPopulation(ecosystem, context.layout)
    let audit = population.audit
    let expected = population.strata.map(\.expected)
    let counts = audit.reviews(total: reviews, expected: expected)
    try check(counts, reviews, population)
    let design = AuditDesign(
      ecosystem: ecosystem, asOf: try moment(population.reference, context.layout),
      reference: population.reference.id, seed: seed,
      strata: zip(audit.packages, counts).map {
        AuditDesign.Stratum(packages: $0, reviews: $1)
      })
    let drawn = draw(population, counts, seed)
    let facts = try facts(of: drawn, ecosystem, context.layout)
    let sheet = AuditSheetTable(
      design: design, drawn: drawn, facts: facts, index: context.settings.endpoints.pypi)
    try CSVWriter.write(sheet.table, to: output)
    return Outcome(design: design, text: AuditWords.drawn(design, population, output))
  }

  /// One package of the sample and its stratum.
  struct Drawn {
    let member: AuditPopulation.Member
    let stratum: Int
    /// What the draw and the order of the sheet follow.
    let lot: Double
  }

  /// The population is that of the newest complete run, or of the reference's moment before there is one.
  private static func moment(_ reference: Reference, _ layout: CorpusLayout) throws -> UTCInstant {
    let run = try Certificates.all(in: layout).last?.asOf
    return UTCInstant(parsing: run ?? reference.createdFor) ?? UTCInstant(milliseconds: 0)
  }

  private static func check(_ counts: [Int], _ reviews: Int, _ population: AuditPopulation) throws {
    let least = population.audit.packages.reduce(0) { $0 + min($1, StratifiedAudit.minimumReviews) }
    guard reviews >= least else {
      throw PipelineError(
        .usage,
        "--n \(reviews) is too few for \(counts.count) strata of which each needs \(StratifiedAudit.minimumReviews): give \(least) or more"
      )
    }
    let total = population.audit.packages.reduce(0, +)
    guard counts.reduce(0, +) == reviews else {
      throw PipelineError(
        .usage, "--n \(reviews) is more than the \(total) packages nobody reported: give fewer")
    }
  }

  /// From each stratum the packages with the lowest lots, all strata mixed by lot: a reviewer who sees
  /// the riskiest first would learn to expect malice.
  private static func draw(
    _ population: AuditPopulation, _ counts: [Int], _ seed: UInt64
  ) -> [Drawn] {
    population.strata.enumerated().flatMap { stratum, held in
      held.members.map { member in
        Drawn(
          member: member, stratum: stratum,
          lot: StableFraction.of("audit/\(seed)/\(member.package.purl)"))
      }.sorted { ($0.lot, $0.member.package) < ($1.lot, $1.member.package) }.prefix(counts[stratum])
    }.sorted { ($0.lot, $0.member.package) < ($1.lot, $1.member.package) }
  }

  private static func facts(
    of drawn: [Drawn], _ ecosystem: Ecosystem, _ layout: CorpusLayout
  ) throws -> [PackageID: PackageFacts] {
    let wanted = Set(drawn.map(\.member.package))
    let all = try FactsFiles(layout: layout, ecosystem: ecosystem).read()
    return Dictionary(
      uniqueKeysWithValues: all.filter { wanted.contains($0.package) }.map { ($0.package, $0) })
  }
}
