import Corpus

extension Signals {
  /// The releases that can still be downloaded.
  ///
  /// Question: How much has been published under this name? Direction: more is safer.
  /// Unit: count. Absent without releases, not collected before a document was read.
  /// To fake it: Publish many versions from a script.
  static let releases = Signal(
    SignalDefinition(
      name: "releases", facet: .activity, unit: "count",
      direction: .higherIsSafer, costToFake: .low,
      question: "How much has been published under this name?",
      howToFake: "Publish many versions from a script."
    )
  ) { input in
    input.releases.map { Double($0.count) }
  }
}
