import Corpus
import Graph
import Tables

/// Where each package stands in the graph: one row a package.
///
/// Source: scoring method, section 10.
enum GraphTable {
  static func table(_ facts: [PackageFacts], _ linked: Link.Result) -> Table {
    let signals = linked.signals
    let trust = signals.map(\.trust)
    let rule = linked.seeds?.rule.rawValue ?? TrustSeeds.Rule.none.rawValue
    return Table(
      name: "graph",
      columns: FactsTables.keyColumns(facts.map(\.package)) + [
        count("dependents", signals.map(\.dependents), "Packages that depend on it."),
        count(
          "dependencies", facts.map { ($0.dependencies.value ?? []).count(where: Link.isUse) },
          "Packages it uses, development tools and URLs left out."),
        count("maintainers", facts.map { $0.maintainers.value?.count ?? 0 }, "Its accounts."),
        count(
          "dependent_maintainers", signals.map(\.dependentMaintainers),
          "Distinct accounts behind its dependents, its own left out."),
        Column.optionalInt64s(
          "repository_claimants", signals.map { $0.repositoryClaimants.map(Int64.init) },
          unit: "count", doc: "Distinct owners that claim its repository; null without a claim."),
        count(
          "component_packages", signals.map(\.componentPackages),
          "Packages connected to it by dependencies in either direction."),
        Column.optionalDoubles(
          "trust", trust.map { $0?.trust }, unit: "share",
          doc:
            "Seeded trust, summing to 1 with accounts and repositories; null with fewer than 50 seeds."
        ),
        Column.optionalDoubles(
          "trust_percentile", trust.map { $0?.percentile }, unit: "share",
          doc: "Mid-rank among the packages of the registry."),
        Column.optionalBools(
          "reached", trust.map { $0.map { $0.trust > 0 } },
          doc: "Whether any trust arrives; zero is no evidence."),
        Column.optionalDoubles(
          "best_other", trust.map { $0?.bestOtherPercentile }, unit: "share",
          doc: "Best percentile of its maintainers' other packages of at least 180 days."),
        Column(
          "is_seed", .bool(trust.map { $0?.isSeed ?? false }), doc: "Whether trust starts here."),
        Column(
          "seed_rule", .string(facts.map { _ in rule }),
          doc: "strict, without_provenance, most_relied_on or none: how strictly seeds were chosen."
        ),
      ], doc: "Degrees, component and trust of every package.")
  }

  private static func count(_ name: String, _ values: [Int], _ doc: String) -> Column {
    Column(name, .int64(values.map(Int64.init)), unit: "count", doc: doc)
  }
}
