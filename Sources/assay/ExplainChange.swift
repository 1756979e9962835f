import ArgumentParser
import Corpus
import Pipeline

struct ExplainChange: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain-change",
    abstract: "Why a package's score moved between two runs: its data, the reference, the method.",
    discussion: """
      Example: assay explain-change pkg:npm/left-pad --from 2026-01-01T020000Z \\
                 --to 2026-01-02T020000Z --corpus corpus
      """)

  @Argument(help: "The package-url, as pkg:pypi/NAME, pkg:npm/NAME or pkg:cargo/NAME.")
  var purl: String

  @Option(help: "The earlier run: a folder's name in the corpus's runs.")
  var from: String

  @Option(help: "The later run.")
  var to: String

  @OptionGroup var corpus: CorpusOptions

  func run() async throws {
    guard let package = PackageID(purl: purl) else {
      throw ValidationError(
        "\(purl) is no package-url of ours: write pkg:pypi/NAME, pkg:npm/NAME or pkg:cargo/NAME")
    }
    let (from, to) = (from, to)
    try await CommandRun.with(corpus, access: .reading) { context in
      print(try ChangeView.text(of: package, from: from, to: to, context.layout))
    }
  }
}
