import ArgumentParser
import Corpus
import Foundation
import Pipeline

struct Evaluate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Measure precision at stated base rates, coverage of good, and what the data can tell.",
    discussion: """
      Example: assay evaluate --corpus corpus

      On tables from elsewhere, without a corpus:
        assay evaluate --scores scores.csv --labels labels.csv --base-rate 1e-3,1e-4 --output out
      Scores: name (or package), optionally version, ecosystem, owner, day; one column a model.
      Labels: the same key, label (malicious, benign, or anything else: unlabelled), optionally
      campaign, else rows of one package or one hash are one campaign.
      """)

  @OptionGroup var corpus: CorpusOptions
  @OptionGroup var ecosystems: EcosystemOptions
  @OptionGroup var elsewhere: OutsideScoreOptions

  func run() async throws {
    if let options = try elsewhere.options() {
      try ElsewhereRun.run(options, output: elsewhere.output)
      return
    }
    let list = try ecosystems.list()
    try await CommandRun.with(corpus) { try await EvaluateStage.run(list, in: $0) }
  }
}

/// Tables from elsewhere and how to judge them.
struct OutsideScoreOptions: ParsableArguments {
  @Option(help: "Scores from elsewhere, .csv or .parquet: evaluates them without a corpus.")
  var scores: String?

  @Option(help: "Their labels, .csv or .parquet.")
  var labels: String?

  @Option(help: "Features of the same rows, searched for leaks.")
  var features: String?

  @Option(help: "Columns of the features that a crawler knows of its own work, by commas.")
  var bookkeeping: String?

  @Option(help: "The columns of scores, by commas; every column of numbers when left out.")
  var models: String?

  @Option(help: "Base rates to state precision at, by commas.")
  var baseRate = "1e-2,1e-3,1e-4"

  @Option(help: "Alarm at this value and beyond; columns of booleans need none.")
  var threshold: Double?

  @Flag(help: "Lower scores are riskier, as the trust score's are.")
  var lowerIsRiskier = false

  @Option(help: "The first day that counts, as 2021-07-30.")
  var from: String?

  @Option(help: "The folder for the tables.")
  var output: String?

  /// Nil when no table from elsewhere is named.
  func options() throws -> ElsewhereEvaluation.Options? {
    guard let scores else {
      guard labels == nil, features == nil, output == nil else {
        throw ValidationError("--labels, --features and --output belong to --scores FILE")
      }
      return nil
    }
    guard let labels else { throw ValidationError("--scores needs --labels FILE") }
    guard output != nil else { throw ValidationError("--scores needs --output FOLDER") }
    var options = ElsewhereEvaluation.Options(scores: scores, labels: labels)
    options.features = features
    options.bookkeeping = Self.list(bookkeeping)
    options.models = Self.list(models)
    options.baseRates = try Self.list(baseRate).map { text in
      guard let rate = Double(text), rate > 0, rate < 1 else {
        throw ValidationError("--base-rate \(text): a share between 0 and 1")
      }
      return rate
    }
    options.threshold = threshold
    options.isLowerRiskier = lowerIsRiskier
    options.from = from
    return options
  }

  private static func list(_ text: String?) -> [String] {
    text?.split(separator: ",").map(String.init) ?? []
  }
}
