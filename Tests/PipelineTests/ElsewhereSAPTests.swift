import Foundation
import Pipeline
import Scoring
import Tables
import Testing

/// The public labelled set of 1,940 packages through `fit --features`, against reference figures.
///
/// Split, weights and bins are those of the method, section 9.1.
@Suite(.enabled(if: LabelledSet.isThere, LabelledSet.comment))
struct ElsewhereSAPTests {
  /// Figures of the method's reference runs: area, and average precision at three base rates.
  private struct Expected {
    var area: Double
    var tolerance: Double
    var precision: [Double]
  }

  @Test func unconstrainedWeights() throws {
    let risks = try LabelledSet.risks(direction: "none")
    try expect(
      risks, "woe_sum",
      Expected(
        area: 0.9050636749545179, tolerance: 1e-6, precision: [0.28172, 0.11461, 0.09098]))
    try expect(
      risks, "monotone_woe",
      Expected(
        area: 0.9275166767738023, tolerance: 1e-3, precision: [0.54670, 0.44500, 0.42847]))
    try expect(
      risks, "plain_logistic",
      Expected(
        area: 0.8974833232261977, tolerance: 5e-4, precision: [0.54538, 0.35747, 0.31434]))
    // The reference run ranks facets over both registries together; here each has its own ranks.
    try expect(
      risks, "min_of_facets",
      Expected(
        area: 0.9138114008489994, tolerance: 0.015, precision: []))
    try expect(
      risks, "open_door",
      Expected(
        area: 0.9242571255306247, tolerance: 1e-3, precision: []))
    let axis = try #require(risks["activity_pca"]).area
    #expect(abs(max(axis, 1 - axis) - 0.7779260157671316) < 1e-3)
  }

  @Test func monotoneWeights() throws {
    let risks = try LabelledSet.risks(direction: "auto")
    try expect(
      risks, "monotone_woe",
      Expected(
        area: 0.922938144329897, tolerance: 1e-3, precision: [0.54919, 0.45571, 0.44269]))
  }

  @Test func metadataAlone() throws {
    let risks = try LabelledSet.risks(direction: "none") { name in
      name.contains("metadata") || name.contains("install")
    }
    try expect(
      risks, "monotone_woe",
      Expected(
        area: 0.8933444511825349, tolerance: 1e-3, precision: [0.45031, 0.32482, 0.29757]))
    try expect(
      risks, "plain_logistic",
      Expected(
        area: 0.8174651303820497, tolerance: 5e-4, precision: [0.30193, 0.13471, 0.10633]))
    let axis = try #require(risks["activity_pca"]).area
    #expect(abs(max(axis, 1 - axis) - 0.5930412371134021) < 1e-3)
  }

  private func expect(
    _ risks: [String: RankingCurve], _ model: String, _ expected: Expected
  ) throws {
    let curve = try #require(risks[model])
    #expect(
      abs(curve.area - expected.area) <= expected.tolerance, "\(model): area \(curve.area)")
    for (rate, precision) in zip([1e-2, 1e-3, 1e-4], expected.precision) {
      let found = curve.averagePrecision(prevalence: rate)
      #expect(abs(found - precision) <= 5e-3, "\(model): average precision \(found) at \(rate)")
    }
  }
}

/// The set as files, and what the command makes of them.
private enum LabelledSet {
  private static let path = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../shared/data/sap/labelled.csv.zst").standardizedFileURL.path

  static let isThere =
    FileManager.default.fileExists(atPath: path)
    && FileManager.default.isExecutableFile(atPath: "/usr/bin/zstd")
  static let comment: Comment = "needs ../shared/data/sap and the program zstd"

  private struct Row {
    let ecosystem: String
    let isMalicious: Bool
    let group: String
    let values: [Substring]

    /// Test rows are chosen by the hash of their base name, versions together.
    var isTest: Bool { StableFraction.of("sap/\(group)") < 0.3 }
  }

