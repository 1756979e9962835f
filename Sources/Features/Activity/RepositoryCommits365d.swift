import Corpus

extension Signals {
  /// The commits of the year before the visit in the claimed repository.
  ///
  /// Question: Is the repository it names worked on? Direction: more is safer.
  /// Unit: count. Absent without a claim; not collected when the repository was not visited or its
  /// history was not read.
  /// To fake it: Name somebody else's repository, or commit by a script.
  static let repositoryCommits365d = Signal(
    SignalDefinition(
      name: "repository_commits_365d", facet: .activity, unit: "count",
      direction: .higherIsSafer, costToFake: .trivial,
      question: "Is the repository it names worked on?",
      howToFake: "Name somebody else's repository, or commit by a script."
    )
  ) { input in
    input.visited { $0.facts.commits365d.map { .present(Double($0)) } ?? .notCollected }
  }
}
