import ArgumentParser
import Corpus
import Foundation
import Pipeline

struct Evaluate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Measure precision at stated base rates, coverage of good, and what the data can tell.",
    discussion: "Example: assay evaluate --corpus corpus")

  @OptionGroup var corpus: CorpusOptions
  @OptionGroup var ecosystems: EcosystemOptions

  func run() async throws {
    let list = try ecosystems.list()
    try await CommandRun.with(corpus) { try await EvaluateStage.run(list, in: $0) }
  }
}
