import Corpus

extension Signals {
  /// The share of releases that were yanked.
  ///
  /// Question: How often did the author take releases back from resolvers? Direction: more is
  /// riskier.
  /// Unit: share. Not applicable on npm, which has no yanking. Absent without releases, not
  /// collected before a document was read.
  /// To fake it: Do not yank.
  static let yankedShare = Signal(
    SignalDefinition(
      name: "yanked_share", facet: .activity, unit: "share",
      direction: .lowerIsSafer, costToFake: .trivial,
      question: "How often did the author take releases back from resolvers?",
      howToFake: "Do not yank."
    )
  ) { input in
    if input.facts.package.ecosystem == .npm { return .notApplicable }
    return input.releases.map { releases in
      Double(releases.filter(\.isYanked).count) / Double(releases.count)
    }
  }
}
