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
}