  /// Held-out risks of the 553 test rows by model.
  static func risks(
    direction: String, where isUsed: (String) -> Bool = { _ in true }
  ) throws -> [String: RankingCurve] {
    let (names, rows) = try read()
    let test = rows.filter(\.isTest)
    #expect(rows.count == 1940 && test.count == 553 && test.count { $0.isMalicious } == 68)
    let folder = try ScratchFolder()
    try write(names, rows, direction, isUsed, to: folder.path)
    _ = try ElsewhereFit.run(
      ElsewhereFiles(
        features: "\(folder.path)/features.csv", labels: "\(folder.path)/labels.csv",
        columns: "\(folder.path)/columns.json", output: "\(folder.path)/out"))
    return try curves("\(folder.path)/out/model_scores.parquet")
  }

  private static func curves(_ path: String) throws -> [String: RankingCurve] {
    let table = try ParquetReader.read(path: path)
    let roles = try #require(table["role"]?.optionalStrings)
    let columns = table.columns.filter { $0.name.hasSuffix("_risk") }
    return try Dictionary(
      uniqueKeysWithValues: columns.map { column in
        let values = try #require(column.optionalDoubles)
        let kept = values.indices.filter { values[$0] != nil }
        let curve = RankingCurve(
          scores: kept.map { values[$0] ?? 0 }, isPositive: kept.map { roles[$0] == "malicious" })
        return (String(column.name.dropLast("_risk".count)), curve)
      })
  }

  private static func read() throws -> (names: [Substring], rows: [Row]) {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/zstd")
    process.arguments = ["-dcq", path]
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let lines = text.split(whereSeparator: \.isNewline)
    let names = try #require(lines.first).split(separator: ",").dropFirst(3)
    let base = /(.*?)-v?\d[^-]*(?:-.*)?/
    return try (
      Array(names),
      lines.dropFirst().map { line in
        let cells = line.split(separator: ",", omittingEmptySubsequences: false)
        let ecosystem = cells[1].lowercased()
        let name = cells[2].lowercased()
        let stem = try base.wholeMatch(in: name).map { String($0.output.1) } ?? name
        return Row(
          ecosystem: ecosystem, isMalicious: cells[0].hasPrefix("1"),
          group: "\(ecosystem)/\(stem)", values: Array(cells.dropFirst(3)))
      }
    )
  }

  /// Every row counts once and is its own campaign; the groups keep versions on one side.
  private static func write(
    _ names: [Substring], _ rows: [Row], _ direction: String, _ isUsed: (String) -> Bool,
    to folder: String
  ) throws {
    var features = (["ecosystem", "package"] + names.map(String.init)).joined(separator: ",")
    var labels = "ecosystem,package,malicious,owner,weight,split"
    for (index, row) in rows.enumerated() {
      let key = "\(row.ecosystem),row-\(index)"
      features += "\n" + ([Substring(key)] + row.values).joined(separator: ",")
      labels +=
        "\n\(key),\(row.isMalicious ? 1 : 0),\(row.group),1,\(row.isTest ? "test" : "train")"
    }
    let excluded = names.map(String.init).filter { !isUsed($0) }
    let signals = names.map(String.init).filter(isUsed).map { ($0, ["facet": facet($0)]) }
    let description: [String: Any] = [
      "direction": direction, "exclude": excluded,
      "signals": Dictionary(uniqueKeysWithValues: signals),
      "fit": [
        "bins": 8, "folds": 2, "balanced": false, "bins_include_labelled": true,
        "minimum_campaigns_off_mode": 0,
      ],
    ]
    try Data(features.utf8).write(to: URL(filePath: "\(folder)/features.csv"))
    try Data(labels.utf8).write(to: URL(filePath: "\(folder)/labels.csv"))
    try JSONSerialization.data(withJSONObject: description)
      .write(to: URL(filePath: "\(folder)/columns.json"))
  }

  /// File types, size, metadata, and what hides code, as four facets of ours.
  private static func facet(_ name: String) -> String {
    if name.hasPrefix(".") { return "graph" }
    if name.hasPrefix("Number of Words") || name.hasPrefix("Number of lines") {
      return "reputation"
    }
    return name.contains("metadata") || name.contains("install") ? "hygiene" : "name"
  }
}
