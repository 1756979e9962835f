import ArgumentParser
import Corpus
import Foundation
import Scoring
import Tables

/// Fitting, scoring and evaluating one ecosystem, against numpy, scipy and scikit-learn.
///
/// Both sides start with the columns in memory and end with the same numbers, which are compared.
struct StatisticsBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "statistics",
    abstract: "Fit, score and evaluate, against numpy, scipy and scikit-learn.")

  @Option(help: "Packages of the ecosystem.")
  var rows = 1_000_000

  @Option(help: "Signals.")
  var signals = 60

  @Option(help: "Packages reported malicious, in campaigns of twenty.")
  var labelled = 4000

  func run() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/assay-bench-\(getpid())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let input = SampleEcosystem(rows: rows, signals: signals, labelled: labelled).input
    let path = "\(folder)/sample.parquet"
    try ParquetWriter.write(SampleEcosystem.table(input), to: path)
    let own = StatisticsRun(input)
    let memory = peakMemoryMiB()
    let peer = Peer.figures("fit_score_evaluate.py", [path])
    let compared = own.figures.map { name, value in
      (name, value, peer?[name].map { abs(value - $0) / max(abs($0), 1e-12) })
    }
    Peer.report(
      "statistics",
      [
        ("fit_s", own.fitSeconds), ("score_s", own.scoreSeconds),
        ("evaluate_s", own.evaluateSeconds), ("peer_fit_s", peer?["fit_seconds"]),
        ("peer_score_s", peer?["score_seconds"]), ("peer_evaluate_s", peer?["evaluate_seconds"]),
        ("speed_ratio", peer.map { own.peerSeconds($0) / own.seconds }), ("peak_mib", memory),
        ("peer_peak_mib", peer?["peak_mib"]),
      ])
    for (name, value, difference) in compared { check(name, value, difference) }
  }

  /// Prints both sides' agreement on one number; a disagreement is said on standard error.
  private func check(_ name: String, _ value: Double, _ difference: Double?) {
    let tolerance = StatisticsRun.tolerances[name] ?? 0
    let agrees = difference.map { $0 <= tolerance }
    print(
      "{\"workload\":\"statistics\",\"number\":\"\(name)\",\"value\":\(value),\"relative_difference\":\(difference.map { "\($0)" } ?? "null"),\"tolerance\":\(tolerance)}"
    )
    if agrees == false {
      FileHandle.standardError.write(
        Data("statistics: \(name) differs from the peer's beyond \(tolerance)\n".utf8))
    }
  }
}

/// One timed run and the numbers it came to.
struct StatisticsRun {
  private(set) var fitSeconds = 0.0
  private(set) var scoreSeconds = 0.0
  private(set) var evaluateSeconds = 0.0
  private(set) var figures: [(String, Double)] = []

  /// What the peer may differ by, relative: draws differ, and ranks beyond 20,000 are interpolated.
  ///
  /// A limit from 4,000 draws has a standard error of 2 %: two of them differ by up to three times 3 %.
  static let tolerances = [
    "information": 1e-9, "coefficients": 1e-4, "mean_score_of_malice": 1e-3,
    "mean_weakest_percentile": 1e-3, "auc": 1e-3, "recall_1pct": 0.02,
    "average_precision_1e3": 0.02, "least_cllr": 0.01, "auc_low": 0.01, "auc_high": 0.01,
    "top_ratio": 0.02, "posterior_high": 0.09,
  ]

  var seconds: Double { fitSeconds + scoreSeconds + evaluateSeconds }

  func peerSeconds(_ peer: [String: Double]) -> Double {
    ["fit_seconds", "score_seconds", "evaluate_seconds"].reduce(0) { $0 + (peer[$1] ?? 0) }
  }

  init(_ input: ScoringInput) {
    let clock = ContinuousClock()
    let start = clock.now
    let reference = Fit.reference(
      input, belief: BaseRateBelief(low: 1e-4, mid: 2e-4, high: 4e-4, source: "bench"),
      settings: FitSettings(id: "bench", createdFor: ""))
    let fitted = clock.now
    let scores = Score.scores(input, reference: reference)
    let scored = clock.now
    let row = Self.evaluation(input, scores)
    let evaluated = clock.now
    fitSeconds = (fitted - start).inSeconds
    scoreSeconds = (scored - fitted).inSeconds
    evaluateSeconds = (evaluated - scored).inSeconds
    figures = Self.figures(input, reference, scores, row)
  }

