import Corpus

extension Signals {
  /// Whether the repository or its owner is called like the package.
  ///
  /// Question: Does the claimed repository look like the home of this package? Direction: more is
  /// safer.
  /// Unit: 0 or 1. Absent without a claim.
  /// To fake it: Name the repository, or the package, accordingly.
  static let repositoryNamesPackage = Signal(
    SignalDefinition(
      name: "repository_names_package", facet: .provenance, unit: "0 or 1",
      direction: .higherIsSafer, costToFake: .trivial,
      question: "Does the claimed repository look like the home of this package?",
      howToFake: "Name the repository, or the package, accordingly."
    )
  ) { input in
    input.facts.repository.map { claim in
      RepositoryHosts.names(input.facts.package, in: claim) ? 1 : 0
    }
  }
}
