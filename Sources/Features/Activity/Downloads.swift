import Corpus

extension Signals {
  /// Downloads over all time, where the registry counts them.
  ///
  /// Question: How much is it used? Direction: more is safer.
  /// Unit: count. As the registry states it.
  /// To fake it: Download it from many addresses.
  static let downloads = Signal(
    SignalDefinition(
      name: "downloads", facet: .activity, unit: "count",
      direction: .higherIsSafer, costToFake: .low,
      question: "How much is it used?",
      howToFake: "Download it from many addresses."
    )
  ) { input in
    input.facts.downloads.map { Double($0) }
  }
}
