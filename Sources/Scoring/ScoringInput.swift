package import Corpus

/// All packages of one ecosystem with their signals and labels, column by column.
package struct ScoringInput: Sendable {
  package var ecosystem: Ecosystem
  package var packages: [PackageID]
  package var columns: [SignalColumn]
  /// The campaign of a package that is reported malicious; nil for every other.
  package var campaigns: [String?]
  /// Rows that are neither malicious nor population: placeholders, withdrawn reports.
  package var excluded: [Bool]
  /// Rows of one publisher share a group and never stand on both sides of a split; nil makes each package its own.
  package var groups: [String]?
  /// What a malicious row counts; nil counts every campaign once.
  package var weights: [Double]?
  /// When a package was first published, in any unit that orders; nil for all or one when not known.
  package var times: [Double?]?

  /// - Precondition: every column, `campaigns` and `excluded` have one element per package.
  package init(
    ecosystem: Ecosystem, packages: [PackageID], columns: [SignalColumn], campaigns: [String?],
    excluded: [Bool]
  ) {
    precondition(
      campaigns.count == packages.count && excluded.count == packages.count,
      "\(packages.count) packages, \(campaigns.count) campaigns, \(excluded.count) exclusions")
    for column in columns {
      precondition(
        column.values.count == packages.count,
        "\(column.definition.name) has \(column.values.count) rows for \(packages.count) packages")
    }
    self.ecosystem = ecosystem
    self.packages = packages
    self.columns = columns
    self.campaigns = campaigns
    self.excluded = excluded
  }
}

/// Everything a fit may be told; the defaults are those of the method, section 14.
package struct FitSettings: Sendable {
  /// The name the reference is known by.
  package var id: String
  /// The moment whose knowledge the reference holds, ISO 8601.
  package var createdFor: String
  package var seed: UInt64 = 20_240_204
  package var folds = 5
  /// The purpose that folds are hashed with: another word gives an independent split.
  package var foldPurpose = "crossfit"
  package var draws = 4000
  /// The model whose evidence is published: `.monotone` or `.evidenceSum`.
  package var detector = ModelKind.monotone
  /// The ridge of the non-negative logistic.
  package var ridge = 10.0
  /// Unlabelled rows the logistic is fitted on: the larger of this and `samplePerCampaign` each.
  package var sampleSize = 50_000
  package var samplePerCampaign = 50
  /// Whether both classes weigh the same in the logistic.
  package var isBalanced = true
  /// Bins per signal; nil takes 10, or 8 when a class has fewer than 500 rows.
  package var bins: Int?
  /// Whether labelled rows too decide where bins end.
  package var binsIncludeLabelled = false
  /// SHA-256 of what the rows were read from; kept in the reference.
  package var inputDigest: String?
  /// The activity axis in use, which a new one must resemble.
  package var activityBefore: ActivityModel?
  /// Campaigns' worth of shrinkage of evidence and of ratios.
  package var evidenceShrinkage = 2.0
  package var ratioShrinkage = 2.0
  /// Signals below this information value (nats) are dropped.
  package var minimumInformation = 0.05
  /// Signals with less campaign mass outside their modal bin are dropped.
  package var minimumCampaignsOffMode = 5.0
  /// Below this many campaigns the ratio is borrowed or cut to the lowest bin.
  package var minimumCampaigns = 30
  /// Below this many unlabelled packages there is no ratio.
  package var minimumUnlabelled = 1000
  /// A row is partial when unknown signals carry more than this share of the evidence range.
  package var maximumUnknownShare = 0.2
  /// Campaigns of other ecosystems, for one with few of its own; see `Reference.pool`.
  package var pool: CampaignPool?
  package var borrowedWeight = 5.0
  /// Campaigns a pool needs to be lent.
  package var minimumPool = 100

  package init(id: String, createdFor: String) {
    self.id = id
    self.createdFor = createdFor
  }
}
