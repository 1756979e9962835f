import Corpus
import Report
import Scoring

/// Whether a reference may speak for packages it was not fitted on (method, section 4.9).
enum CarriedMap {
  /// What the scores of this population say about the map, as a sentence; nil where there is no map.
  static func sentence(
    _ reference: Reference, _ input: ScoringInput, _ scores: ScoreColumns
  ) -> String? {
    guard let map = reference.map,
      let shift = PriorShift(map: map, baseRate: reference.baseRate.mid)
    else { return nil }
    var counts = [Int](repeating: 0, count: map.bins.count)
    for row in input.packages.indices
    where input.campaigns[row] == nil && !input.excluded[row] {
      if let bin = scores.bin[row] { counts[bin] += 1 }
    }
    guard counts.contains(where: { $0 > 0 }) else { return nil }
    let check = shift.check(counts: counts, baseRate: reference.baseRate.mid)
    let index = NumberText.significant(check.index, 2)
    let alarm = NumberText.significant(check.alarm, 2)
    guard check.isStale else {
      return
        "the scores are spread as \(reference.id) expects (stability index \(index), at most \(alarm))"
    }
    let rates = shift.baseRates(counts: counts)
    let most = NumberText.oneIn(rates.high)
    return
      "the scores are not spread as \(reference.id) expects (stability index \(index), at most "
      + "\(alarm)): its probabilities do not hold here; a base rate alone would explain it up to \(most); "
      + "fit again"
  }
}