  private static func evaluation(_ input: ScoringInput, _ scores: ScoreColumns) -> EvaluationRow? {
    let rows = EvaluationRows(
      population: "registry", design: "grouped", campaigns: input.campaigns,
      owners: input.packages.map(\.key), isIncluded: input.packages.map { _ in true })
    let model = ModelScores(
      name: "published",
      risk: input.packages.indices.map { row in
        -(input.campaigns[row] == nil ? scores.score[row] : scores.heldOutScore[row] ?? 5)
      })
    return ModelComparison(
      rows, models: [model], baseRates: [1e-3], settings: EvaluationSettings()
    ).rows.first { $0.gamma == 1 }
  }

  private static func figures(
    _ input: ScoringInput, _ reference: Reference, _ scores: ScoreColumns, _ row: EvaluationRow?
  ) -> [(String, Double)] {
    let used = reference.model.signals.filter(\.isUsed)
    let bad = input.campaigns.indices.filter { input.campaigns[$0] != nil }
    let weakest = scores.weakestPercentile.compactMap(\.self)
    let bin = reference.map?.bins.first
    return [
      ("information", reference.model.signals.reduce(0) { $0 + $1.informationValue }),
      ("coefficients", used.reduce(0) { $0 + $1.coefficient }),
      (
        "mean_score_of_malice",
        bad.reduce(0) { $0 + (scores.heldOutScore[$1] ?? .nan) } / Double(bad.count)
      ),
      ("mean_weakest_percentile", weakest.reduce(0, +) / Double(weakest.count)),
      ("auc", row?.area.value ?? .nan), ("recall_1pct", row?.recalls[1].value ?? .nan),
      ("average_precision_1e3", row?.averagePrecision.value ?? .nan),
      ("least_cllr", row?.leastCost.value ?? .nan), ("auc_low", row?.area.low ?? .nan),
      ("auc_high", row?.area.high ?? .nan), ("top_ratio", bin?.ratio ?? .nan),
      ("posterior_high", bin?.high ?? .nan),
    ]
  }
}

/// A made ecosystem: a third of the signals tell something, most values are counts with an atom.
struct SampleEcosystem {
  let input: ScoringInput

  init(rows: Int, signals: Int, labelled: Int) {
    var random = SplitMix64(seed: 77)
    let bad = rows - labelled
    let campaigns = (0..<rows).map { $0 < bad ? nil : "campaign-\(($0 - bad) / 20)" }
    var strength = [Double](repeating: 0, count: rows)
    for row in bad..<rows {
      strength[row] = (row - bad) % 20 == 0 ? random.nextDouble() : strength[row - 1]
    }
    let facets: [Facet] = [.activity, .provenance, .reputation, .hygiene, .name]
    let columns = (0..<signals).map { index in
      let effect = index % 3 == 0 ? 0.4 : 0.0
      let values = (0..<rows).map { row in
        let uniform = random.nextDouble() * (1 - effect * strength[row])
        return index % 6 == 5 ? uniform : (uniform < 0.3 ? 0 : floor(uniform * uniform * 900))
      }
      return SignalColumn(
        definition: SignalDefinition(
          name: "s\(index)", facet: facets[index % 5], unit: "", direction: .higherIsSafer,
          costToFake: .low, question: "", howToFake: ""),
        values: values, states: [SignalState](repeating: .present, count: rows))
    }
    input = ScoringInput(
      ecosystem: .npm, packages: (0..<rows).map { PackageID(.npm, "package-\($0)") },
      columns: columns, campaigns: campaigns,
      excluded: [Bool](repeating: false, count: rows))
  }

  /// The same as a table, with each row's fold and whether the logistic is fitted on it.
  static func table(_ input: ScoringInput) -> Table {
    let settings = FitSettings(id: "", createdFor: "")
    let campaigns = input.campaigns.map { $0.flatMap { Int64($0.dropFirst("campaign-".count)) } }
    let unlabelled = campaigns.count { $0 == nil }
    let limit = max(
      settings.sampleSize, settings.samplePerCampaign * Set(campaigns.compactMap(\.self)).count)
    let share = Double(limit) / Double(unlabelled)
    let folds = input.packages.indices.map { row in
      Int64(
        CrossFit.fold(
          of: input.campaigns[row] ?? input.packages[row].key, in: input.ecosystem,
          folds: settings.folds))
    }
    let isSampled = input.packages.map { package in
      StableFraction.of("sample/\(input.ecosystem.rawValue)/\(package.key)") < share
    }
    return Table(
      name: "sample",
      columns: [
        Column.optionalInt64s("campaign", campaigns), Column("fold", .int64(folds)),
        Column("is_sampled", .bool(isSampled)),
      ] + input.columns.map { Column($0.definition.name, .double($0.values)) })
  }
}
