import ArgumentParser
import Corpus
import Foundation
import Pipeline

struct Nightly: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run every stage in order, then certify the run.",
    discussion: """
      Example: assay nightly --corpus corpus --contact you@example.org
      Exit codes: 0 published, 3 partial, 4 held, 75 another run holds the corpus.
      """)

  @OptionGroup var corpus: CorpusOptions
  @OptionGroup var endpoints: EndpointOptions
  @OptionGroup var ecosystems: EcosystemOptions

  func run() async throws {
    var options = CrawlOptions()
    options.ecosystems = try ecosystems.list()
    try await CommandRun.with(corpus, endpoints) { context in
      let night = try await NightlyRun.run(options, in: context)
      print(Summary.night(night))
      guard night.certificate.verdict == .publish else {
        throw ExitWithVerdict(code: night.certificate.verdict.exitCode)
      }
    }
  }
}
