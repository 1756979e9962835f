import Corpus

extension Signals {
  /// The distinct accounts that published releases.
  ///
  /// Question: How many people have published it? Direction: more is safer.
  /// Unit: count. Not applicable on PyPI, which names no uploader; not collected when no release
  /// names one.
  /// To fake it: Publish from several accounts.
  static let publishers = Signal(
    SignalDefinition(
      name: "publishers", facet: .reputation, unit: "count",
      direction: .higherIsSafer, costToFake: .low,
      question: "How many people have published it?",
      howToFake: "Publish from several accounts."
    )
  ) { input in
    input.publishedReleases.map { Double(Set($0.map(\.publisher)).count) }
  }
}
