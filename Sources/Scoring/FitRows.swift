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

  /// Places in `unlabelled` that the logistic is fitted on, chosen by hash.
  var sample: [Int] = []

  /// Leaves out excluded rows and those marked in `skipped`.
  init(_ input: ScoringInput, settings: FitSettings, skipped: [Bool]) {
    for row in input.packages.indices where !input.excluded[row] && !skipped[row] {
      guard let campaign = input.campaigns[row] else {
        unlabelled.append(row)
        unlabelledFolds.append(
          CrossFit.fold(of: input.group(ofUnlabelled: row), in: input.ecosystem, settings))
        continue
      }
      malicious.append(row)
      campaigns.append(campaign)
      maliciousFolds.append(CrossFit.fold(of: campaign, in: input.ecosystem, settings))
    }
    var sizes: [String: Int] = [:]
    for campaign in campaigns { sizes[campaign, default: 0] += 1 }
    weights = zip(malicious, campaigns).map { row, campaign in
      input.weights?[row] ?? 1 / Double(sizes[campaign] ?? 1)
    }
    campaignCount = sizes.count
    sample = sample(input, settings)
  }

  private func sample(_ input: ScoringInput, _ settings: FitSettings) -> [Int] {
    let limit = max(settings.sampleSize, settings.samplePerCampaign * campaignCount)
    guard unlabelled.count > limit else { return Array(unlabelled.indices) }
    let share = Double(limit) / Double(unlabelled.count)
    return unlabelled.indices.filter { place in
      let key = input.packages[unlabelled[place]].key
      return StableFraction.of("sample/\(input.ecosystem.rawValue)/\(key)") < share
    }
  }
}

extension ScoringInput {
  /// What an unlabelled row is kept together with: its publisher, else itself.
  func group(ofUnlabelled row: Int) -> String { groups?[row] ?? packages[row].key }
}

/// How groups are kept together when evidence is checked on rows it has not seen.
package enum CrossFit {
  /// The fold of a campaign, or of an unlabelled row's group.
  package static func fold(
    of group: String, in ecosystem: Ecosystem, purpose: String = "crossfit", folds: Int
  ) -> Int {
    StableFraction.fold("\(purpose)/\(ecosystem.rawValue)/\(group)", folds: folds)
  }

  static func fold(of group: String, in ecosystem: Ecosystem, _ settings: FitSettings) -> Int {
    fold(of: group, in: ecosystem, purpose: settings.foldPurpose, folds: settings.folds)
  }
}
