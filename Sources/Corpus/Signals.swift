/// A group of signals that describe one side of a package.
public enum Facet: String, Codable, Sendable, CaseIterable {
  case activity, provenance, reputation, hygiene, name, graph
}

/// What a larger value of a signal says about trust.
public enum SignalDirection: String, Codable, Sendable {
  /// More is safer.
  case higherIsSafer
  /// More is riskier.
  case lowerIsSafer
  /// No direction can be declared; bins are left unconstrained.
  case unconstrained
  /// Shown but never used as evidence: it measures age, which separates by survival alone (method, section 2.2).
  case contextOnly
}

/// What it costs an attacker to give a signal the value of a good package.
public enum CostToFake: String, Codable, Sendable {
  /// A line of text.
  case trivial
  /// Some accounts, packages or automation.
  case low
  /// Months of waiting or sustained work.
  case high
  /// Needs somebody else's account or the registry itself.
  case prohibitive
}

/// The meaning of one signal: one row of the data dictionary.
public struct SignalDefinition: Sendable, Hashable, Codable {
  /// The column's name, in snake case, with its unit at the end where it has one.
  public let name: String
  public let facet: Facet
  public let unit: String
  public let direction: SignalDirection
  public let costToFake: CostToFake
  /// The question it answers, as one sentence.
  public let question: String
  /// How an attacker would fake it, as one sentence.
  public let howToFake: String

  public init(
    name: String, facet: Facet, unit: String, direction: SignalDirection, costToFake: CostToFake,
    question: String, howToFake: String
  ) {
    self.name = name
    self.facet = facet
    self.unit = unit
    self.direction = direction
    self.costToFake = costToFake
    self.question = question
    self.howToFake = howToFake
  }
}

/// One signal over all packages of a table, in the table's row order.
public struct SignalColumn: Sendable {
  public let definition: SignalDefinition
  /// Values where the state is `present`; 0 where it is `absent`; NaN elsewhere.
  public var values: [Double]
  public var states: [SignalState]

  public init(definition: SignalDefinition, values: [Double], states: [SignalState]) {
    precondition(values.count == states.count, "\(values.count) values, \(states.count) states")
    self.definition = definition
    self.values = values
    self.states = states
  }

  /// Appends one package's observation; a NaN or infinite value becomes `notCollected`.
  public mutating func append(_ observation: Observation<Double>) {
    switch observation {
    case .present(let value) where value.isFinite:
      values.append(value)
      states.append(.present)
    case .absent:
      values.append(0)
      states.append(.absent)
    case .withheld:
      values.append(.nan)
      states.append(.withheld)
    case .notApplicable:
      values.append(.nan)
      states.append(.notApplicable)
    case .present, .notCollected:
      values.append(.nan)
      states.append(.notCollected)
    }
  }
}

/// How much of the seeds' trust reaches one package.
public struct TrustSignals: Sendable, Hashable {
  /// Share of all trust, 0...1; 0 says that no path from a seed arrives: no evidence.
  public var trust: Double
  /// Mid-rank among the packages of the registry, 0...1; those without trust share one rank.
  public var percentile: Double
  /// Whether trust starts here.
  public var isSeed: Bool
  /// The best percentile among its maintainers' other packages of at least 180 days; nil without any.
  public var bestOtherPercentile: Double?

  public init(trust: Double, percentile: Double, isSeed: Bool, bestOtherPercentile: Double?) {
    self.trust = trust
    self.percentile = percentile
    self.isSeed = isSeed
    self.bestOtherPercentile = bestOtherPercentile
  }
}

/// What the link stage learned about one package from all others; see `Graph`.
public struct GraphSignals: Sendable, Hashable {
  /// Packages of the corpus that depend on this one.
  public var dependents: Int
  /// Distinct maintainers of those packages, without this package's own.
  public var dependentMaintainers: Int
  /// Distinct owners (by maintainer sets that share nobody) of packages that claim the same repository; nil without a claim.
  public var repositoryClaimants: Int?
  /// Packages in the weak component that dependencies span.
  public var componentPackages: Int
  /// The most packages any of its maintainers has besides this one; nil when maintainers are not known.
  public var maintainerOtherPackages: Int?
  /// Epoch milliseconds of the oldest release of any package of its maintainers; nil when unknown.
  public var maintainerFirstPublish: UTCInstant?
  /// Seeded trust; nil when there were too few packages to start from.
  public var trust: TrustSignals?

  public init(
    dependents: Int, dependentMaintainers: Int, repositoryClaimants: Int?, componentPackages: Int,
    maintainerOtherPackages: Int?, maintainerFirstPublish: UTCInstant?, trust: TrustSignals? = nil
  ) {
    self.dependents = dependents
    self.dependentMaintainers = dependentMaintainers
    self.repositoryClaimants = repositoryClaimants
    self.componentPackages = componentPackages
    self.maintainerOtherPackages = maintainerOtherPackages
    self.maintainerFirstPublish = maintainerFirstPublish
    self.trust = trust
  }
}
