import Corpus

extension Signals {
  /// The newest gap between releases divided by the median of the earlier ones.
  ///
  /// Question: Is the newest release out of step with the rest? Direction: none declared.
  /// Unit: ratio. Withheld with fewer than three releases or when the earlier gaps have median 0.
  /// To fake it: Keep the pace of the package that was taken over.
  static let newestGapRatio = Signal(
    SignalDefinition(
      name: "newest_gap_ratio", facet: .activity, unit: "ratio",
      direction: .unconstrained, costToFake: .high,
      question: "Is the newest release out of step with the rest?",
      howToFake: "Keep the pace of the package that was taken over."
    )
  ) { input in
    input.releaseGapsInDays.withheld(below: 2).flatMap { gaps in
      let usual = median(Array(gaps.dropLast()))
      return usual > 0 ? .present(gaps[gaps.count - 1] / usual) : .withheld
    }
  }
}
