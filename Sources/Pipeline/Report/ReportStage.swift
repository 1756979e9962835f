import Corpus
import Foundation
import Report
import Scoring
import Tables

/// Puts the finished artefacts of a run on one page.
package enum ReportStage {
  /// The page of a run that is about to be published.
  ///
  /// - Throws: `PipelineError(.missingArtefact)` when evaluate has not run.
  static func page(
    certificate: Certificate, manifest: Manifest, ecosystems: [Ecosystem],
    _ context: RunContext
  ) throws -> String {
    let figures = try ecosystems.sorted().map { ecosystem in
      try EcosystemPage(
        ecosystem: ecosystem, certificate: certificate.ecosystems[ecosystem.rawValue],
        evaluation: Evaluations.read(ecosystem, context.layout),
        reference: References.newest(ecosystem, asOf: context.now, context.layout)
      ).figures
    }
    let run = RunFigures(
      runID: certificate.run, asOf: certificate.asOf, toolVersion: manifest.toolVersion,
      inputDigest: manifest.inputDigest, configurationDigest: manifest.configurationDigest,
      reference: manifest.references.sorted { $0.key < $1.key }.map(\.value)
        .joined(separator: ", "))
    return ReportPage.html(ReportContent(run: run, ecosystems: figures))
  }

  /// Writes the page of the newest complete run to a file, as the run made it.
  ///
  /// - Throws: `PipelineError(.missingArtefact)` when there is no complete run.
  package static func rewrite(to output: String, in context: RunContext) async throws {
    let runs = context.layout.runs
    guard let name = RunFolder.complete(in: runs).last else {
      throw PipelineError(
        .missingArtefact, "there is no complete run in \(runs): run `assay nightly` first")
    }
    let source = "\(runs)/\(name)/report.html"
    guard let page = FileManager.default.contents(atPath: source) else {
      throw PipelineError(
        .missingArtefact, "cannot read \(source): run `assay nightly` to make another")
    }
    do {
      try page.write(to: URL(fileURLWithPath: output), options: .atomic)
    } catch {
      throw PipelineError(
        .usage, "cannot write \(output): name a file in a folder you may write to", cause: error)
    }
  }
}

/// One ecosystem's evaluation in the words of the page.
struct EcosystemPage {
  let ecosystem: Ecosystem
  let certificate: EcosystemCertificate?
  let evaluation: EvaluationTables
  let reference: Reference?

  var figures: EcosystemFigures {
    EcosystemFigures(
      name: ecosystem.osvName, population: "registry", certificate: completeness,
      distribution: distribution, baseRate: baseRate, map: map, sweep: sweep, coverage: coverage,
      ceilings: ceilings, notes: notes)
  }

  private var completeness: CertificateFigures {
    let crawl = certificate?.crawl ?? CrawlCounts()
    let verdict = certificate?.verdict ?? .hold
    return CertificateFigures(
      expected: crawl.expected, fetched: crawl.fetched, unchanged: crawl.unchanged,
      failed: crawl.failed, stale: crawl.stale, vanished: crawl.vanished, owed: crawl.owed,
      verdict: CertificateFigures.Verdict(rawValue: verdict.rawValue) ?? .hold,
      reasons: certificate?.reasons ?? [])
  }

  /// The exact histogram in forty bars of a quarter point.
  private var distribution: ScoreDistribution {
    var bars = (0..<40).map {
      ScoreDistribution.Bin(
        lower: Double($0) / 4, upper: Double($0 + 1) / 4, population: 0, malicious: 0)
    }
    for row in evaluation.histogram {
      let bar = min(39, max(0, Int((row.lower * 4 + 1e-9).rounded(.down))))
      bars[bar].population += row.unlabelled
      bars[bar].malicious += row.malicious
    }
    return ScoreDistribution(bins: bars, withoutScore: reference?.counts.partial ?? 0)
  }

  private var baseRate: BaseRateFigures? { reference.map(BaseRateFigures.init) }
  private var map: LikelihoodMap {
    guard !evaluation.ratioBins.isEmpty else {
      return .none(reason: reference?.note ?? "no reference was fitted")
    }
    return .bins(evaluation.ratioBins.map(bin))
  }

  private func bin(_ bin: RatioBin) -> LikelihoodBin {
    let contradiction = reference?.warnings.contains(.priorContradictsData) ?? false
    let flags = [
      bin.isSmallSample ? "small_sample" : nil, bin.isBorrowed ? "borrowed" : nil,
      contradiction ? "prior_contradicts_data" : nil,
    ]
    let limits = decibanLimits(of: bin.index)
    return LikelihoodBin(
      upperEdge: bin.upperEdge ?? .infinity, unlabelled: bin.unlabelled,
      campaigns: bin.campaigns, packages: bin.packages, rawRatio: bin.rawRatio, ratio: bin.ratio,
      likelihoodRatio: bin.likelihoodRatio ?? .infinity, decibans: bin.decibans ?? .infinity,
      decibansLow: limits.low, decibansHigh: limits.high, posterior: posterior(of: bin),
      flags: flags.compactMap(\.self))
  }

