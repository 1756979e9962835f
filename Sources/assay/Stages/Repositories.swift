import ArgumentParser
import Corpus
import Pipeline

struct Repositories: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Visit the source repositories that packages claim, over plain git.",
    discussion: """
      Example: assay repositories --corpus corpus --contact you@example.org --limit 1000
      Never visited ones come first, then those claimed anew, then the longest unvisited.
      """)

  @OptionGroup var corpus: CorpusOptions
  @OptionGroup var endpoints: EndpointOptions
  @OptionGroup var ecosystems: EcosystemOptions

  @Option(help: "Visit at most this many repositories.")
  var limit: Int?

  func validate() throws {
    guard limit ?? 1 > 0 else { throw ValidationError("--limit must be at least 1") }
  }

  func run() async throws {
    let ecosystems = try ecosystems.list()
    try await CommandRun.with(corpus, endpoints) { context in
      let counts = try await RepositoriesStage.run(ecosystems, limit: limit, in: context)
      print("repositories: \(counts.sentence)")
      if counts.left > 0 { throw ExitWithVerdict(code: 3) }
    }
  }
}
