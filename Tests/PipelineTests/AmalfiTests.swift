import Foundation
import Pipeline
import Scoring
import Testing

/// One real week of npm with its triage, and what the method says follows from it (section 9.2).
enum Amalfi {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let data = root.appending(path: "../shared/data").standardizedFileURL.path
  private static let python =
    ProcessInfo.processInfo.environment["ASSAY_PYTHON"]
    ?? root.appending(path: ".build/venv/bin/python").path

  /// The week as tables of scores and labels; nil, with a printed reason, without data or Python.
  static let tables: ScratchFolder? = {
    guard FileManager.default.fileExists(atPath: "\(data)/amalfi") else {
      print("AmalfiTests are skipped: there is no folder \(data)/amalfi")
      return nil
    }
    guard let scratch = try? ScratchFolder(),
      (try? run([
        root.appending(path: "Tests/OutsideReaders/amalfi_tables.py").path, "\(data)/amalfi",
        scratch.path,
      ])) == 0
    else {
      print("AmalfiTests are skipped: no Python with pyarrow at \(python); set ASSAY_PYTHON")
      return nil
    }
    return scratch
  }()

  private static func run(_ arguments: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = arguments
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// Judged once each: all days, and all but the first.
  private static let allDays = Result { try evaluated(from: nil) }
  private static let laterDays = Result { try evaluated(from: "2021-07-30") }

  static func evaluation(withFirstDay: Bool) throws -> ElsewhereEvaluation {
    try (withFirstDay ? allDays : laterDays).get()
  }

  private static func evaluated(from: String?) throws -> ElsewhereEvaluation {
    let folder = try #require(tables).path
    var options = ElsewhereEvaluation.Options(
      scores: "\(folder)/scores.csv", labels: "\(folder)/labels.csv")
    options.from = from
    var settings = EvaluationSettings()
    settings.replicates = 20
    return try ElsewhereEvaluation(options, settings: settings)
  }

  /// The file's rows by one key.
  static func golden(_ key: String) throws -> [[String: Any]] {
    let file = URL(fileURLWithPath: "\(data)/golden/golden-amalfi.json")
    let object = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
    return try #require(object?[key] as? [[String: Any]])
  }

  /// The column of scores that stands for a classifier of the golden file.
  static func column(_ classifier: String) -> String {
    ["hash_classifier": "clone_hash", "any classifier": "any"][classifier]
      ?? classifier.replacingOccurrences(of: "any, not ", with: "any_not_")
  }
}

@Suite(.enabled(if: Amalfi.tables != nil)) struct AmalfiTests {
  /// Some flagged versions are missing from the list of published ones and are counted here.
  private static let tolerance = 2e-3

  private func expect(_ row: AlarmRow, agreesWith golden: [String: Any]) {
    #expect(row.flagged == golden["flagged"] as? Int, "\(golden)")
    #expect(row.truePositives == golden["tp"] as? Int)
    #expect(row.falsePositives == golden["fp"] as? Int)
    #expect(row.unreviewed == golden["untriaged"] as? Int)
    let limits = (golden["clopper_pearson95"] as? [Double]) ?? []
    if let low = row.precision.low, let high = row.precision.high {
      #expect(limits.count == 2 && abs(low - limits[0]) < 1e-10 && abs(high - limits[1]) < 1e-10)
    } else {
      #expect(limits.isEmpty)
    }
  }

  private func expect(_ value: Double?, is golden: Any?) {
    guard let value, let golden = golden as? Double else {
      #expect(value == nil && golden as? Double == nil)
      return
    }
    #expect(abs(value - golden) <= 1e-12 * abs(golden))
  }

  @Test func laterDaysAreThoseOfTheMethod() throws {
    let evaluation = try Amalfi.evaluation(withFirstDay: false)
    let totals = try Amalfi.golden("totals").filter { "\($0["scope"] ?? "")".hasPrefix("days 2-7") }
    #expect(totals.count == 6)
    for golden in totals {
      let name = Amalfi.column("\(golden["classifier"] ?? "")")
      let row = try #require(evaluation.alarms.first { $0.model == name })
      expect(row, agreesWith: golden)
      expect(row.flaggedPerDay, is: golden["alerts_per_day"])
      let rate = try #require(golden["fpr"] as? Double)
      #expect(abs((row.falsePositiveRate ?? .nan) - rate) <= rate * Self.tolerance)
      expect(row.recall, is: golden["recall_vs_all_known"])
      if let decibans = golden["decibans"] as? Double {
        #expect(abs((row.decibans ?? .nan) - decibans) < 0.01)
      } else {
        #expect(row.decibans == nil)
      }
    }
  }

  @Test func precisionAtStatedBaseRates() throws {
    let evaluation = try Amalfi.evaluation(withFirstDay: false)
    for golden in try Amalfi.golden("projection_days_2_7") {
      let name = Amalfi.column("\(golden["classifier"] ?? "")")
      let row = try #require(evaluation.alarms.first { $0.model == name })
      let (rate, expected) = (
        try #require(golden["pi"] as? Double), try #require(golden["precision"] as? Double)
      )
      let estimate = row.precision(baseRate: rate, settings: EvaluationSettings())
      #expect(abs((estimate.value ?? .nan) - expected) <= expected * Self.tolerance)
      // 60 versions are worth six attacks: the interval must be far wider than that of versions.
      let versions = (golden["mc95"] as? [Double]) ?? []
      #expect((estimate.low ?? 1) < versions[0] && (estimate.high ?? 0) > versions[1])
    }
  }

  /// 1,763 of the first day's 1,892 alarms were never looked at: they are no false alarms.
  @Test func unreviewedAlarmsOfTheFirstDayAreUnlabelled() throws {
    let evaluation = try Amalfi.evaluation(withFirstDay: true)
    for golden in try Amalfi.golden("per_day") where golden["day"] as? String == "july-29" {
      let name = Amalfi.column("\(golden["classifier"] ?? "")")
      let row = try #require(
        evaluation.alarmsByDay.first { $0.day == "2021-07-29" && $0.row.model == name }?.row)
      expect(row, agreesWith: golden)
      let bounds = row.precisionIfUnreviewed
      expect(bounds.good, is: golden["precision_lower_if_untriaged_benign"])
      expect(bounds.malicious, is: golden["precision_upper_if_untriaged_malicious"])
    }
  }

  @Test func versionsOfOneAttackCountOnce() throws {
    let evaluation = try Amalfi.evaluation(withFirstDay: true)
    let row = try #require(evaluation.rows.first { $0.gamma == 0 })
    #expect(row.malicious == 95)
    #expect(row.campaigns == 28)
    #expect(abs(row.effectiveCampaigns - 7.191_235_059_760_956) < 1e-12)
  }
}
