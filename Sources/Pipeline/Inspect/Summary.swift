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

  /// What a crawl would fetch, and what the figures rest on.
  package static func plan(_ plans: [CrawlPlan]) -> String {
    var grid = TextGrid(
      header: [
        "", "feed requests", "documents", "MB", "requests/s", "hours", "sent this month", "limit",
        "used after",
      ])
    for plan in plans { grid.add(cells(of: plan)) }
    let bases = plans.flatMap { plan in plan.bases.map { "\(plan.ecosystem.rawValue): \($0)" } }
    let note = "MB are decoded; hours are without retries. Nothing was sent."
    return ([grid.text] + bases + [note]).joined(separator: "\n")
  }

  private static func cells(of plan: CrawlPlan) -> [String] {
    let rate: String = plan.requestsPerSecond.map(decimal) ?? "no limit"
    let hours: String = plan.seconds.map { decimal($0 / 3600) } ?? "-"
    let share: String = plan.shareOfMonth.map { decimal($0 * 100) + " %" } ?? "-"
    return [
      plan.ecosystem.rawValue, "\(plan.feedRequests)", "\(plan.documents)",
      decimal(Double(plan.bytes) / 1e6), rate, hours, "\(plan.use.sent)",
      plan.use.limit.map(String.init) ?? "none", share,
    ]
  }

  private static func decimal(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }

  /// What an import of labels brought: reports by registry, by kind and withdrawn, then the rest.
  package static func labels(_ labels: LabelImport) -> String {
    var lines = [
      "\(labels.documents) documents: \(labels.reports.count) reports, \(labels.claims.count) claims",
      "  by ecosystem: \(listed(labels.reportsByEcosystem.map { ($0.key.rawValue, $0.value) }))",
      "  by kind: \(listed(labels.reportsByKind.map { ($0.key.rawValue, $0.value) }))",
      "  withdrawn: \(labels.withdrawn)",
    ]
    if !labels.advisories.isEmpty {
      lines.append("  advisories: \(listed(labels.advisories.map { ($0.key, $0.value) }))")
    }
    if !labels.otherEcosystems.isEmpty {
      let others = listed(labels.otherEcosystems.map { ($0.key, $0.value) })
      lines.append("  of other registries, not imported: \(others)")
    }
    lines += claims(labels) + notes(labels) + setAside(labels)
    return lines.joined(separator: "\n")
  }

  private static func claims(_ labels: LabelImport) -> [String] {
    let groups = Dictionary(grouping: labels.claims) { claim in
      "\(claim.package.ecosystem.rawValue) \(claim.kind.rawValue)\(claim.withdrawnAt == nil ? "" : " withdrawn")"
    }
    return groups.sorted { $0.key < $1.key }.map { group, claims in
      let packages = Set(claims.map(\.package)).count
      let campaigns = Set(claims.map(\.campaign)).count
      return "  \(group): \(packages) packages in \(campaigns) campaigns, \(claims.count) claims"
        + worth(claims)
    }
  }

  /// How little many copies say.
  private static func worth(_ claims: [LabelClaim]) -> String {
    let packages = Dictionary(grouping: claims, by: \.campaign).values.map {
      Set($0.map(\.package))
    }
    let worth = Campaigns.effectiveCount(sizes: packages.map(\.count))
    return "; if a campaign's packages are copies, worth \(Int(worth.rounded())) independent ones"
  }

  /// What was odd in the documents, counted.
  private static func notes(_ labels: LabelImport) -> [String] {
    let contradictions = labels.reports.count { $0.statements.contains(where: \.contradictsItself) }
    guard contradictions > 0 else { return [] }
    return [
      "  say every version and list some: \(contradictions) reports; they label nothing where the list leaves a version out"
    ]
  }

  private static func setAside(_ labels: LabelImport) -> [String] {
    guard !labels.rejected.isEmpty else { return [] }
    return ["  set aside: \(labels.rejected.count)"]
      + labels.rejected.prefix(5).map { "    \($0.where): \($0.reason.prefix(300))" }
  }

  /// Names with their counts, in the order of the names.
  private static func listed(_ counts: [(String, Int)]) -> String {
    guard !counts.isEmpty else { return "none" }
    return counts.sorted { $0.0 < $1.0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
  }

  package static func popularity(_ list: PopularityImport) -> String {
    let counted = list.rows.count { $0.downloads != nil }
    return
      "\(list.ecosystem.rawValue): \(list.rows.count) packages as of \(list.date.map(\.iso8601) ?? "now"), \(counted) with downloads, \(list.rejected) rows set aside"
  }

  package static func baseRates(_ rates: [BaseRate]) -> String {
    rates.map(BaseRateWords.sentence).joined(separator: "\n")
  }

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
      ([grid.text] + night.summaries.compactMap(\.statement) + reasons + [
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
