package import Corpus
import Foundation
package import Labels
import Storage

/// Brings lists of downloads or ranks into the corpus, each as the file it came in.
package enum PopularityStage {
  /// Subjects of such documents begin with this.
  private static let prefix = "popularity/"

  /// Reads a list, stores its file, and makes it what the next `link` uses.
  ///
  /// The same file again changes nothing. Of several lists of a registry the one of the newest day counts.
  /// - Parameters:
  ///   - source: the name of the source; nil takes the file's name.
  ///   - ecosystem: overrules what the form of the file tells.
  ///   - date: the day the list is of; nil takes what it says, else the day of the run.
  /// - Throws: `LabelsError` when it cannot be read; `StorageError`.
  package static func run(
    path: String, source: String?, ecosystem: Ecosystem?, date: UTCInstant?, in context: RunContext
  ) async throws -> PopularityImport {
    var list = try PopularityImport.read(path: path, ecosystem: ecosystem)
    list.date = date ?? list.date ?? context.now
    let subject = prefix + (source ?? URL(fileURLWithPath: path).lastPathComponent)
    let capture = Capture(
      ecosystem: list.ecosystem, subject: subject, kind: .popularity, url: "urn:assay:\(subject)",
      status: 200, headers: [HeaderField("Content-Type", "application/octet-stream")], body: [],
      fetchedAt: context.now, version: list.date?.iso8601)
    _ = try await context.store.appendFile(capture, bodyPath: path, settling: nil)
    try await context.store.flush()
    try await PopularityTable.write(list.ecosystem, asOf: nil, in: context)
    return list
  }
}
