import Corpus
import Features

/// The run's clock in all signal tests.
let now = UTCInstant(milliseconds: 1_750_000_000_000)

/// An instant some days after (before when negative) `now`.
func day(_ days: Double) -> UTCInstant { now.addingDays(days) }

/// The repository most examples claim.
let claim = RepositoryClaim(host: "github.com", path: "octo/example", rule: "repository")

/// One row of a signal's table: a package and what the signal must say.
struct SignalCase: Sendable, CustomStringConvertible {
  let label: String
  let input: Input
  let expected: Observation<Double>

  init(_ label: String, _ input: Input, _ expected: Observation<Double>) {
    self.label = label
    self.input = input
    self.expected = expected
  }

  var description: String { label }
}

/// What a signal is asked about.
struct Input: Sendable {
  var facts: PackageFacts
  var graph: GraphSignals?
  var popular: [String] = []
  var repository: ClaimedRepository?

  /// A package whose document was read, changed by `change`.
  static func facts(
    _ ecosystem: Ecosystem = .pypi, graph: GraphSignals? = nil,
    _ change: (inout PackageFacts) -> Void
  ) -> Input {
    var facts = PackageFacts(package: PackageID(ecosystem, "example"), observedAt: now)
    facts.documentDigest = "digest"
    change(&facts)
    return Input(facts: facts, graph: graph)
  }

  /// A package with these versions, published so many days before `now` (negative); nil: time unknown.
  static func releases(_ days: KeyValuePairs<String, Double?>) -> Input {
    facts { $0.releases = days.map { release($0.key, $0.value) } }
  }

  /// A package nobody has read about yet.
  static var unread: Input { unreadOf(.pypi) }

  static func unreadOf(_ ecosystem: Ecosystem) -> Input {
    Input(
      facts: PackageFacts(package: PackageID(ecosystem, "example"), observedAt: now), graph: nil)
  }

  /// A package whose claimed repository was visited, with this history; nil: not visited.
  static func visited(
    _ history: HistoryResult?, _ standing: ClaimStanding = .sole, others: Int = 0,
    _ change: (inout RepositoryFacts) -> Void = { _ in }
  ) -> Input {
    var input = facts { $0.repository = .present(claim) }
    var repository = RepositoryFacts(key: claim.key, observedAt: now)
    change(&repository)
    input.repository = history.map {
      ClaimedRepository(facts: repository, history: $0, standing: standing, otherParties: others)
    }
    return input
  }

  /// A package that trust was computed for.
  static func trusted(
    percentile: Double = 0.5, best: Double? = nil, _ change: (inout PackageFacts) -> Void
  ) -> Input {
    var graph = graphSignals()
    graph.trust = TrustSignals(
      trust: 0.1, percentile: percentile, isSeed: false, bestOtherPercentile: best)
    return facts(graph: graph, change)
  }

  /// A package of this name among popular ones.
  static func named(
    _ name: String, _ ecosystem: Ecosystem = .pypi, popular: [String] = []
  ) -> Input {
    let facts = PackageFacts(package: PackageID(ecosystem, name), observedAt: now)
    return Input(facts: facts, graph: nil, popular: popular)
  }
}

func release(
  _ version: String, _ days: Double?, isPrerelease: Bool = false, isYanked: Bool = false,
  isRemoved: Bool = false, publisher: String? = nil, isAttested: Bool? = nil
) -> ReleaseFacts {
  ReleaseFacts(
    version: version, publishedAt: days.map(day), isPrerelease: isPrerelease, isYanked: isYanked,
    isRemoved: isRemoved, publisher: publisher, isAttested: isAttested)
}

func dependency(
  _ name: String, _ kind: Dependency.Kind = .runtime, isDirectURL: Bool = false
) -> Dependency {
  Dependency(name: name, kind: kind, requirement: "*", isDirectURL: isDirectURL)
}

func graphSignals(
  dependents: Int = 0, dependentMaintainers: Int = 0, repositoryClaimants: Int? = nil,
  componentPackages: Int = 1, maintainerOtherPackages: Int? = nil,
  maintainerFirstPublish: UTCInstant? = nil
) -> GraphSignals {
  GraphSignals(
    dependents: dependents, dependentMaintainers: dependentMaintainers,
    repositoryClaimants: repositoryClaimants, componentPackages: componentPackages,
    maintainerOtherPackages: maintainerOtherPackages,
    maintainerFirstPublish: maintainerFirstPublish)
}

/// A result of the test of history that says just this.
func history(_ status: HistoryStatus, decibans: Double = 0) -> HistoryResult {
  var result = HistoryResult()
  (result.status, result.decibans) = (status, decibans)
  return result
}

/// Runs one signal, found by its name.
func measure(_ name: String, _ input: Input) -> Observation<Double>? {
  let popular =
    input.popular.isEmpty
    ? PopularNames() : PopularNames(ranked: [input.facts.package.ecosystem: input.popular])
  let subject = SignalInput(
    facts: input.facts, graph: input.graph, repository: input.repository, popularNames: popular,
    now: now)
  return Signals.all.first { $0.definition.name == name }?.measure(subject)
}