  private func posterior(of bin: RatioBin) -> Report.Interval? {
    guard let low = bin.low, let mid = bin.mid, let high = bin.high else { return nil }
    return Report.Interval(low: low, mid: mid, high: high)
  }

  /// Limits of the likelihood ratio alone: those of the posterior at a base rate taken as known.
  private func decibanLimits(of bin: Int) -> (low: Double?, high: Double?) {
    let rate = 1e-4
    guard let row = evaluation.sweep.first(where: { $0.bin == bin && $0.baseRate == rate }),
      let low = row.low, let high = row.high
    else { return (nil, nil) }
    return (
      LikelihoodBin.decibans(from: rate, to: low), LikelihoodBin.decibans(from: rate, to: high)
    )
  }

  private var sweep: [SweepPoint] {
    evaluation.sweep.compactMap { row in
      guard let low = row.low, let mid = row.mid, let high = row.high else { return nil }
      func band(_ odds: Double) -> Report.Interval? {
        row.band(odds: odds).map { Report.Interval(low: $0.low, mid: mid, high: $0.high) }
      }
      return SweepPoint(
        bin: row.bin, baseRate: row.baseRate,
        posterior: Report.Interval(low: low, mid: mid, high: high), factor2: band(2),
        factor4: band(4))
    }
  }

  private var coverage: [CoverageOfGood] {
    evaluation.goodCoverage.map { row in
      let result = row.result
      return CoverageOfGood(
        baseRate: row.baseRate, bound: row.bound, kappa: row.odds, threshold: result.threshold,
        coverage: result.coverage, maliciousAbove: result.maliciousAbove,
        low: malice(result.low, row), high: malice(result.high, row))
    }
  }

  /// The share of malice among the recommended, from the share of malice that is recommended.
  private func malice(_ share: Double, _ row: GoodCoverageRow) -> Double {
    let bad = row.baseRate * share
    let recommended = bad + (1 - row.baseRate) * row.result.coverage
    return recommended > 0 ? bad / recommended : 0
  }

  private var ceilings: [PrecisionCeiling] {
    evaluation.ceiling.map { row in
      PrecisionCeiling(
        baseRate: row.baseRate, precision: row.precision, bin: row.bin, recall: row.recall,
        neededFor10: row.needed10, neededFor50: row.needed50, neededFor90: row.needed90)
    }
  }

  private var notes: [ReportNote] {
    guard let reference else { return [] }
    let counts = reference.counts
    let basis = ReportNote(
      .note,
      "Fitted on \(counts.malicious) reported packages of \(counts.campaigns) campaigns and "
        + "\(counts.unlabelled) unlabelled packages; \(counts.excluded) set aside, "
        + "\(counts.partial) with too much not collected.")
    return [basis] + impossibleRates
      + reference.warnings.map { ReportNote(.warning, sentence($0, reference)) }
  }

  /// The base rates of the sweep that the scores rule out.
  private var impossibleRates: [ReportNote] {
    let rates = Set(evaluation.sweep.filter { $0.mid == nil }.map(\.baseRate)).sorted(by: >)
    guard !rates.isEmpty else { return [] }
    let list = rates.map { NumberText.oneIn($0) }.joined(separator: ", ")
    return [
      ReportNote(
        .note,
        "No posterior at base rates of \(list): the lowest scores would hold more malware than packages."
      )
    ]
  }

  private func sentence(_ warning: ReferenceWarning, _ reference: Reference) -> String {
    switch warning {
    case .smallSample:
      "Fewer campaigns than the method needs: intervals of risky bins are too narrow."
    case .borrowed: "The ratios lean on campaigns of other ecosystems."
    case .noSignal: "No signal separates reported packages from the others."
    case .priorContradictsData:
      "The base rate supplied is impossible given the scores: no probability is stated."
    case .wrongDirection:
      "A safer bin holds more malice than its neighbour beyond chance: bins "
        + (reference.map?.risingBins ?? []).map { "\($0)" }.joined(separator: ", ") + "."
    case .notConverged: "The search for the model's coefficients ran out of steps."
    case .basisUnstable: "The activity baseline changed its direction: the last one is kept."
    case .crossFitShift: "The model follows its own rows too closely: held-out evidence differs."
    }
  }
}
