import Corpus

extension Signals {
  /// The share of releases with a provenance attestation.
  ///
  /// Question: Does the registry hold proof of where the releases were built? Direction: more is
  /// safer.
  /// Unit: share. Over the releases for which the registry says; not collected when it says so
  /// for none.
  /// To fake it: Build from one's own repository: it proves a link, not virtue.
  static let attestedShare = Signal(
    SignalDefinition(
      name: "attested_share", facet: .provenance, unit: "share",
      direction: .higherIsSafer, costToFake: .high,
      question: "Does the registry hold proof of where the releases were built?",
      howToFake: "Build from one's own repository: it proves a link, not virtue."
    )
  ) { input in
    input.releases.flatMap { releases in
      let known = releases.compactMap(\.isAttested)
      guard !known.isEmpty else { return .notCollected }
      return .present(Double(known.filter { $0 }.count) / Double(known.count))
    }
  }
}
