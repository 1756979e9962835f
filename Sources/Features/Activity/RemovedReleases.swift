import Corpus

extension Signals {
  /// The releases the registry still lists by time but no longer holds.
  ///
  /// Question: Were versions unpublished? Direction: more is riskier.
  /// Unit: count. Known on npm only. Absent without releases, not collected before a document was
  /// read.
  /// To fake it: Leave the versions where they are, or take the name anew.
  static let removedReleases = Signal(
    SignalDefinition(
      name: "removed_releases", facet: .activity, unit: "count",
      direction: .lowerIsSafer, costToFake: .low,
      question: "Were versions unpublished?",
      howToFake: "Leave the versions where they are, or take the name anew."
    )
  ) { input in
    if input.facts.package.ecosystem != .npm { return .notApplicable }
    return input.everyRelease.map { Double($0.filter(\.isRemoved).count) }
  }
}
