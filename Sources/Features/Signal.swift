package import Corpus

/// Everything one signal may look at: one package, its neighbourhood, and the run's clock.
package struct SignalInput: Sendable {
  package let facts: PackageFacts
  /// What the link stage learned; nil when the stage did not run.
  package let graph: GraphSignals?
  /// What a visit to the claimed repository found; nil when there was none.
  package let repository: ClaimedRepository?
  /// How the name relates to the popular names of its registry.
  package let nameMatch: NameMatch
  /// Whether the registry has popular names to compare with.
  package let hasPopularNames: Bool
  /// The run's clock: the only way an age can enter.
  package let now: UTCInstant

  /// Gathers the input of every signal for one package; the name is compared once, here.
  package init(
    facts: PackageFacts, graph: GraphSignals?, repository: ClaimedRepository? = nil,
    popularNames: PopularNames, now: UTCInstant
  ) {
    self.facts = facts
    self.graph = graph
    self.repository = repository
    self.nameMatch = popularNames.match(facts.package)
    self.hasPopularNames = popularNames.count(in: facts.package.ecosystem) > 0
    self.now = now
  }
}

/// One measured property of a package: its meaning and how it is measured.
package struct Signal: Sendable {
  package let definition: SignalDefinition
  /// The value for one package in the unit of the definition; every missing state keeps its reason.
  package let measure: @Sendable (SignalInput) -> Observation<Double>

  /// Pairs a meaning with its measurement.
  package init(
    _ definition: SignalDefinition,
    measure: @escaping @Sendable (SignalInput) -> Observation<Double>
  ) {
    self.definition = definition
    self.measure = measure
  }
}
