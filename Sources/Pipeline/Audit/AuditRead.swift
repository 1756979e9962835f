package import Corpus
import Foundation
import Labels
import Scoring

/// Turns a filled-in sheet into a base rate with its provenance.
package enum AuditRead {
  /// What the sheet said: the base rate that was stored and the words for it.
  package struct Outcome: Sendable {
    package let rate: BaseRate
    package let text: String
  }

  /// Reads a sheet, stores the base rate and keeps the sheet itself as a document.
  ///
  /// - Throws: `LabelsError` when the sheet is half filled in or was altered.
  package static func run(path: String, in context: RunContext) async throws -> Outcome {
    let sheet = try AuditSheet.read(path: path)
    let design = sheet.design
    let audit = StratifiedAudit(packages: design.strata.map(\.packages))
    let result = audit.result(
      malicious: sheet.malicious, reviewed: design.strata.map(\.reviews), seed: design.seed)
    let rate = BaseRate(
      ecosystem: design.ecosystem, population: design.population, unit: design.unit,
      low: result.low, mid: result.point > 0 ? result.point : result.median, high: result.high,
      malicious: sheet.malicious.reduce(0, +), reviewed: design.reviews,
      source: "audit \(design.id) by scores of \(design.reference), seed \(design.seed)",
      asOf: design.asOf, method: .audit)
    try await ImportStage.keep(sheet: path, id: design.id, ecosystem: design.ecosystem, context)
    try await ImportStage.store([rate], in: context)
    let lines = [
      AuditWords.read(sheet, result),
      AuditWords.sufficiency(sheet, audit, result), pointEstimate(sheet, context.layout),
    ]
    return Outcome(rate: rate, text: lines.joined(separator: "\n"))
  }

  /// What scores alone may say now that the riskiest stratum was looked at.
  private static func pointEstimate(_ sheet: AuditSheet, _ layout: CorpusLayout) -> String {
    let map = (try? References.read(sheet.design.reference, layout))?.map
    guard let map, let riskiest = map.bins.first, let stratum = sheet.design.strata.first else {
      return "no base rate can be read off the scores: they have no map here"
    }
    let condition = PointEstimateCondition(
      reviewed: stratum.reviews, malicious: sheet.malicious[0], campaigns: riskiest.campaigns,
      unlabelled: riskiest.unlabelled)
    let estimate = condition.estimate(
      populationShare: riskiest.populationShare, maliciousShare: riskiest.maliciousShare)
    return AuditWords.pointEstimate(estimate, condition, bound: map.baseRateUpperBound)
  }
}
