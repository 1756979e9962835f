import Corpus
import Foundation

/// How the models of the method compare on one ecosystem, and which of them should be published.
///
/// The protocol is fixed before looking (method, section 2.7): the last fifth of the campaigns by
/// time is locked away as the final test; the rest is judged by cross-fitting under three
/// independent splits; the simplest model within one standard error of the best is picked; it
/// replaces the model in use only when the paired interval of the gain excludes 0 and the gain is
/// at least 0.02; the final test is opened once, afterwards, and published whatever it says.
package struct ModelChoice: Codable, Sendable, Equatable {
  /// One model's primary metric: recall of campaigns at the false positive rate.
  package struct Metric: Codable, Sendable, Equatable {
    package let model: ModelKind
    /// Mean over the three splits.
    package let recall: Double
    /// Standard error over resampled campaigns.
    package let standardError: Double
    /// On the locked campaigns, from a fit that saw none of them; nil without enough of them.
    package let finalTest: Double?
  }

  /// 0.01, or 0.001 when there are 100,000 unlabelled rows.
  package let falsePositiveRate: Double
  /// The model published before.
  package let incumbent: ModelKind
  package let metrics: [Metric]
  /// The simplest model within one standard error of the best.
  package let pick: ModelKind
  /// The pick against the incumbent.
  package let gain: PairedGain
  /// The model to publish.
  package let chosen: ModelKind
  /// Why, as one sentence.
  package let reason: String
  package let finalTestCampaigns: Int

  package static let splits = ["choice-1", "choice-2", "choice-3"]
  /// A replacement must gain at least this much recall.
  package static let minimumGain = 0.02

  /// Runs the protocol; nil when there are too few campaigns to hold any back.
  package init?(
    _ input: ScoringInput, incumbent: ModelKind, settings: FitSettings, replicates: Int = 2000
  ) {
    let isLocked = LockedRows.of(input)
    let open = input.excluding(isLocked)
    guard let sample = RecallSample(open) else { return nil }
    let risks = Self.splits.map { split -> [OutOfFoldRisk] in
      var own = settings
      own.foldPurpose = split
      return OutOfFold.risks([open], settings: own)[0]
    }
    let models = ModelKind.allCases
    let recalls = models.indices.map { model in
      sample.recalls(risks.map { $0[model].risk }, replicates: replicates, seed: settings.seed)
    }
    let pick = Self.simplest(models, recalls)
    let before = models.firstIndex(of: incumbent) ?? 0
    falsePositiveRate = sample.falsePositiveRate
    self.incumbent = incumbent
    self.pick = models[pick]
    gain = PairedGain(of: recalls[pick], over: recalls[before])
    (chosen, reason) = Self.decision(pick: models[pick], incumbent: incumbent, gain)
    // Opened once, after the decision.
    let locked = RecallSample(input, rows: isLocked)
    let final = OutOfFold.risks([input], isTest: [isLocked], settings: settings)[0]
    finalTestCampaigns = locked?.campaignCount ?? 0
    metrics = models.indices.map { model in
      Metric(
        model: models[model], recall: recalls[model].point,
        standardError: recalls[model].standardError,
        finalTest: locked.map { $0.recall(final[model].risk) })
    }
  }

  /// The first model whose recall is within one standard error of the best.
  private static func simplest(_ models: [ModelKind], _ recalls: [ResampledRecall]) -> Int {
    let best = recalls.indices.max { recalls[$0].point < recalls[$1].point } ?? 0
    let bound = recalls[best].point - recalls[best].standardError
    return recalls.firstIndex { $0.point >= bound } ?? best
  }

  private static func decision(
    pick: ModelKind, incumbent: ModelKind, _ gain: PairedGain
  ) -> (ModelKind, String) {
    guard pick != incumbent else {
      return (incumbent, "the model in use is the simplest within one standard error of the best")
    }
    guard gain.justifiesReplacement else {
      return (incumbent, "\(pick.rawValue) gains \(gain.sentence), which does not justify a change")
    }
    guard pick.canBePublished else {
      return (
        incumbent,
        "\(pick.rawValue) gains \(gain.sentence), but gives no decibans per signal: decide by hand"
      )
    }
    return (pick, "\(pick.rawValue) gains \(gain.sentence)")
  }
}

/// How much more one model finds than another, under the same resampled groups.
package struct PairedGain: Codable, Sendable, Equatable {
  /// Difference of recall.
  package let gain: Double
  /// 95 % limits.
  package let low: Double
  package let high: Double

  init(of first: ResampledRecall, over second: ResampledRecall) {
    let differences = zip(first.replicates, second.replicates).map { $0 - $1 }.sorted()
    gain = first.point - second.point
    low = differences.isEmpty ? 0 : Quantile.of(sorted: differences, 0.025)
    high = differences.isEmpty ? 0 : Quantile.of(sorted: differences, 0.975)
  }

  /// Whether the interval excludes 0 and the gain is large enough to matter.
  package var justifiesReplacement: Bool { low > 0 && gain >= ModelChoice.minimumGain }

  /// The gain with its interval, to three digits.
  package var sentence: String {
    func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
    return "\(rounded(gain)) of recall [\(rounded(low)), \(rounded(high))]"
  }
}

/// Rows locked away as the final test.
private enum LockedRows {
  /// The last fifth of the campaigns by first publication, and a fifth of the unlabelled groups.
  ///
  /// A campaign whose time is not known is never locked. Unlabelled rows of a stock have no
  /// window of their own: their groups are locked by hash.
  static func of(_ input: ScoringInput) -> [Bool] {
    var starts: [String: Double?] = [:]
    for row in input.packages.indices {
      guard let campaign = input.campaigns[row], !input.excluded[row] else { continue }
      let time = input.times?[row]
      guard let known = starts[campaign] else {
        starts[campaign] = .some(time)
        continue
      }
      starts[campaign] = .some(known.flatMap { first in time.map { min(first, $0) } })
    }
    let dated = starts.compactMap { key, time in time.map { (time: $0, key: key) } }
      .sorted { ($0.time, $0.key) < ($1.time, $1.key) }
    let locked = Set(dated.suffix(dated.count / 5).map(\.key))
    return input.packages.indices.map { row in
      guard let campaign = input.campaigns[row] else {
        let group = input.group(ofUnlabelled: row)
        return CrossFit.fold(of: group, in: input.ecosystem, purpose: "final", folds: 5) == 0
      }
      return locked.contains(campaign)
    }
  }
}
