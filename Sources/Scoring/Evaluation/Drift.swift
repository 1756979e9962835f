import Corpus
import Foundation

/// One measure of how tonight differs from the last published run (method, section 5.6).
package struct DriftRow: Sendable, Equatable {
  /// `score_psi`, `score_ks`, `score_wasserstein`, `missing_share_rise` or `signal_psi`.
  package let measure: String
  /// The signal it is about; nil for the score.
  package let signal: String?
  package let value: Double
  /// What a night without drift exceeds once in a thousand; nil for effect sizes.
  package let nullPoint: Double?
  package let isAlarm: Bool
}

/// Tonight's scores under the last published reference, against what that reference was fitted on.
///
/// Only the stability index of the score raises the alarm; signals and missing values say why.
package struct Drift: Sendable {
  package private(set) var rows: [DriftRow] = []
  /// Why the alarm rang, in the order of the method; nil without an alarm.
  package private(set) var diagnosis: String?

  /// Below this, a shift that is no chance is still of no consequence.
  package static let smallestAlarm = 0.02
  /// A rise of a signal's share of missing values that is a fault of the crawl, not of the world.
  package static let missingRise = 0.01

  /// What is known of the last published run.
  package struct Baseline: Sendable {
    package let reference: Reference
    /// Unlabelled packages per cell of a hundredth point; nil when that run's table is gone.
    package let histogram: [Double]?
    /// Share of packages not collected, by signal.
    package let missingShare: [String: Double]

    package init(reference: Reference, histogram: [Double]?, missingShare: [String: Double]) {
      self.reference = reference
      self.histogram = histogram
      self.missingShare = missingShare
    }
  }

  package init(_ input: ScoringInput, since baseline: Baseline) {
    let usual = input.packages.indices.filter {
      !input.excluded[$0] && input.campaigns[$0] == nil
    }
    let scores = Score.scores(input, reference: baseline.reference)
    let known = usual.filter { !scores.isPartial[$0] }
    addScore(known.map { scores.score[$0] }, baseline)
    let missing = addMissing(input, baseline)
    let moved = addSignals(input, usual, baseline)
    guard rows.contains(where: { $0.measure == "score_psi" && $0.isAlarm }) else { return }
    if let missing {
      diagnosis = "crawl fault: \(missing) is not collected for many more packages"
    } else if let moved {
      diagnosis = "signal \(moved) moved"
    } else {
      diagnosis = "the population moved"
    }
  }

  package var isAlarm: Bool { diagnosis != nil }

  private mutating func addScore(_ scores: [Double], _ baseline: Baseline) {
    guard let map = baseline.reference.map, !scores.isEmpty else { return }
    let before = map.bins.map { Double($0.unlabelled) }
    let bins = Bins(edges: map.bins.map { $0.upperEdge ?? .infinity })
    add("score_psi", nil, before, bins.counts(scores).map(Double.init))
    guard let histogram = baseline.histogram else { return }
    var tonight = [Double](repeating: 0, count: histogram.count)
    for score in scores { tonight[ScoreHistogram.cell(of: score)] += 1 }
    for (name, value) in [
      ("score_ks", DistributionShift.kolmogorovSmirnov(histogram, tonight)),
      ("score_wasserstein", DistributionShift.wasserstein(histogram, tonight, width: 0.01)),
    ] {
      rows.append(
        DriftRow(measure: name, signal: nil, value: value, nullPoint: nil, isAlarm: false))
    }
  }

  /// The stability index of two counts over the same bins, with its alarm.
  private mutating func add(
    _ measure: String, _ signal: String?, _ before: [Double], _ tonight: [Double]
  ) {
    let (first, second) = (before.reduce(0, +), tonight.reduce(0, +))
    guard first > 0, second > 0, before.count > 1 else { return }
    let value = StabilityIndex.between(before, tonight)
    let point = DistributionShift.nullPoint(first: first, second: second, cells: before.count)
    rows.append(
      DriftRow(
        measure: measure, signal: signal, value: value, nullPoint: point,
        isAlarm: value > max(point, Self.smallestAlarm)))
  }

  /// The signal whose share of missing values rose most beyond the limit.
  private mutating func addMissing(_ input: ScoringInput, _ baseline: Baseline) -> String? {
    var worst: (name: String, rise: Double)?
    for column in input.columns {
      guard let before = baseline.missingShare[column.definition.name] else { continue }
      let count = column.states.count { $0 == .notCollected }
      let rise = Double(count) / Double(max(1, column.states.count)) - before
      let isAlarm = rise > Self.missingRise
      rows.append(
        DriftRow(
          measure: "missing_share_rise", signal: column.definition.name, value: rise,
          nullPoint: nil, isAlarm: isAlarm))
      if isAlarm, rise > worst?.rise ?? 0 { worst = (column.definition.name, rise) }
    }
    return worst?.name
  }

  /// The signal of the reference whose bins moved most beyond the limit.
  private mutating func addSignals(
    _ input: ScoringInput, _ usual: [Int], _ baseline: Baseline
  ) -> String? {
    let signals = baseline.reference.model.signals.filter(\.isUsed)
    let codes = SignalCodes(
      columns: signals.map { signal in
        input.columns.first { $0.definition.name == signal.name }
      }, edges: signals.map(\.edges), rowCount: input.packages.count)
    for (index, signal) in signals.enumerated() {
      var tonight = [Double](repeating: 0, count: signal.unlabelled.count)
      for row in usual {
        let code = Int(codes.codes[index][row])
        if code < tonight.count { tonight[code] += 1 }
      }
      add("signal_psi", signal.name, signal.unlabelled.map(Double.init), tonight)
    }
    let moved = rows.filter { $0.measure == "signal_psi" && $0.isAlarm }
    return moved.max { $0.value < $1.value }?.signal
  }
}

/// The exact histogram of the published score: cells a hundredth point wide, the last holds 10.
package enum ScoreHistogram {
  package static let cellCount = 1001

  /// The cell of a score in 0...10.
  package static func cell(of score: Double) -> Int {
    min(cellCount - 1, max(0, Int(score * 100)))
  }
}
