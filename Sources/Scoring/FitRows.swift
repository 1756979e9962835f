package import Corpus

/// The rows of an input by what a fit does with them.
struct FitRows {
  /// Population rows and their folds.
  var unlabelled: [Int] = []
  var unlabelledFolds: [Int] = []
  /// Reported rows, their folds, campaigns and weights.
  var malicious: [Int] = []
  var maliciousFolds: [Int] = []
  var campaigns: [String] = []
  /// 1 / campaign size: every attack counts once.
  var weights: [Double] = []
  var campaignCount = 0

  /// Leaves out excluded rows and those marked in `skipped`.
  init(_ input: ScoringInput, folds: Int, skipped: [Bool]) {
    for row in input.packages.indices where !input.excluded[row] && !skipped[row] {
      guard let campaign = input.campaigns[row] else {
        unlabelled.append(row)
        unlabelledFolds.append(
          CrossFit.fold(of: input.packages[row].key, in: input.ecosystem, folds: folds))
        continue
      }
      malicious.append(row)
      campaigns.append(campaign)
      maliciousFolds.append(CrossFit.fold(of: campaign, in: input.ecosystem, folds: folds))
    }
    var sizes: [String: Int] = [:]
    for campaign in campaigns { sizes[campaign, default: 0] += 1 }
    weights = campaigns.map { 1 / Double(sizes[$0] ?? 1) }
    campaignCount = sizes.count
  }
}

/// How groups are kept together when evidence is checked on rows it has not seen.
package enum CrossFit {
  /// The fold of a campaign, or of an unlabelled package's key.
  package static func fold(of group: String, in ecosystem: Ecosystem, folds: Int) -> Int {
    StableFraction.fold("crossfit/\(ecosystem.rawValue)/\(group)", folds: folds)
  }
}
