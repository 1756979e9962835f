import Corpus

extension Signals {
  /// The evidence that the claimed repository is where the package comes from.
  ///
  /// Question: Do the repository's tags and the registry's publish times agree, over years?
  /// Direction: more is safer.
  /// Unit: decibans. From -10 to 30. Evidence for a link counts for nobody while owners contest
  /// the repository. Absent without a claim, withheld when no tag names a version, not collected
  /// when the repository was not visited.
  /// To fake it: Keep a repository of your own and tag it as you publish: it proves a link, not
  /// virtue.
  static let provenanceDecibans = Signal(
    SignalDefinition(
      name: "provenance_decibans", facet: .provenance, unit: "decibans",
      direction: .higherIsSafer, costToFake: .high,
      question: "Do the repository's tags and the registry's publish times agree, over years?",
      howToFake:
        "Keep a repository of your own and tag it as you publish: it proves a link, not virtue."
    )
  ) { input in
    input.visited { $0.decibans.map { .present($0) } ?? .withheld }
  }
}
