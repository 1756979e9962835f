package import Corpus

/// The stage `fit`: from labelled columns to a reference.
///
/// Published scores come from the final model for every row, so that equal packages have equal
/// scores and an atom of the score is never split. Fitting the ratio to those scores would flatter
/// the model, which has seen the campaigns it is measured on. Therefore each campaign is placed by
/// the model of its fold, which has seen neither its rows nor that fold's unlabelled rows, and
/// placed as a percentile among the unlabelled packages under that same model. A percentile needs
/// no common unit, so folds can be pooled, and it is snapped to the atom of the published scale
/// that covers it. The unlabelled side of the ratio uses the published scores themselves: each of
/// those rows is one of thousands in its bins. `crossFitShift` records that this is harmless.
package enum Fit {
  /// Fits evidence, ranks and ratio; without a base rate the elicited default stands in.
  ///
  /// Degenerate inputs give a reference without a map, with the reason in `note`, never an error.
  package static func reference(
    _ input: ScoringInput, baseRate: BaseRate?, settings: FitSettings
  ) -> Reference {
    let belief = baseRate.map(BaseRateBelief.init) ?? .elicited
    return reference(input, belief: belief, settings: settings)
  }

  /// Fits with a base rate given as a belief, as after an audit.
  package static func reference(
    _ input: ScoringInput, belief: BaseRateBelief, settings: FitSettings
  ) -> Reference {
    references([(input, belief)], settings: settings)[0]
  }

  /// Fits ecosystems together, with coefficients in common; the references keep the order.
  ///
  /// The id of each reference is that of the settings, with the ecosystem when there are several.
  package static func references(
    _ inputs: [(input: ScoringInput, belief: BaseRateBelief)], settings: FitSettings
  ) -> [Reference] {
    let fits = FittedEvidence.fit(inputs.map(\.input), settings: settings)
    return zip(inputs, fits).map { part, fit in
      var own = settings
      if inputs.count > 1 { own.id = "\(part.input.ecosystem.rawValue)-\(settings.id)" }
      return reference(part.input, fit, part.belief, own)
    }
  }

  private static func reference(
    _ input: ScoringInput, _ fit: FittedEvidence, _ belief: BaseRateBelief, _ settings: FitSettings
  ) -> Reference {
    var ratio = RatioFit(fit, belief: belief, settings: settings)
    let shift = fit.crossFitShift
    if shift >= Reference.maximumCrossFitShift { ratio.warnings.append(.crossFitShift) }
    if !fit.isConverged { ratio.warnings.append(.notConverged) }
    let activity = ActivityModel.accepted(
      ActivityModel(input, fit.rows, without: nil, settings: settings),
      before: settings.activityBefore)
    if activity.isUnstable { ratio.warnings.append(.basisUnstable) }
    return Reference(
      id: settings.id, version: Reference.currentVersion, ecosystem: input.ecosystem,
      createdFor: settings.createdFor, detector: settings.detector,
      parameters: FitParameters(settings), inputDigest: settings.inputDigest, counts: fit.counts,
      baseRate: belief, model: fit.model, folds: fit.folds, facets: fit.facets,
      activity: activity.model, map: ratio.map, note: ratio.note, warnings: ratio.warnings,
      crossFitShift: shift,
      pool: CampaignPool(campaigns: fit.rows.campaigns, positions: fit.maliciousPositions),
      maximumUnknownShare: settings.maximumUnknownShare)
  }
}
