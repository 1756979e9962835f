package import Corpus

/// A versioned artefact that scores packages: bins, evidence, ranks and ratios of one ecosystem.
package struct Reference: Codable, Sendable, Equatable {
  package let id: String
  /// The method's name and edition.
  package let version: String
  package let ecosystem: Ecosystem
  /// The moment whose knowledge it holds, ISO 8601.
  package let createdFor: String
  /// The model whose evidence is published.
  package let detector: ModelKind
  package let parameters: FitParameters
  /// SHA-256 of what the rows were read from; nil when the caller named none.
  package let inputDigest: String?
  package let counts: ReferenceCounts
  package let baseRate: BaseRateBelief
  package let model: EvidenceModel
  /// One model per fold, which has seen neither its campaigns nor its packages.
  package let folds: [EvidenceModel]
  package let facets: FacetRanks
  /// The activity baseline; nil when no signal of the facet varies.
  package let activity: ActivityModel?
  /// Nil when none could be fitted; `note` says why.
  package let map: RatioMap?
  package let note: String?
  package let warnings: [ReferenceWarning]
  /// Stability index between held-out and final evidence of the unlabelled, and its gate.
  package let crossFitShift: Double
  /// Where this ecosystem's campaigns stand, for an ecosystem with few.
  package let pool: CampaignPool
  package let maximumUnknownShare: Double
  /// How the models compared when this one was chosen; nil when nothing was compared.
  package var choice: ModelChoice?

  /// The gate of `crossFitShift`.
  package static let maximumCrossFitShift = 0.02
  package static let currentVersion = "monotone-woe-2"
}

/// How many rows a reference was fitted on.
package struct ReferenceCounts: Codable, Sendable, Equatable {
  package var unlabelled = 0
  package var malicious = 0
  package var campaigns = 0
  package var excluded = 0
  /// Rows left out because too much about them is unknown.
  package var partial = 0
}

/// What a reader of a reference must know.
package enum ReferenceWarning: String, Codable, Sendable, CaseIterable {
  /// Fewer campaigns than the method needs.
  case smallSample = "small_sample"
  /// Ratios lean on other ecosystems.
  case borrowed
  /// All scores or all ratios are equal.
  case noSignal = "no_signal"
  /// Most drawn base rates are impossible given the scores.
  case priorContradictsData = "prior_contradicts_data"
  /// A safer bin is riskier than its neighbour beyond chance.
  case wrongDirection = "wrong_direction"
  /// A search for coefficients ran out of steps.
  case notConverged = "not_converged"
  /// The activity axis changed or does not stand out: the last one is kept.
  case basisUnstable = "basis_unstable"
  /// Held-out and final evidence differ: the model follows its rows too closely.
  case crossFitShift = "cross_fit_shift"
}

/// The numbers that steered a fit, as its settings gave them.
package struct FitParameters: Codable, Sendable, Equatable {
  package let seed: UInt64
  package let folds: Int
  package let draws: Int
  package let ridge: Double
  package let evidenceShrinkage: Double
  package let ratioShrinkage: Double
  package let minimumInformation: Double
  package let minimumCampaignsOffMode: Double
  package let sampleSize: Int
  package let samplePerCampaign: Int
  package let isBalanced: Bool

  init(_ settings: FitSettings) {
    seed = settings.seed
    folds = settings.folds
    draws = settings.draws
    ridge = settings.ridge
    evidenceShrinkage = settings.evidenceShrinkage
    ratioShrinkage = settings.ratioShrinkage
    minimumInformation = settings.minimumInformation
    minimumCampaignsOffMode = settings.minimumCampaignsOffMode
    sampleSize = settings.sampleSize
    samplePerCampaign = settings.samplePerCampaign
    isBalanced = settings.isBalanced
  }
}
