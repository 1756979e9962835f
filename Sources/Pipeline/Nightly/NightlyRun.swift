import Corpus
import Foundation
import Logging
import Scoring
import Storage
import Tables

/// A whole night: every stage in order, then the certificate and the run's folder.
package enum NightlyRun {
  /// What a night left behind.
  package struct Outcome: Sendable {
    package let certificate: Certificate
    package let manifest: Manifest
    /// The run's folder.
    package let folder: String
    package let summaries: [EcosystemSummary]
  }

  /// Runs crawl, extract, repositories (when git hosts may be asked), link, fit, score, evaluate, export and report, and publishes the run's folder.
  ///
  /// - Throws: `PipelineError` or `StorageError` from a stage that cannot go on; the folder is then absent.
  package static func run(_ options: CrawlOptions, in context: RunContext) async throws -> Outcome {
    let ecosystems = options.ecosystems
    let crawled = try await CrawlStage.run(options, in: context)
    let extracted = try await ExtractStage.run(ecosystems, in: context)
    try await visitRepositories(ecosystems, context)
    try LinkStage.run(ecosystems, in: context)
    try await FitStage.run(ecosystems, in: context)
    try await ScoreStage.run(ecosystems, model: nil, in: context)
    try await EvaluateStage.run(ecosystems, in: context)
    return try await publish(ecosystems, crawled, extracted, context)
  }

  /// What no git host may be asked for stays not collected.
  private static func visitRepositories(
    _ ecosystems: [Ecosystem], _ context: RunContext
  ) async throws {
    guard try !GitHosts(context.settings).isEmpty else {
      context.log.info("repositories: no git host may be asked; left out")
      return
    }
    _ = try await RepositoriesStage.run(ecosystems, in: context)
  }

  private static func publish(
    _ ecosystems: [Ecosystem], _ crawled: [Ecosystem: CrawlCounts],
    _ extracted: [Ecosystem: ExtractCounts], _ context: RunContext
  ) async throws -> Outcome {
    let folder = RunFolder(runs: context.layout.runs, now: context.now)
    let certificate = try await certify(ecosystems, crawled, extracted, run: folder.name, context)
    try folder.begin()
    let tables = try await ExportStage.run(
      formats: [.parquet], to: folder.tables, newest: certificate, in: context)
    let manifest = try await manifest(of: folder, tables, ecosystems, context)
    try folder.write(try manifest.json(), to: "manifest.json")
    let page = try ReportStage.page(
      certificate: certificate, manifest: manifest, ecosystems: ecosystems, context)
    try folder.write(Data(page.utf8), to: "report.html")
    try folder.write(try certificate.json(), to: "certificate.json")
    try folder.commit()
    try await context.store.recordRun(
      RunRecord(
        id: folder.name, startedAt: context.now, finishedAt: context.now,
        status: certificate.verdict.rawValue))
    return Outcome(
      certificate: certificate, manifest: manifest, folder: folder.final,
      summaries: try ecosystems.map { try EcosystemSummary(of: $0, certificate, context) })
  }

  private static func certify(
    _ ecosystems: [Ecosystem], _ crawled: [Ecosystem: CrawlCounts],
    _ extracted: [Ecosystem: ExtractCounts], run: String, _ context: RunContext
  ) async throws -> Certificate {
    let published = try Certificates.published(in: context.layout, before: run)
    var judged: [String: EcosystemCertificate] = [:]
    for ecosystem in ecosystems {
      judged[ecosystem.rawValue] = EcosystemCertificate.judge(
        crawl: crawled[ecosystem] ?? CrawlCounts(),
        extract: extracted[ecosystem] ?? ExtractCounts(),
        invariants: try RunInvariants.measure(ecosystem, context.layout),
        reference: try References.newest(ecosystem, asOf: context.now, context.layout)?.id,
        published: try await comparison(
          published.compactMap { $0.ecosystems[ecosystem.rawValue] }.last, ecosystem, context),
        thresholds: context.settings.thresholds)
      judged[ecosystem.rawValue]?.drift = try DriftMeasure.since(
        published, try await ScoringRows.input(ecosystem, context), context)?.sentence
    }
    return Certificate(
      run: run, asOf: context.now.iso8601, comparedWith: published.last?.run, ecosystems: judged)
  }

  /// The last published run and tonight's packages scored with its reference.
  ///
  /// Without that reference's file nothing is said about a shift.
  private static func comparison(
    _ published: EcosystemCertificate?, _ ecosystem: Ecosystem, _ context: RunContext
  ) async throws -> (invariants: RunInvariants, rescored: [Int])? {
    guard let published else { return nil }
    guard let id = published.reference, let reference = try? References.read(id, context.layout)
    else { return (published.invariants, []) }
    let input = try await ScoringRows.input(ecosystem, context)
    let scores = Scoring.Score.scores(input, reference: reference).score.filter(\.isFinite)
    return (published.invariants, RunInvariants.histogram(of: scores))
  }

  private static func manifest(
    of folder: RunFolder, _ tables: [ExportedTable], _ ecosystems: [Ecosystem],
    _ context: RunContext
  ) async throws -> Manifest {
    let references = try ecosystems.compactMap { ecosystem in
      try References.newest(ecosystem, asOf: context.now, context.layout)
        .map { (ecosystem.rawValue, $0.id) }
    }
    return Manifest(
      run: folder.name, asOf: context.now.iso8601, toolVersion: Version.current,
      inputDigest: try await RunDigests.input(in: context),
      configurationDigest: try RunDigests.configuration(context.settings),
      references: Dictionary(uniqueKeysWithValues: references),
      tables: try tables.map {
        Manifest.TableEntry(
          file: "tables/\($0.file)", rows: $0.rows,
          sha256: try RunDigests.file("\(folder.tables)/\($0.file)"))
      })
  }
}

