import ArgumentParser
import Corpus
import Foundation
import Pipeline

struct Extract: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Turn the newest documents into facts; only changed packages are decoded.",
    discussion: "Example: assay extract --corpus corpus --as-of 2026-01-02T00:00:00Z")

  @OptionGroup var corpus: CorpusOptions
  @OptionGroup var ecosystems: EcosystemOptions

  @Option(help: "Use what was known at this moment, ISO 8601.")
  var asOf: String?

  func run() async throws {
    let moment = try asOf.map { try Arguments.instant($0, option: "--as-of") }
    let list = try ecosystems.list()
    try await CommandRun.with(corpus) { context in
      _ = try await ExtractStage.run(list, asOf: moment, in: context)
    }
  }
}
