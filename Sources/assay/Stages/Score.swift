import ArgumentParser
import Corpus
import Foundation
import Pipeline

struct Score: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Score every package against a reference.",
    discussion: """
      Example: assay score --corpus corpus --model npm-20260103
               assay score --features features.csv --model fitted --output scored
      """)

  @OptionGroup var corpus: CorpusOptions
  @OptionGroup var ecosystems: EcosystemOptions

  @OptionGroup var tables: ElsewhereOptions

  @Option(
    help:
      "The reference's id, the newest of each ecosystem when left out; with --features the folder that `fit` wrote."
  )
  var model: String?

  func run() async throws {
    if let files = try tables.files(needsLabels: false) {
      guard let model else {
        throw ValidationError("--features needs --model FOLDER: the output of `assay fit`")
      }
      for line in try ElsewhereScore.run(files, references: model) { print(line) }
      return
    }
    let list = try ecosystems.list()
    try await CommandRun.with(corpus) { try await ScoreStage.run(list, model: model, in: $0) }
  }
}
