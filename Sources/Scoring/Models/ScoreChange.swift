import Corpus

/// Why a package's score moved between two nights, as parts that add up.
///
/// Three scores are computed by this program: the old signals under the old reference, the new
/// signals under the old reference, and the new signals under the new reference. The first step is
/// the change of the data, the second the change of the reference.
package struct ScoreChange: Sendable, Equatable {
  /// One signal's part of the evidence under the three combinations, in decibans.
  package struct Part: Sendable, Equatable {
    /// Nil is the intercept, which every package has.
    package let signal: String?
    package let before: Double
    package let newData: Double
    package let after: Double

    package var byData: Double { newData - before }
    package var byReference: Double { after - newData }
  }

  package let scoreBefore: Double
  package let scoreNewData: Double
  package let scoreAfter: Double
  /// The intercept first, then every signal of either reference that says anything.
  package let parts: [Part]

  package var byData: Double { scoreNewData - scoreBefore }
  package var byReference: Double { scoreAfter - scoreNewData }

  /// Splits the change of one package; both inputs have it as their only row.
  ///
  /// - Precondition: each input has exactly one row.
  package init(
    from before: ScoringInput, _ oldReference: Reference, to after: ScoringInput,
    _ newReference: Reference
  ) {
    precondition(
      before.packages.count == 1 && after.packages.count == 1,
      "\(before.packages.count) and \(after.packages.count) rows, not one each")
    let first = Judged(before, oldReference)
    let second = Judged(after, oldReference)
    let third = Judged(after, newReference)
    (scoreBefore, scoreNewData, scoreAfter) = (first.score, second.score, third.score)
    let names =
      oldReference.model.signals.map(\.name)
      + newReference.model.signals.map(\.name).filter { first.decibans[$0] == nil }
    let signals = names.map { name in
      Part(
        signal: name, before: first.decibans[name] ?? 0, newData: second.decibans[name] ?? 0,
        after: third.decibans[name] ?? 0)
    }
    let intercept = Part(
      signal: nil, before: first.intercept, newData: second.intercept, after: third.intercept)
    parts =
      [intercept] + signals.filter { $0.before != 0 || $0.newData != 0 || $0.after != 0 }
  }
}

/// One row under one reference.
private struct Judged {
  let score: Double
  let intercept: Double
  /// Decibans by signal.
  let decibans: [String: Double]

  init(_ input: ScoringInput, _ reference: Reference) {
    score = Score.scores(input, reference: reference).score[0]
    intercept = Statements.decibans(nats: reference.model.intercept)
    let codes = Score.codes(input, reference.model.signals)
    let pairs = reference.model.signals.enumerated().map { index, signal in
      (signal.name, Statements.decibans(nats: signal.table[Int(codes.codes[index][0])]))
    }
    decibans = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }
}
