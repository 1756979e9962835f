import Corpus
import Features
import Tables

/// What visits to claimed repositories proved: one row a package, and one a repository.
///
/// Source: scoring method, section 10.
enum ProvenanceTables {
  static func provenance(_ facts: [PackageFacts], _ claims: ClaimedRepositories) -> Table {
    let rows = facts.indices.filter { claims.rows[$0] != nil }
    let repositories = rows.compactMap { claims.rows[$0] }
    let tested = rows.compactMap { claims.histories[$0] }
    let results = repositories.map(\.history)
    return Table(
      name: "provenance",
      columns: FactsTables.keyColumns(rows.map { facts[$0].package }) + [
        Column(
          "repository", .string(repositories.map(\.facts.key)),
          doc: "The claimed repository as host/path."),
        Column(
          "status", .string(results.map(\.status.rawValue)),
          doc: "nodata, insufficient, established, contradicted, clockwork or unclear."),
        Column(
          "standing", .string(repositories.map(\.standing.rawValue)),
          doc: "none, sole, winner, loser or contested, among all established claims."),
        count("events", results.map(\.events), "Publish events with a tagged version."),
        count("hits", results.map(\.hits), "Events with a tag in the window."),
        Column(
          "p", .double(results.map(\.p)), unit: "probability",
          doc: "Chance of so many hits in an unrelated repository."),
        Column(
          "decibans", .double(results.map(\.decibans)), unit: "decibans",
          doc: "Evidence for a link, from -10 to 30."),
        Column(
          "coverage", .double(results.map(\.coverage)), unit: "share",
          doc: "Versions hit per version the repository tags."),
        Column(
          "span_days", .double(results.map(\.spanDays)), unit: "days",
          doc: "From the first publish event to the last."),
        Column(
          "days_before_tag", .double(results.map(\.daysBeforeTag)), unit: "days",
          doc: "How long before its tag a publish may come."),
        Column(
          "days_after_tag", .double(results.map(\.daysAfterTag)), unit: "days",
          doc: "How long after its tag a publish may come."),
        Column.optionalDoubles(
          "gap_variation", results.map(\.gapVariation), unit: "ratio",
          doc: "Standard deviation over mean of the gaps; below 0.25 it is clockwork."),
        count("late_tags", tested.map(\.tags.lateTags), "Tags older than a visit without them."),
        count("bulk_tags", tested.map(\.tags.bulkTags), "Tags made in one go, left out."),
        count(
          "impossible_versions", tested.map(\.impossibleVersions),
          "Versions from the future or before the registry, left out."),
      ], doc: "Tags of the claimed repository against the registry's publish times.")
  }

  static func claims(_ ecosystem: Ecosystem, _ claims: ClaimedRepositories) -> Table {
    let contests = claims.contests
    return Table(
      name: "claims",
      columns: [
        Column(
          "ecosystem", .string(contests.map { _ in ecosystem.rawValue }),
          doc: "pypi, npm or crates."),
        Column(
          "repository", .string(contests.map(\.key)), doc: "The repository as host/path."),
        count("claimants", contests.map(\.claimants), "Packages that claim it."),
        count(
          "owners", contests.map(\.outcome.parties), "Distinct owners with an established claim."),
        Column.optionalStrings(
          "winner", contests.map { $0.outcome.winner?.key },
          doc: "Join key of the package whose claim stands; null when contested or nobody's."),
      ], doc: "Who claims each visited repository, and whose it is.")
  }

  private static func count(_ name: String, _ values: [Int], _ doc: String) -> Column {
    Column(name, .int64(values.map(Int64.init)), unit: "count", doc: doc)
  }
}
