import ArgumentParser
import Pipeline

struct Compact: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Merge small segments, and rewrite those that a newly trained dictionary makes smaller.",
    discussion: """
      Example: assay compact --corpus corpus
      Documents, their digests and histories stay as they are; an interrupted run loses nothing.
      """)

  @OptionGroup var corpus: CorpusOptions

  @Option(help: "The share of bytes a rewritten segment must save, measured on a sample.")
  var minimumSaving = 0.03

  func validate() throws {
    guard (0...1).contains(minimumSaving) else {
      throw ValidationError("--minimum-saving must be from 0 to 1")
    }
  }

  func run() async throws {
    try await CompactStage.run(
      path: corpus.path(), minimumSaving: minimumSaving, now: corpus.instant()
    ) { print($0) }
  }
}
