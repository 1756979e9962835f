import ArgumentParser
import Corpus
import Foundation
import Pipeline

struct Link: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Connect packages and turn facts into signals.",
    discussion: "Example: assay link --corpus corpus")

  @OptionGroup var corpus: CorpusOptions
  @OptionGroup var ecosystems: EcosystemOptions

  func run() async throws {
    let list = try ecosystems.list()
    try await CommandRun.with(corpus) { try LinkStage.run(list, in: $0) }
  }
}
