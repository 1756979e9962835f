import Foundation

/// How a risk score separates two classes: one point per distinct score, ties entering together.
///
/// Definitions are those of the method, section 5.3.
package struct RankingCurve: Sendable {
  /// Distinct scores, riskiest first.
  package private(set) var thresholds: [Double] = []
  /// Weight of positives and negatives at or above each threshold.
  package private(set) var truePositives: [Double] = []
  package private(set) var falsePositives: [Double] = []

  /// Higher scores are riskier; the arrays must have equal lengths, scores no NaN.
  package init(scores: [Double], isPositive: [Bool], weights: [Double]? = nil) {
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    var (good, bad) = (0.0, 0.0)
    for index in order {
      let weight = weights?[index] ?? 1
      if isPositive[index] { bad += weight } else { good += weight }
      if thresholds.last != scores[index] {
        thresholds.append(scores[index])
        truePositives.append(bad)
        falsePositives.append(good)
      } else {
        truePositives[truePositives.count - 1] = bad
        falsePositives[falsePositives.count - 1] = good
      }
    }
  }

  /// A curve from sums at points: odd ones at these falling scores, even ones between them.
  init(scores: [Double], found: [Double], alarms: [Double]) {
    thresholds.reserveCapacity(found.count)
    truePositives.reserveCapacity(found.count)
    falsePositives.reserveCapacity(found.count)
    var (good, bad) = (0.0, 0.0)
    for point in found.indices where found[point] > 0 || alarms[point] > 0 {
      bad += found[point]
      good += alarms[point]
      thresholds.append(Self.threshold(scores, point))
      truePositives.append(bad)
      falsePositives.append(good)
    }
  }

  /// A score of the point; for points between, the next lower double: nothing lies in the gap.
  private static func threshold(_ scores: [Double], _ point: Int) -> Double {
    if point % 2 == 1 { return scores[point / 2] }
    return point == 0 ? .infinity : scores[point / 2 - 1].nextDown
  }

  package var positives: Double { truePositives.last ?? 0 }
  package var negatives: Double { falsePositives.last ?? 0 }

  /// The area under the ROC curve by trapezoids; NaN when a class is empty.
  package var area: Double {
    var (sum, lastTrue, lastFalse) = (0.0, 0.0, 0.0)
    for (found, alarms) in zip(truePositives, falsePositives) {
      sum += (alarms - lastFalse) * (found + lastTrue) / 2
      (lastTrue, lastFalse) = (found, alarms)
    }
    return sum / (positives * negatives)
  }

  /// Average precision at this prevalence; nil keeps the mix of the sample.
  package func averagePrecision(prevalence: Double? = nil) -> Double {
    let goodWeight = prevalence.map { (1 - $0) / negatives } ?? 1
    let badWeight = prevalence.map { $0 / positives } ?? 1
    var (sum, last) = (0.0, 0.0)
    for (found, alarms) in zip(truePositives, falsePositives) {
      let hits = found * badWeight
      sum += (found - last) / positives * (hits / (hits + alarms * goodWeight))
      last = found
    }
    return sum
  }

  /// The largest recall at a real threshold whose false positive rate is at most this.
  package func recall(atFalsePositiveRate rate: Double) -> Double {
    let bound = rate * negatives * (1 + 1e-12)
    return zip(truePositives, falsePositives).reduce(0) { best, point in
      point.1 <= bound ? max(best, point.0 / positives) : best
    }
  }

  /// The area up to this false positive rate, raw and standardised after McClish.
  package func partialArea(upTo rate: Double) -> (raw: Double, standardised: Double) {
    var (sum, lastTrue, lastFalse) = (0.0, 0.0, 0.0)
    for (found, alarms) in zip(truePositives, falsePositives) {
      let (recall, share) = (found / positives, alarms / negatives)
      let end = min(share, rate)
      if end > lastFalse {
        let height = lastTrue + (recall - lastTrue) * (end - lastFalse) / (share - lastFalse)
        sum += (end - lastFalse) * (height + lastTrue) / 2
      }
      if share >= rate { break }
      (lastTrue, lastFalse) = (recall, share)
    }
    let least = rate * rate / 2
    return (sum, 0.5 * (1 + (sum - least) / (rate - least)))
  }

  /// The expected precision of the first `k`, in random order inside a tie.
  package func precision(atFirst k: Int) -> Double {
    var (lastTrue, lastCount) = (0.0, 0.0)
    let wanted = Double(k)
    for (found, alarms) in zip(truePositives, falsePositives) {
      let count = found + alarms
      if count >= wanted {
        let tie = (wanted - lastCount) * (found - lastTrue) / (count - lastCount)
        return (lastTrue + tie) / wanted
      }
      (lastTrue, lastCount) = (found, count)
    }
    return lastTrue / wanted
  }

  /// The weight of the tie that the first `k` end in.
  package func tie(atFirst k: Int) -> Double {
    var lastCount = 0.0
    for (found, alarms) in zip(truePositives, falsePositives) {
      let count = found + alarms
      if count >= Double(k) { return count - lastCount }
      lastCount = count
    }
    return 0
  }

  /// The area under the precision-recall curve with the right interpolation.
  ///
  /// Source: https://doi.org/10.1145/1143844.1143874
  package var precisionRecallArea: Double {
    var (sum, lastTrue, lastFalse) = (0.0, 0.0, 0.0)
    for (found, alarms) in zip(truePositives, falsePositives) {
      let gained = found - lastTrue
      if gained > 0 {
        let slope = (alarms - lastFalse) / gained
        sum += Self.interpolated(from: lastTrue, to: found, alarms: lastFalse, slope: slope)
      }
      (lastTrue, lastFalse) = (found, alarms)
    }
    return sum / positives
  }

  /// The integral of `t / (t + alarms + slope (t - from))` over `t`.
  private static func interpolated(
    from: Double, to: Double, alarms: Double, slope: Double
  ) -> Double {
    let factor = 1 + slope
    let offset = alarms - slope * from
    let width = to - from
    guard offset != 0 else { return width / factor }
    let logarithm = log((factor * to + offset) / (factor * from + offset))
    return width / factor - offset / (factor * factor) * logarithm
  }

  /// The highest threshold whose recall is at least this, with its recall and false positive rate.
  package func point(atRecall recall: Double) -> OperatingPoint? {
    let wanted = recall * positives * (1 - 1e-12)
    guard positives > 0, negatives > 0,
      let index = truePositives.firstIndex(where: { $0 >= wanted })
    else { return nil }
    return OperatingPoint(
      threshold: thresholds[index], found: truePositives[index], alarms: falsePositives[index],
      recall: truePositives[index] / positives, falsePositiveRate: falsePositives[index] / negatives
    )
  }
}

/// One threshold of a curve and what it does.
package struct OperatingPoint: Sendable, Equatable {
  package let threshold: Double
  /// Weight of positives and negatives at or above the threshold.
  package let found: Double
  package let alarms: Double
  package let recall: Double
  package let falsePositiveRate: Double

  /// The harmonic mean of precision and recall, and the share of right decisions, at a base rate.
  package func atBaseRate(_ rate: Double) -> (f1: Double, accuracy: Double) {
    let precision = Precision.at(
      baseRate: rate, recall: recall, falsePositiveRate: falsePositiveRate)
    let sum = precision + recall
    let right = rate * recall + (1 - rate) * (1 - falsePositiveRate)
    return (sum > 0 ? 2 * precision * recall / sum : 0, right)
  }
}
