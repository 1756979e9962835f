package import Corpus
import Foundation

/// The folders and files of one corpus; see `architecture` in the README.
package struct CorpusLayout: Sendable {
  package let root: String

  package init(root: String) { self.root = root }

  /// Artefacts of the stages, replaced whole by each stage that runs.
  package var stages: String { root + "/stages" }
  package var models: String { root + "/models" }
  package var runs: String { root + "/runs" }
  /// Downloads on their way into a segment.
  package var temporary: String { root + "/tmp" }

  /// The random bytes that author addresses are hashed with; worth no more than the hashes.
  package var contributorSalt: String { root + "/contributor-salt" }

  /// One stage table, as `stages/facts-npm.parquet`.
  package func stageTable(_ name: String, _ ecosystem: Ecosystem) -> String {
    "\(stages)/\(name)-\(ecosystem.rawValue).parquet"
  }

  package func model(_ id: String) -> String { "\(models)/\(id).json" }

  /// Creates the folders that are missing.
  ///
  /// - Throws: `PipelineError` naming the folder.
  package func prepare() throws {
    for folder in [stages, models, runs, temporary] {
      do {
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true)
      } catch {
        throw PipelineError(
          .usage, "cannot create the folder \(folder): check its owner", cause: error)
      }
    }
  }
}
