import ArgumentParser
import Corpus
import Foundation
import Pipeline

struct Fit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Fit a reference: bins, weights of evidence, likelihood ratios, from signals, labels and base rates.",
    discussion: """
      A fit is compared with the reference in use and replaces it only when that is justified.

      Example: assay fit --corpus corpus --ecosystem npm
               assay fit --features features.csv --labels labels.csv --output fitted
      """)

  @OptionGroup var corpus: CorpusOptions
  @OptionGroup var ecosystems: EcosystemOptions
  @OptionGroup var tables: ElsewhereOptions

  @Flag(help: "Replace the reference in use, whatever the comparison says.")
  var refit = false

  func run() async throws {
    if let files = try tables.files(needsLabels: true) {
      for line in try ElsewhereFit.run(files) { print(line) }
      return
    }
    let (list, refits) = (try ecosystems.list(), refit)
    try await CommandRun.with(corpus) { try await FitStage.run(list, refits: refits, in: $0) }
  }
}
