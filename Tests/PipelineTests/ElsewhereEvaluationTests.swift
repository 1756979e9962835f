import Foundation
import Pipeline
import Scoring
import Tables
import Testing

@Suite struct ElsewhereEvaluationTests {
  private let scratch: ScratchFolder
  init() throws { scratch = try ScratchFolder() }

  /// Ten malicious packages of two campaigns among forty, the first campaign easy to see.
  private static let scores =
    "name,model,alarm\n"
    + (0..<40).map { "p\($0),\($0 < 6 ? 100 - $0 : 40 - $0),\($0 < 8)\n" }.joined()
  private static let labels =
    "name,label,campaign\n"
    + (0..<10).map { "p\($0),malicious,\($0 < 6 ? "a" : "b")\n" }.joined()
    + (10..<20).map { "p\($0),benign,\n" }.joined() + "p20,gone,\n"

  private func evaluate(
    scores: String = Self.scores, labels: String = Self.labels,
    _ change: (inout ElsewhereEvaluation.Options) -> Void = { _ in }
  ) throws -> ElsewhereEvaluation {
    var options = ElsewhereEvaluation.Options(
      scores: try scratch.write(scores, to: "scores.csv"),
      labels: try scratch.write(labels, to: "labels.csv"))
    change(&options)
    var settings = EvaluationSettings()
    settings.replicates = 50
    return try ElsewhereEvaluation(options, settings: settings)
  }

  @Test func alarmsCountWhatWasLookedAt() throws {
    let evaluation = try evaluate()
    let alarm = try #require(evaluation.alarms.first)
    #expect(evaluation.alarms.count == 1)
    #expect(alarm.flagged == 8 && alarm.truePositives == 8 && alarm.falsePositives == 0)
    #expect(alarm.precision.value == 1)
    #expect(evaluation.notes.contains("unlabelled, not good: gone"))
  }

  @Test func campaignsCountOnceOrByPackage() throws {
    let rows = try evaluate().rows.filter { $0.model == "model" && $0.baseRate == 0.01 }
    let (once, byPackage) = (rows[0], rows[1])
    #expect(once.gamma == 1 && byPackage.gamma == 0)
    #expect(once.campaigns == 2 && once.malicious == 10)
    #expect(abs(byPackage.effectiveCampaigns - 100.0 / 52) < 1e-12)
    #expect(once.area.value == 1)
  }

  @Test func parquetGivesTheSameAsCSV() throws {
    let fromText = try evaluate()
    let table = try CSVReader.read(path: try scratch.write(Self.scores, to: "again.csv"))
    try ParquetWriter.write(table, to: "\(scratch.path)/scores.parquet")
    let fromParquet = try evaluate { $0.scores = "\(scratch.path)/scores.parquet" }
    #expect(fromParquet.alarms == fromText.alarms)
    #expect(fromParquet.rows.map(\.area) == fromText.rows.map(\.area))
  }

  @Test(arguments: [
    ("name,model\np0,nan\np1,1\n", Self.labels, "row 1: model is nan"),
    ("name,model\np0,1\np0,2\n", Self.labels, "row 2: p0 is there twice, first in row 1"),
    ("title,model\np0,1\n", Self.labels, "has no column name or package; it has title, model"),
    ("name,word\np0,high\n", Self.labels, "no column of numbers"),
    ("name,model\n", Self.labels, "has no rows"),
    (Self.scores, "name,verdict\np0,malicious\n", "has no column label or analysis or malicious"),
    (Self.scores, "name,label\np0,benign\n", "no row of the scores is malicious"),
    ("name,model\np0,1\n", Self.labels, "every row of the scores is malicious"),
    (Self.scores, "name,label\n,malicious\n", "row 1: the name is empty"),
  ])
  func wrongTablesSayWhatIsWrong(_ scores: String, _ labels: String, _ message: String) throws {
    let error = #expect(throws: PipelineError.self) {
      try evaluate(scores: scores, labels: labels)
    }
    #expect(try #require(error).description.contains(message), "\(error?.description ?? "")")
  }

  @Test func columnsThatWereNamedMustHoldNumbers() throws {
    let error = #expect(throws: PipelineError.self) {
      try evaluate { $0.models = ["name"] }
    }
    #expect(try #require(error).description.contains("holds strings where numbers belong"))
  }

  private static func features(leak: Bool, bookkeeping: Bool) -> String {
    "name,size,fetched\n"
      + (0..<300).map { row in
        "p\(row),\(leak && row < 60 ? 1000 : row % 7),\(bookkeeping && row < 60 ? 5 : row % 3)\n"
      }.joined()
  }

  @Test(arguments: [
    (false, false, []), (true, false, ["signal size"]), (false, true, ["bookkeeping scores.csv"]),
  ])
  func featuresThatGiveTheLabelAwayAreRefused(
    _ leak: Bool, _ bookkeeping: Bool, _ hits: [String]
  ) throws {
    let features = try scratch.write(
      Self.features(leak: leak, bookkeeping: bookkeeping), to: "features.csv")
    let evaluation = try evaluate(
      scores: "name,model\n" + (0..<300).map { "p\($0),\($0 * 31 % 300)\n" }.joined(),
      labels: "name,label,campaign\n"
        + (0..<60).map { "p\($0),malicious,c\($0 % 20)\n" }.joined()
        + "p100,benign,\n"
    ) {
      $0.features = features
      $0.bookkeeping = ["fetched"]
    }
    #expect(evaluation.gates.filter(\.isHit).map { "\($0.kind) \($0.subject)" } == hits)
    if hits.isEmpty {
      try evaluation.refuseLeaks()
    } else {
      #expect(throws: PipelineError.self) { try evaluation.refuseLeaks() }
    }
  }
}
