import Corpus

extension Signals {
  /// Whether the claimed repository is on a well-known host for source code.
  ///
  /// Question: Can the claim be looked at where everybody looks? Direction: more is safer.
  /// Unit: 0 or 1. Absent without a claim.
  /// To fake it: Open an account there.
  static let repositoryOnKnownHost = Signal(
    SignalDefinition(
      name: "repository_on_known_host", facet: .provenance, unit: "0 or 1",
      direction: .higherIsSafer, costToFake: .trivial,
      question: "Can the claim be looked at where everybody looks?",
      howToFake: "Open an account there."
    )
  ) { input in
    input.facts.repository.map { RepositoryHosts.known.contains($0.host) ? 1 : 0 }
  }
}
