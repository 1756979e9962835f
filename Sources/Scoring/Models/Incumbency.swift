/// Whether tonight's candidate replaces the reference in use, and why.
///
/// A reference is refitted only when the protocol says so (method, section 2.7): a night that
/// merely adds rows or reports leaves it, and with it every published score of an unchanged
/// package, as it is.
package struct Incumbency: Sendable, Equatable {
  package let replaces: Bool
  /// One sentence for the log and the table `model_compare`.
  package let reason: String
  /// Recall of the candidate over the incumbent; nil when they were not compared.
  package let gain: PairedGain?

  /// Judges a candidate; both references place campaigns by models that have not seen them.
  ///
  /// - Parameter isForced: a refit was asked for.
  package init(
    candidate: Reference, incumbent: Reference?, input: ScoringInput, isForced: Bool = false,
    replicates: Int = 2000
  ) {
    guard let incumbent else {
      self.init(true, "there was no reference")
      return
    }
    if let reason = Self.necessity(candidate, incumbent, isForced) {
      self.init(true, reason)
      return
    }
    if candidate.warnings.contains(.notConverged) {
      self.init(false, "the candidate's fit did not converge")
      return
    }
    guard let sample = RecallSample(input) else {
      self.init(false, "too few campaigns or packages to compare references")
      return
    }
    let recalls = [candidate, incumbent].map { reference in
      sample.recalls(
        [Self.risk(input, reference)], replicates: replicates, seed: candidate.parameters.seed)
    }
    let gain = PairedGain(of: recalls[0], over: recalls[1])
    let verdict = gain.justifiesReplacement ? "a change is justified" : "no change is justified"
    self.init(
      gain.justifiesReplacement, "the candidate gains \(gain.sentence): \(verdict)", gain)
  }

  private init(_ replaces: Bool, _ reason: String, _ gain: PairedGain? = nil) {
    self.replaces = replaces
    self.reason = reason
    self.gain = gain
  }

  /// Why the incumbent cannot stay, whatever the candidate finds; nil when it can.
  private static func necessity(
    _ candidate: Reference, _ incumbent: Reference, _ isForced: Bool
  ) -> String? {
    if isForced { return "a refit was asked for" }
    if candidate.version != incumbent.version {
      return "the method changed from \(incumbent.version) to \(candidate.version)"
    }
    let (now, before) = (candidate.baseRate, incumbent.baseRate)
    if (now.low, now.mid, now.high) != (before.low, before.mid, before.high) {
      return "the base rate changed from \(before.mid) to \(now.mid)"
    }
    if incumbent.map == nil, candidate.map != nil {
      return "there are now enough reports for a probability"
    }
    for warning in [ReferenceWarning.smallSample, .borrowed]
    where incumbent.warnings.contains(warning) && !candidate.warnings.contains(warning) {
      return "\(warning.rawValue) no longer holds: \(candidate.counts.campaigns) campaigns"
    }
    return nil
  }

  /// Risk of every row, held out where it is reported.
  private static func risk(_ input: ScoringInput, _ reference: Reference) -> [Double?] {
    let scores = Score.scores(input, reference: reference)
    return input.packages.indices.map { row in
      scores.isPartial[row] ? nil : -(scores.heldOutScore[row] ?? scores.score[row])
    }
  }
}
