import ArgumentParser
import Corpus
import Foundation
import Pipeline

struct Report: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the report of the newest run as one HTML page.",
    discussion: "Example: assay report --corpus corpus --output report.html")

  @OptionGroup var corpus: CorpusOptions

  @Option(help: "The file to write.")
  var output: String

  func run() async throws {
    try await CommandRun.with(corpus, access: .reading) { context in
      try await ReportStage.rewrite(to: output, in: context)
      print("report: \(output)")
    }
  }
}
