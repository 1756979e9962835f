import ArgumentParser
import Corpus
import Foundation
import Pipeline

struct Score: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Score every package against a reference.",
    discussion: "Example: assay score --corpus corpus --model npm-20260103")

  @OptionGroup var corpus: CorpusOptions
  @OptionGroup var ecosystems: EcosystemOptions

  @Option(help: "The reference's id; the newest of each ecosystem when left out.")
  var model: String?

  func run() async throws {
    let list = try ecosystems.list()
    try await CommandRun.with(corpus) { try await ScoreStage.run(list, model: model, in: $0) }
  }
}
