import Foundation

/// The measures of one curve that are resampled, in a fixed order.
struct Measures {
  /// How the value is called in `eval_compare`, and whether smaller is better.
  struct Name {
    let text: String
    var isCost = false
  }

  let rates: [Double]
  let baseRates: [Double]

  /// Recalls, area, least cost, then average precision and precision at half recall per base rate.
  var names: [Name] {
    rates.map { Name(text: "recall_at_fpr_\($0)") } + [
      Name(text: "auc"), Name(text: "least_cllr_bits", isCost: true),
    ]
      + baseRates.flatMap {
        [
          Name(text: "average_precision_at_\($0)"),
          Name(text: "precision_at_half_recall_at_\($0)"),
        ]
      }
  }

  var areaIndex: Int { rates.count }
  var leastCostIndex: Int { rates.count + 1 }
  func averagePrecisionIndex(_ baseRate: Int) -> Int { rates.count + 2 + 2 * baseRate }
  func halfPrecisionIndex(_ baseRate: Int) -> Int { rates.count + 3 + 2 * baseRate }

  /// The measure that decides: recall at 1 %, at 0.1 % where 100,000 unlabelled rows allow it.
  func primaryIndex(unlabelled: Int) -> Int {
    rates.firstIndex(of: unlabelled >= 100_000 ? 0.001 : 0.01) ?? areaIndex
  }

  func values(_ curve: RankingCurve) -> [Double] {
    var values = rates.map { curve.recall(atFalsePositiveRate: $0) }
    values.append(curve.area)
    values.append(RatioCost.leastBits(curve))
    let half = curve.point(atRecall: 0.5)
    for rate in baseRates {
      values.append(curve.averagePrecision(prevalence: rate))
      values.append(
        half.map {
          Precision.at(
            baseRate: rate, recall: $0.recall, falsePositiveRate: $0.falsePositiveRate)
        } ?? .nan)
    }
    return values
  }
}

/// Sums per cluster from which the cost of likelihood ratios follows under any multiplicities.
struct CostSums {
  private var positive: [Double]
  private var positiveMass: [Double]
  private var negative: [Double]
  private var negativeMass: [Double]

  init(positives: ScoredRows, negatives: ScoredRows, _ good: [Double], _ bad: [Double]) {
    (positive, positiveMass) = Self.sums(positives, bad.map { RatioCost.softplus(-$0) })
    (negative, negativeMass) = Self.sums(negatives, good.map(RatioCost.softplus))
  }

  private static func sums(_ rows: ScoredRows, _ losses: [Double]) -> ([Double], [Double]) {
    var sums = [Double](repeating: 0, count: rows.clusterCount)
    var masses = sums
    for row in losses.indices {
      sums[rows.clusters[row]] += rows.masses[row] * losses[row]
      masses[rows.clusters[row]] += rows.masses[row]
    }
    return (sums, masses)
  }

  func bits(_ positives: [Double], _ negatives: [Double]) -> Double {
    func mean(_ drawn: [Double], _ sums: [Double], _ masses: [Double]) -> Double {
      var (sum, mass) = (0.0, 0.0)
      for cluster in drawn.indices {
        sum += drawn[cluster] * sums[cluster]
        mass += drawn[cluster] * masses[cluster]
      }
      return sum / mass
    }
    return (mean(positives, positive, positiveMass) + mean(negatives, negative, negativeMass))
      / (2 * log(2))
  }
}
