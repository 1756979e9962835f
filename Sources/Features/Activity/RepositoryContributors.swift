import Corpus

extension Signals {
  /// The distinct authors of the commits read in the claimed repository.
  ///
  /// Question: Do several people work on the repository it names? Direction: more is safer.
  /// Unit: count. Absent without a claim; not collected when the repository was not visited or its
  /// history was not read.
  /// To fake it: Name somebody else's repository, or invent authors: commits are signed by nobody.
  static let repositoryContributors = Signal(
    SignalDefinition(
      name: "repository_contributors", facet: .activity, unit: "count",
      direction: .higherIsSafer, costToFake: .trivial,
      question: "Do several people work on the repository it names?",
      howToFake: "Name somebody else's repository, or invent authors: commits are signed by nobody."
    )
  ) { input in
    input.visited { $0.facts.contributors.map { .present(Double($0)) } ?? .notCollected }
  }
}
