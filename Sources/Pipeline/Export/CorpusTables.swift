import Corpus
import Foundation
import Storage
import Tables

/// Tables made from facts and from the catalog.
enum CorpusTables {
  /// One row a package: what it is and where it stands.
  static func packages(_ facts: [PackageFacts], claims: [PackageID: [LabelClaim]]) -> Table {
    let published = facts.map { $0.releases.compactMap(\.publishedAt) }
    let active = facts.map { facts in (claims[facts.package] ?? []).filter { $0.withdrawnAt == nil }
    }
    return Table(
      name: "packages",
      columns: FactsTables.keyColumns(facts.map(\.package)) + [
        Column(
          "purl", .string(facts.map(\.package.purl)), doc: "The package-url, without a version."),
        Column(
          "display_name", .string(facts.map(\.displayName)),
          doc: "The name as its registry spells it."),
        Column(
          "status", .string(facts.map(\.status.rawValue)),
          doc: "active, archived, quarantined, unpublished, holder or deleted."),
        Column(
          "observed_at", .timestamp(facts.map(\.observedAt.milliseconds)),
          doc: "When the newest document behind the row was fetched."),
        Column(
          "releases", .int64(facts.map { Int64($0.releases.count) }), unit: "count",
          doc: "Versions ever seen."),
        Column.optionalTimestamps(
          "first_release_at", published.map { $0.first?.milliseconds },
          doc: "Registry time of the oldest release."),
        Column.optionalTimestamps(
          "newest_release_at", published.map { $0.last?.milliseconds },
          doc: "Registry time of the newest release."),
        Column.optionalStrings(
          "current_version", facts.map(\.currentVersion),
          doc: "The version the registry shows by default."),
        Column(
          "label_claims", .int64(active.map { Int64($0.count) }), unit: "count",
          doc: "Claims of malice that are not withdrawn."),
        Column(
          "label_sources", .int64(active.map { Int64(Set($0.map(\.source)).count) }), unit: "count",
          doc: "Distinct sources of those claims."),
      ], doc: "One row a package: what it is and where it stands.")
  }

  /// One row a claim, withdrawn ones included.
  static func labels(_ claims: [LabelClaim]) -> Table {
    let sorted = claims.sorted {
      ($0.package, $0.report, $0.source) < ($1.package, $1.report, $1.source)
    }
    return Table(
      name: "labels",
      columns: FactsTables.keyColumns(sorted.map(\.package)) + [
        Column("report", .string(sorted.map(\.report)), doc: "The report's identifier."),
        Column("source", .string(sorted.map(\.source)), doc: "Who says it."),
        Column(
          "kind", .string(sorted.map(\.kind.rawValue)), doc: "malicious, proofOfConcept or spam."),
        Column.optionalStrings(
          "versions", sorted.map { $0.versions?.joined(separator: " ") },
          doc: "The versions meant, separated by spaces; NULL means the whole package."),
        Column.optionalTimestamps(
          "published_at", sorted.map { $0.publishedAt?.milliseconds },
          doc: "When the report was published; often the day of a bulk import."),
        Column.optionalTimestamps(
          "modified_at", sorted.map { $0.modifiedAt?.milliseconds },
          doc: "When the report last changed."),
        Column.optionalTimestamps(
          "withdrawn_at", sorted.map { $0.withdrawnAt?.milliseconds },
          doc: "When the claim was taken back; such a claim labels nothing."),
        Column(
          "campaign", .string(sorted.map(\.campaign)),
          doc: "Key of the campaign: near-identical packages of one attacker."),
      ], doc: "Who says that which package is malicious.")
  }

  static func rejections(_ rejections: [Rejection]) -> Table {
    Table(
      name: "rejections",
      columns: FactsTables.keyColumns(rejections.map(\.package)) + [
        Column("stage", .string(rejections.map(\.stage)), doc: "The stage that set it aside."),
        Column("reason", .string(rejections.map(\.reason)), doc: "Why."),
      ], doc: "What a stage set aside in its newest run, and why.")
  }

  /// One row per complete run and ecosystem, from the runs' certificates.
  static func runs(_ certificates: [Certificate]) -> Table {
    let rows = certificates.flatMap { certificate in
      certificate.ecosystems.sorted { $0.key < $1.key }.map { (certificate, $0.key, $0.value) }
    }
    func counts(_ name: String, _ doc: String, _ value: (EcosystemCertificate) -> Int) -> Column {
      Column(name, .int64(rows.map { Int64(value($0.2)) }), unit: "count", doc: doc)
    }
    return Table(
      name: "runs",
      columns: [
        Column("run", .string(rows.map(\.0.run)), doc: "The run's folder name."),
        Column("as_of", .string(rows.map(\.0.asOf)), doc: "The moment of the run."),
        Column("ecosystem", .string(rows.map(\.1)), doc: "pypi, npm or crates."),
        Column(
          "verdict", .string(rows.map(\.2.verdict.rawValue)), doc: "publish, partial or hold."),
        counts("expected", "Items owed when the crawl began to work.") { $0.crawl.expected },
        counts("fetched", "Answered with a new body.") { $0.crawl.fetched },
        counts("unchanged", "Answered with 304 or the body already stored.") { $0.crawl.unchanged },
        counts("vanished", "Answered with 404, 410 or 451.") { $0.crawl.vanished },
        counts("failed", "No usable answer.") { $0.crawl.failed },
        counts("stale", "The answer was older than the feed promised.") { $0.crawl.stale },
        counts("rejected", "Stored in part, or refused for the name.") { $0.crawl.rejected },
        counts("owed", "Still owed at the end.") { $0.crawl.owed },
        counts("requests", "Requests sent, retries included.") { $0.crawl.requests },
        Column(
          "wire_bytes", .int64(rows.map { Int64($0.2.crawl.wireBytes) }), unit: "bytes",
          doc: "Bytes received, header lines included."),
        counts("packages", "Packages with facts.") { $0.extract.packages },
        counts("decoded", "Packages decoded in the run.") { $0.extract.decoded },
        counts("carried", "Packages whose facts were carried over.") { $0.extract.carried },
        counts("undecodable", "Packages whose documents could not be read.") {
          $0.extract.rejected
        },
      ], doc: "Every complete run by ecosystem: the completeness certificate as rows.")
  }
}
