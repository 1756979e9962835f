import ArgumentParser
import Foundation
import Pipeline

/// Tables from elsewhere instead of a corpus.
struct ElsewhereOptions: ParsableArguments {
  @Option(help: "A table of features, CSV or Parquet, instead of a corpus.")
  var features: String?

  @Option(help: "A table of labels: which packages are malicious, and their campaigns.")
  var labels: String?

  @Option(help: "A JSON file that says what the columns mean; see the README.")
  var columns: String?

  @Option(help: "The folder to write to.")
  var output: String?

  /// The files named; nil when no features are, which means a corpus.
  func files(needsLabels: Bool) throws -> ElsewhereFiles? {
    guard let features else {
      if labels != nil || columns != nil || output != nil {
        throw ValidationError("--labels, --columns and --output go with --features FILE")
      }
      return nil
    }
    guard let output else { throw ValidationError("--features needs --output FOLDER") }
    if needsLabels, labels == nil { throw ValidationError("--features needs --labels FILE") }
    return ElsewhereFiles(features: features, labels: labels, columns: columns, output: output)
  }
}
