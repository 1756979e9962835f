import Corpus
import Foundation
import Tables

/// Where the tables about one ecosystem are that held at a moment.
struct TablesOfMoment {
  let signals: String
  let scores: String
  /// The run they belong to; nil for the newest stages.
  let run: String?

  /// Nil when nothing was scored by then.
  ///
  /// - Parameter moment: nil means now: what the stages left, published or not.
  init?(_ ecosystem: Ecosystem, asOf moment: UTCInstant?, _ layout: CorpusLayout) {
    guard let moment else {
      signals = layout.stageTable("signals", ecosystem)
      scores = layout.stageTable("scores", ecosystem)
      run = nil
      guard FileManager.default.fileExists(atPath: signals) else { return nil }
      return
    }
    guard let newest = ScoreHistory.runs(asOf: moment, layout).last else { return nil }
    signals = "\(layout.runs)/\(newest)/tables/signals.parquet"
    scores = "\(layout.runs)/\(newest)/tables/scores.parquet"
    run = newest
  }
}

/// What complete runs said of one package, night by night.
enum ScoreHistory {
  /// The most runs that are looked into.
  private static let shownRuns = 30
  private static let columns: Set<String> = [
    "ecosystem", "name", "score", "reference", "one_in", "flags",
  ]

  /// Complete runs up to a moment, oldest first.
  static func runs(asOf moment: UTCInstant?, _ layout: CorpusLayout) -> [String] {
    let latest = moment.map(RunFolder.name)
    return RunFolder.complete(in: layout.runs).filter { latest == nil || $0 <= latest ?? "" }
  }

  /// One line a run, oldest first; none while no run is complete.
  static func lines(
    of package: PackageID, asOf moment: UTCInstant?, _ layout: CorpusLayout
  ) throws -> [String] {
    let runs = runs(asOf: moment, layout).suffix(shownRuns)
    let lines = try runs.compactMap { try line(of: package, in: $0, layout) }
    return lines.isEmpty ? [] : ["scores of the last \(runs.count) runs:"] + lines
  }

  private static func line(
    of package: PackageID, in run: String, _ layout: CorpusLayout
  ) throws -> String? {
    let path = "\(layout.runs)/\(run)/tables/scores.parquet"
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let table = TableReader(try ParquetReader.read(path: path, columns: columns))
    guard let row = try table.row(of: package) else { return nil }
    let score = try table.optionalDoubles("score")[row].map { "\(($0 * 100).rounded() / 100)" }
    let statement = try table.optionalStrings("one_in")[row] ?? "no statement"
    let flags = try table.strings("flags")[row]
    return "  \(run) \(score ?? "none") of 10, \(statement)"
      + (flags.isEmpty ? "" : " (\(flags))") + ", \(try table.strings("reference")[row])"
  }
}
