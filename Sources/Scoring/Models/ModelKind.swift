/// The models that are compared, simplest first (method, section 2.7).
package enum ModelKind: String, Codable, Sendable, CaseIterable {
  /// M0: every package is alike.
  case constant
  /// M1: the leading axis of binned activity, without labels.
  case activityAxis = "activity_pca"
  /// M2: the weakest facet, ranked again.
  case weakestFacet = "min_of_facets"
  /// M3: the plain sum of weights of evidence, which counts what signals share twice.
  case evidenceSum = "woe_sum"
  /// M4: logistic regression on raw values.
  case plainLogistic = "plain_logistic"
  /// The mean of the facets' likelihood ratios: one facet is bad, which one is not known.
  case openDoor = "open_door"
  /// M5: monotone weights of evidence with coefficients of at least 0.
  case monotone = "monotone_woe"

  /// Whether scores can be published from it: it states decibans per signal and feels a lost input.
  package var canBePublished: Bool { self == .evidenceSum || self == .monotone }
}
