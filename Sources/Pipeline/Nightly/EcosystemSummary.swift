package import Corpus
import Scoring

/// One line of what a night found in an ecosystem.
package struct EcosystemSummary: Sendable, Equatable {
  package let ecosystem: Ecosystem
  package let packages: Int
  package let decoded: Int
  package let requests: Int
  package let owed: Int
  package let campaigns: Int
  /// How often a package at the lowest score is malicious, with its interval; or why that is not known.
  package let lowestScore: String
  /// The same as a sentence that names all it depends on; nil without a reference.
  package let statement: String?
  package let verdict: Verdict

  init(of ecosystem: Ecosystem, _ certificate: Certificate, _ context: RunContext) throws {
    let own = certificate.ecosystems[ecosystem.rawValue]
    let reference = try References.newest(ecosystem, asOf: context.now, context.layout)
    self.ecosystem = ecosystem
    packages = own?.extract.packages ?? 0
    decoded = own?.extract.decoded ?? 0
    requests = own?.crawl.requests ?? 0
    owed = own?.crawl.owed ?? 0
    campaigns = reference?.counts.campaigns ?? 0
    verdict = own?.verdict ?? .hold
    let lowest = reference?.map?.bins.first
    lowestScore = lowest?.oneIn ?? reference?.note ?? "not known"
    statement = reference.map { TableSentences($0).lowestScores }
  }

  /// The cells of the summary table.
  var cells: [String] {
    [
      ecosystem.rawValue, "\(packages)", "\(decoded)", "\(requests)", "\(owed)", "\(campaigns)",
      lowestScore, verdict.rawValue,
    ]
  }
}
