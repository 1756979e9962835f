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
  package var draws = 4000
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