/// Certificates of complete runs.
package enum Certificates {
  /// All of them, oldest first.
  package static func all(in layout: CorpusLayout) throws -> [Certificate] {
    try RunFolder.complete(in: layout.runs).map { name in
      let path = "\(layout.runs)/\(name)/certificate.json"
      do {
        return try JSONDecoder().decode(
          Certificate.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
      } catch {
        throw PipelineError(
          .missingArtefact,
          "cannot read \(path): restore it, or move the folder \(name) out of \(layout.runs)",
          cause: error)
      }
    }
  }

  /// Those of earlier published runs, oldest first; a run may leave ecosystems out.
  static func published(in layout: CorpusLayout, before run: String) throws -> [Certificate] {
    try all(in: layout).filter { $0.run < run && $0.verdict == .publish }
  }
}

extension RunInvariants {
  /// Measures the stage tables that a run is about to publish.
  static func measure(_ ecosystem: Ecosystem, _ layout: CorpusLayout) throws -> RunInvariants {
    let signals = try SignalsTable.read(
      path: layout.stageTable("signals", ecosystem), ecosystem: ecosystem)
    let rows = Double(max(1, signals.packages.count))
    let missing = signals.columns.map { column in
      (
        column.definition.name,
        Double(column.states.count { $0 == .notCollected }) / rows
      )
    }
    let scores = TableReader(
      try ParquetReader.read(path: layout.stageTable("scores", ecosystem)))
    return RunInvariants(
      packages: signals.packages.count, distinctPackages: Set(signals.packages).count,
      missingShare: Dictionary(uniqueKeysWithValues: missing),
      scoreHistogram: histogram(of: try scores.optionalDoubles("score").compactMap(\.self)))
  }
  /// Counts in 20 bins of half a point; empty when all scores are equal.
  static func histogram(of scores: [Double]) -> [Int] {
    guard Set(scores).count > 1 else { return [] }
    var histogram = [Int](repeating: 0, count: 20)
    for score in scores { histogram[min(19, max(0, Int(score * 2)))] += 1 }
    return histogram
  }
}
