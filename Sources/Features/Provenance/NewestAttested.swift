import Corpus

extension Signals {
  /// Whether the newest release has a provenance attestation.
  ///
  /// Question: Was the newest release built where its source is? Direction: more is safer.
  /// Unit: 0 or 1. Not collected when the registry does not say.
  /// To fake it: Build from one's own repository: it proves a link, not virtue.
  static let newestAttested = Signal(
    SignalDefinition(
      name: "newest_attested", facet: .provenance, unit: "0 or 1",
      direction: .higherIsSafer, costToFake: .high,
      question: "Was the newest release built where its source is?",
      howToFake: "Build from one's own repository: it proves a link, not virtue."
    )
  ) { input in
    input.releases.flatMap { releases in
      guard let isAttested = releases[releases.count - 1].isAttested else { return .notCollected }
      return .present(isAttested ? 1 : 0)
    }
  }
}
