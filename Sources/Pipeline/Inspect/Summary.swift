package import Corpus
import Foundation
package import Labels
import Tables

/// Short texts for people, as the commands print them.
package enum Summary {
  package static func crawl(_ counts: [Ecosystem: CrawlCounts]) -> String {
    var grid = TextGrid(
      header: [
        "", "expected", "fetched", "unchanged", "vanished", "failed", "stale", "owed", "requests",
      ])
    for (ecosystem, counts) in counts.sorted(by: { $0.key < $1.key }) {
      grid.add(
        [ecosystem.rawValue]
          + [
            counts.expected, counts.fetched, counts.unchanged, counts.vanished, counts.failed,
            counts.stale, counts.owed, counts.requests,
          ].map(String.init))
    }
    return grid.text
  }

  package static func labels(_ labels: LabelImport) -> String {
    var lines = ["\(labels.documents) documents, \(labels.claims.count) claims"]
    let groups = Dictionary(grouping: labels.claims) { claim in
      "\(claim.package.ecosystem.rawValue) \(claim.kind.rawValue)\(claim.withdrawnAt == nil ? "" : " withdrawn")"
    }
    for (group, claims) in groups.sorted(by: { $0.key < $1.key }) {
      let packages = Set(claims.map(\.package)).count
      let reports = Set(claims.map(\.report)).count
      lines.append("  \(group): \(reports) reports of \(packages) packages, \(claims.count) claims")
    }
    if !labels.rejected.isEmpty {
      lines.append("  set aside: \(labels.rejected.count)")
      for item in labels.rejected.prefix(5) {
        lines.append("    \(item.where): \(item.reason.prefix(300))")
      }
    }
    return lines.joined(separator: "\n")
  }

  package static func baseRates(_ rates: [BaseRate]) -> String {
    rates.map { rate in
      "\(rate.ecosystem.rawValue) \(rate.population): \(rounded(rate.mid)) (95 %: \(rounded(rate.low)) to \(rounded(rate.high))) per \(rate.unit), \(rate.source), \(rate.asOf)"
    }.joined(separator: "\n")
  }

  private static func rounded(_ share: Double) -> Double { (share * 1e6).rounded() / 1e6 }

  package static func tables(_ tables: [ExportedTable], folder: String) -> String {
    tables.map { "\(folder)/\($0.file): \($0.rows) rows" }.joined(separator: "\n")
  }

  /// What a night printed last: the figures, then where tables and report are.
  package static func night(_ night: NightlyRun.Outcome) -> String {
    var grid = TextGrid(
      header: [
        "", "packages", "decoded", "requests", "owed", "campaigns", "malicious at the lowest score",
        "verdict",
      ])
    for summary in night.summaries { grid.add(summary.cells) }
    let reasons = night.certificate.ecosystems.sorted { $0.key < $1.key }.flatMap {
      name, certificate in
      certificate.reasons.map { "\(name): \($0)" }
    }
    return
      ([grid.text] + reasons + [
        "tables: \(night.folder)/tables",
        "report: \(night.folder)/report.html",
      ]).joined(separator: "\n")
  }
}

/// Columns of text, the first left, the others right.
struct TextGrid {
  private var rows: [[String]]

  init(header: [String]) { rows = [header] }

  mutating func add(_ cells: [String]) { rows.append(cells) }

  var text: String {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      row.indices.map { column in
        let gap = String(repeating: " ", count: widths[column] - row[column].count)
        return column == 0 ? row[column] + gap : gap + row[column]
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }
}
