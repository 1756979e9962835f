import Corpus

extension Signals {
  /// The median gap between consecutive releases.
  ///
  /// Question: Does the project release at a steady pace? Direction: none declared.
  /// Unit: days. Withheld with fewer than two releases; 0 when releases share an instant.
  /// To fake it: Publish early and wait, or take over an old package: the registry sets the
  /// times.
  static let medianReleaseGapDays = Signal(
    SignalDefinition(
      name: "median_release_gap_days", facet: .activity, unit: "days",
      direction: .unconstrained, costToFake: .high,
      question: "Does the project release at a steady pace?",
      howToFake: """
        Publish early and wait, or take over an old package: the registry sets the times.
        """
    )
  ) { input in
    input.releaseGapsInDays.map { median($0) }
  }
}
