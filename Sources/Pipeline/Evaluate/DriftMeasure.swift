import Corpus
import Foundation
import Scoring
import Tables

/// Tonight against the last published run of one ecosystem.
struct DriftMeasure {
  let drift: Drift
  /// The reference that was published then, whose map an alarm makes stale.
  let reference: String
  let run: String

  /// Nil without an earlier published run that has this ecosystem and whose reference is still there.
  static func since(
    _ published: [Certificate], _ input: ScoringInput, _ context: RunContext
  ) throws -> DriftMeasure? {
    let own = published.compactMap { certificate in
      certificate.ecosystems[input.ecosystem.rawValue].map { (certificate.run, $0) }
    }
    guard let (run, last) = own.last, let id = last.reference,
      let reference = try? References.read(id, context.layout)
    else { return nil }
    let baseline = Drift.Baseline(
      reference: reference, histogram: try histogram(run, input.ecosystem, context.layout),
      missingShare: last.invariants.missingShare)
    return DriftMeasure(drift: Drift(input, since: baseline), reference: id, run: run)
  }

  /// The published run's histogram; nil when its table was removed.
  private static func histogram(
    _ run: String, _ ecosystem: Ecosystem, _ layout: CorpusLayout
  ) throws -> [Double]? {
    let path = "\(layout.runs)/\(run)/tables/distribution.parquet"
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let reader = TableReader(try ParquetReader.read(path: path))
    var histogram = [Double](repeating: 0, count: ScoreHistogram.cellCount)
    let columns = zip(
      try reader.strings("ecosystem"),
      zip(try reader.doubles("score_from"), try reader.int64s("unlabelled")))
    for (name, (from, count)) in columns where name == ecosystem.rawValue {
      histogram[min(histogram.count - 1, max(0, Int((from * 100).rounded())))] += Double(count)
    }
    return histogram
  }

  /// One line for the log and the certificate.
  var sentence: String {
    guard let row = drift.rows.first(where: { $0.measure == "score_psi" }) else {
      return "drift since \(run): no map to measure it with"
    }
    let bound = max(row.nullPoint ?? 0, Drift.smallestAlarm)
    let figures = "index \(Self.rounded(row.value)), alarm above \(Self.rounded(bound))"
    guard let diagnosis = drift.diagnosis else { return "no drift since \(run): \(figures)" }
    return "drift since \(run): \(diagnosis) (\(figures)); the map of \(reference) is stale"
  }

  private static func rounded(_ value: Double) -> Double { (value * 1e5).rounded() / 1e5 }
}

/// References whose map an alarm has made stale, as the table `drift` says.
enum StaleMaps {
  /// Whether the last drift measured found this reference's map stale; false when none was measured.
  static func contains(_ reference: String, _ ecosystem: Ecosystem, _ layout: CorpusLayout)
    throws -> Bool
  {
    let path = layout.stageTable("drift", ecosystem)
    guard FileManager.default.fileExists(atPath: path) else { return false }
    let reader = TableReader(try ParquetReader.read(path: path))
    let alarms = zip(
      try reader.strings("reference"),
      zip(try reader.strings("measure"), try reader.bools("is_alarm")))
    return alarms.contains { $0 == reference && $1.0 == "score_psi" && $1.1 }
  }
}
