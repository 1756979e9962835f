import Corpus

extension Signals {
  /// Whether the versions look like a dependency-confusion attack.
  ///
  /// Question: Is the first version absurdly high, or the only one neither 0.x nor 1.x?
  /// Direction: more is riskier.
  /// Unit: 0 or 1. First version with major 90 or more, or a single version whose major is
  /// neither 0 nor 1. Absent without releases, not collected before a document was read. Withheld
  /// when the deciding version does not start with a number.
  /// To fake it: Start at 1.0.0: but then it does not beat a private package of the same name.
  static let versionOddity = Signal(
    SignalDefinition(
      name: "version_oddity", facet: .hygiene, unit: "0 or 1",
      direction: .lowerIsSafer, costToFake: .trivial,
      question: """
        Is the first version absurdly high, or the only one neither 0.x nor 1.x?
        """,
      howToFake: """
        Start at 1.0.0: but then it does not beat a private package of the same name.
        """
    )
  ) { input in
    input.everyRelease.flatMap { releases in
      guard let first = VersionNumber.major(of: releases[0].version) else { return .withheld }
      let isOdd = first >= 90 || (releases.count == 1 && first > 1)
      return .present(isOdd ? 1 : 0)
    }
  }
}
