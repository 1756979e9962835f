import Corpus
import Scoring
import Tables

/// Labels, campaigns and drift as tables for export.
enum AuditTables {
  static func labels(_ rows: [LabelAuditRow]) -> Table {
    Table(
      name: "label_audit",
      columns: FactsTables.keyColumns(rows.map(\.package)) + [
        Column(
          "reports", .string(rows.map { $0.reports.joined(separator: " ") }),
          doc: "Identifiers of its reports, separated by spaces."),
        Column(
          "label", .string(rows.map(\.label)), doc: "malicious, proofOfConcept, spam, or several."),
        Column(
          "state", .string(rows.map(\.state)),
          doc:
            "included, withdrawn, version_level, proof_of_concept, spam, no_document, partial or excluded."
        ),
        Column("reason", .string(rows.map(\.reason)), doc: "Why, as a sentence."),
        Column(
          "gates", .string(rows.map(\.gates)), doc: "Leak gates that the row hits, else empty."),
      ], doc: "What became of every reported package, withdrawn reports included.")
  }

  static func campaigns(_ rows: [CampaignRow], ecosystem: String) -> Table {
    Table(
      name: "campaigns",
      columns: [
        Column(
          "ecosystem", .string(rows.map { _ in ecosystem }), doc: "pypi, npm or crates."),
        Column("campaign", .string(rows.map(\.key)), doc: "The key of the campaign."),
        Column(
          "key_type", .string(rows.map(\.keyType)),
          doc: "named (by the report), scope (of npm), or text (day, reporters, masked text)."),
        Column(
          "packages", .int64(rows.map { Int64($0.packages) }), unit: "count",
          doc: "Packages of the ecosystem that count as malicious."),
        Column.optionalTimestamps(
          "first_published_at", rows.map { $0.first?.milliseconds },
          doc: "First publication of its earliest package; NULL when a time is missing."),
        Column.optionalTimestamps(
          "last_published_at", rows.map { $0.last?.milliseconds },
          doc: "First publication of its latest package; NULL when none has a time."),
        Column(
          "reporters", .string(rows.map { $0.reporters.joined(separator: " ") }),
          doc: "Sources of its reports, separated by spaces."),
        Column(
          "fold", .int64(rows.map { Int64($0.fold) }), doc: "The fold that holds it out."),
      ], doc: "One row an attacker's action, as far as it was captured.")
  }

  static func drift(_ measure: DriftMeasure?, ecosystem: String) -> Table {
    let rows = measure?.drift.rows ?? []
    let key = TableKey(source: ecosystem, reference: measure?.reference ?? "none")
    return Table(
      name: "drift",
      columns: key.columns(rows: rows.count) + [
        Column(
          "measure", .string(rows.map(\.measure)),
          doc: "score_psi, score_ks, score_wasserstein, missing_share_rise or signal_psi."),
        Column.optionalStrings(
          "signal", rows.map(\.signal), doc: "The signal; NULL for the score."),
        Column(
          "value", .double(rows.map(\.value)),
          doc: "Nats for an index, score units for score_wasserstein, else a share."),
        Column.optionalDoubles(
          "null_point", rows.map(\.nullPoint),
          doc: "What a night without drift exceeds once in a thousand; NULL for effect sizes."),
        Column(
          "is_alarm", .bool(rows.map(\.isAlarm)),
          doc: "Beyond chance and beyond 0.02, or more than a point of missing values."),
        Column.optionalStrings(
          "diagnosis", rows.map { $0.measure == "score_psi" ? measure?.drift.diagnosis : nil },
          doc: "Why the score moved, where it did: crawl fault, a signal, or the population."),
      ], doc: "Tonight under the last published reference, against what that was fitted on.")
  }
}

/// One campaign of the labels, as far as the corpus holds it.
struct CampaignRow {
  let key: String
  let packages: Int
  let first: UTCInstant?
  let last: UTCInstant?
  let reporters: [String]
  let fold: Int

  var keyType: String {
    if key.hasPrefix("named/") { return "named" }
    return key.contains("|") ? "text" : "scope"
  }

  /// Campaigns of the rows that count as malicious, sorted by key.
  static func rows(
    _ input: ScoringInput, _ history: RowHistory, _ claims: [LabelClaim], folds: Int
  ) -> [CampaignRow] {
    let members = Dictionary(
      grouping: input.packages.indices.filter {
        input.campaigns[$0] != nil && !input.excluded[$0]
      }, by: { input.campaigns[$0] ?? "" })
    let sources = Dictionary(grouping: claims.filter { $0.withdrawnAt == nil }, by: \.campaign)
    let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    return sorted.map { key, rows in
      let times = rows.map { history.firstPublished[$0] }
      let known = times.compactMap(\.self)
      return CampaignRow(
        key: key, packages: rows.count, first: known.count == times.count ? known.min() : nil,
        last: known.max(), reporters: Set((sources[key] ?? []).map(\.source)).sorted(),
        fold: CrossFit.fold(of: key, in: input.ecosystem, folds: max(folds, 1)))
    }
  }
}
