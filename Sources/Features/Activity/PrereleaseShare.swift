import Corpus

extension Signals {
  /// The share of releases marked as pre-releases.
  ///
  /// Question: Does the author use the version scheme as projects do? Direction: none declared.
  /// Unit: share. Absent without releases, not collected before a document was read.
  /// To fake it: Number the versions differently.
  static let prereleaseShare = Signal(
    SignalDefinition(
      name: "prerelease_share", facet: .activity, unit: "share",
      direction: .unconstrained, costToFake: .trivial,
      question: "Does the author use the version scheme as projects do?",
      howToFake: "Number the versions differently."
    )
  ) { input in
    input.releases.map { releases in
      Double(releases.filter(\.isPrerelease).count) / Double(releases.count)
    }
  }
}
