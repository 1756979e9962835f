import ArgumentParser
import Corpus
import Foundation
import Pipeline

struct Export: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write all tables as Parquet and CSV.",
    discussion: "Example: assay export --corpus corpus --format parquet,csv --output tables")

  @OptionGroup var corpus: CorpusOptions

  @Option(help: "parquet, csv, or both separated by a comma.")
  var format = "parquet,csv"

  @Option(help: "The folder to write to; it is created.")
  var output: String

  func run() async throws {
    let named = try format.split(separator: ",", omittingEmptySubsequences: false).map { name in
      guard let format = TableFormat(rawValue: String(name)) else {
        throw ValidationError("--format «\(name)»: choose from parquet, csv")
      }
      return format
    }
    let formats = TableFormat.allCases.filter(named.contains)
    try await CommandRun.with(corpus, access: .reading) { context in
      let tables = try await ExportStage.run(formats: formats, to: output, in: context)
      print(Summary.tables(tables, folder: output))
    }
  }
}
