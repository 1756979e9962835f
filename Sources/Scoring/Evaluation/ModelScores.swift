/// What one model says of every row, each row judged by a fit that has not seen its group.
package struct ModelScores: Sendable {
  /// The name in the tables, as `M5`.
  package let name: String
  /// Higher is riskier; nil where the model says nothing, as of partial rows.
  package let risk: [Double?]
  /// Natural logarithms of likelihood ratios, for the cost in bits; nil when the model gives none.
  package let logRatios: [Double?]?

  package init(name: String, risk: [Double?], logRatios: [Double?]? = nil) {
    self.name = name
    self.risk = risk
    self.logRatios = logRatios
  }
}

/// Which rows one evaluation judges, and what is drawn as a whole when it is repeated.
package struct EvaluationRows: Sendable {
  /// `arrivals`, `registry`, or the name of a table from elsewhere.
  package let population: String
  /// `grouped` or `temporal`: how the scores were kept from knowing their own group.
  package let design: String
  /// Reported rows, ascending, and the number of each one's campaign.
  package let positives: [Int]
  package let campaigns: [Int]
  package let campaignCount: Int
  /// Unlabelled rows, ascending, and the number of each one's owner.
  package let negatives: [Int]
  package let owners: [Int]
  package let ownerCount: Int

  /// - Parameters:
  ///   - campaigns: per row of the input; nil means unlabelled.
  ///   - owners: who publishes the package, else its name: one group of the unlabelled.
  ///   - isIncluded: whether the row belongs to the population and has a score.
  package init(
    population: String, design: String, campaigns: [String?], owners: [String],
    isIncluded: [Bool]
  ) {
    self.population = population
    self.design = design
    let rows = campaigns.indices.filter { isIncluded[$0] }
    positives = rows.filter { campaigns[$0] != nil }
    negatives = rows.filter { campaigns[$0] == nil }
    (self.campaigns, campaignCount) = ClusterNumbers.of(positives.map { campaigns[$0] ?? "" })
    (self.owners, ownerCount) = ClusterNumbers.of(negatives.map { owners[$0] })
  }

  /// Rows of each campaign.
  package var campaignSizes: [Double] {
    campaigns.reduce(into: [Double](repeating: 0, count: campaignCount)) { $0[$1] += 1 }
  }

  /// How many independent observations the campaigns are worth when every package counts alike.
  ///
  /// Kish: the square of the sum over the sum of squares.
  package var effectiveCampaigns: Double { Kish.effectiveSize(campaignSizes) }
}

/// The number of equally weighted observations that unequal weights are worth.
package enum Kish {
  /// 0 without weights.
  package static func effectiveSize(_ weights: [Double]) -> Double {
    let sum = weights.reduce(0, +)
    let squares = weights.reduce(0) { $0 + $1 * $1 }
    return squares > 0 ? sum * sum / squares : 0
  }
}
