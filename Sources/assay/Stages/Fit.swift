import ArgumentParser
import Corpus
import Foundation
import Pipeline

struct Fit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Fit a reference: bins, weights of evidence, likelihood ratios, from signals, labels and base rates.",
    discussion: "Example: assay fit --corpus corpus --ecosystem npm")

  @OptionGroup var corpus: CorpusOptions
  @OptionGroup var ecosystems: EcosystemOptions

  func run() async throws {
    let list = try ecosystems.list()
    try await CommandRun.with(corpus) { try await FitStage.run(list, in: $0) }
  }
}
