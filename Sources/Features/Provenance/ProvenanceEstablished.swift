import Corpus

extension Signals {
  /// Whether the history of tags and publishes proves the claim, and nobody beats it.
  ///
  /// Question: Is the claimed repository proven to be the home of this package? Direction: more is
  /// safer.
  /// Unit: 0 or 1. Absent without a claim; not collected when the repository was not visited.
  /// To fake it: Keep a repository of your own and tag it as you publish: it proves a link, not
  /// virtue.
  static let provenanceEstablished = Signal(
    SignalDefinition(
      name: "provenance_established", facet: .provenance, unit: "0 or 1",
      direction: .higherIsSafer, costToFake: .high,
      question: "Is the claimed repository proven to be the home of this package?",
      howToFake:
        "Keep a repository of your own and tag it as you publish: it proves a link, not virtue."
    )
  ) { input in
    input.visited { .present($0.isProven ? 1 : 0) }
  }
}
