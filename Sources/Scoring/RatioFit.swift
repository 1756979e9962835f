import Foundation

/// The ratio part of a fit: bins of the published score and what they say.
struct RatioFit {
  var map: RatioMap?
  var note: String?
  var warnings: [ReferenceWarning] = []

  /// With more draws impossible than this leaves, the base rate contradicts the scores.
  static let minimumKeptShare = 0.5

  init(_ fit: FittedEvidence, belief: BaseRateBelief, settings: FitSettings) {
    let campaigns = fit.counts.campaigns
    if campaigns < settings.minimumCampaigns { warnings.append(.smallSample) }
    let counted = ValueCounts(sorted: fit.unlabelledScores)
    if counted.values.count <= 1 { warnings.append(.noSignal) }
    guard campaigns > 0 else {
      note = "no reported package is known in this ecosystem, so there is nothing to compare with"
      return
    }
    guard fit.counts.unlabelled >= settings.minimumUnlabelled else {
      note =
        "only \(fit.counts.unlabelled) unlabelled packages; \(settings.minimumUnlabelled) are needed"
      return
    }
    let tables = RatioTables(fit, counted, belief, settings)
    if tables.pool != nil { warnings.append(.borrowed) }
    if tables.isFlat, !warnings.contains(.noSignal) { warnings.append(.noSignal) }
    if !tables.risingBins.isEmpty { warnings.append(.wrongDirection) }
    if tables.draws.keptShare < Self.minimumKeptShare {
      warnings.append(.priorContradictsData)
      note = "most drawn base rates are impossible given the scores: check the base rate"
    }
    tables.estimate.assertIdentities(baseRate: belief.mid)
    map = tables.map(belief, settings)
  }
}

/// Counts, estimate and draws per bin.
private struct RatioTables {
  let bins: Bins
  /// Whether the first bin is the lowest value alone.
  let hasAtom: Bool
  let unlabelled: [Int]
  let packages: [Int]
  let masses: CampaignMasses
  let pool: [Double]?
  let estimate: RatioEstimate
  let draws: PosteriorDraws

  init(
    _ fit: FittedEvidence, _ counted: ValueCounts, _ belief: BaseRateBelief,
    _ settings: FitSettings
  ) {
    let bins = Bins.tail(counted)
    let members = fit.maliciousPositions.map { bins.index(of: 10 * $0) }
    let masses = CampaignMasses(
      campaigns: fit.rows.campaigns, bins: members, binCount: bins.count)
    let unlabelled = bins.counts(fit.unlabelledScores)
    let pool = Self.borrowed(settings, campaigns: masses.campaigns, bins: bins, fit.model.ranks)
    var drawing = PosteriorDraws.Settings()
    drawing.draws = settings.draws
    drawing.shrinkage = settings.ratioShrinkage
    drawing.borrowed = pool
    drawing.borrowedWeight = settings.borrowedWeight
    drawing.seed = settings.seed
    self.bins = bins
    hasAtom = bins.count > 1 && bins.edges[0] == counted.values.first
    self.masses = masses
    self.unlabelled = unlabelled
    self.pool = pool
    packages = members.reduce(into: [Int](repeating: 0, count: bins.count)) { $0[$1] += 1 }
    estimate = RatioEstimate(
      campaignMass: masses.perBin, campaigns: Double(masses.campaigns),
      unlabelledCounts: unlabelled, shrinkage: settings.ratioShrinkage, borrowed: pool,
      borrowedWeight: settings.borrowedWeight)
    draws = PosteriorDraws(
      masses: masses, unlabelledCounts: unlabelled, settings: drawing,
      baseRate: { belief.draw(using: &$0) })
  }

  private static func borrowed(
    _ settings: FitSettings, campaigns: Int, bins: Bins, _ ranks: RankTable
  ) -> [Double]? {
    guard campaigns < settings.minimumCampaigns, let pool = settings.pool,
      pool.campaigns >= settings.minimumPool
    else { return nil }
    return pool.shares(binCount: bins.count) { bins.index(of: 10 * ranks.snapped($0)) }
  }

  /// Whether every bin has the same ratio.
  var isFlat: Bool {
    guard let first = estimate.ratio.first, let last = estimate.ratio.last else { return true }
    return abs(first - last) < 1e-12
  }

  /// Bins that are riskier than their riskier neighbour by more than four standard errors.
  var risingBins: [Int] {
    let mass = masses.perBin
    return (1..<max(bins.count, 1)).filter { bin in
      let rise = log(estimate.raw[bin] / estimate.raw[bin - 1])
      let spread = [mass[bin], mass[bin - 1], Double(unlabelled[bin]), Double(unlabelled[bin - 1])]
        .reduce(0) { $0 + 1 / ($1 + 0.5) }
      return rise > 4 * spread.squareRoot()
    }
  }

  func map(_ belief: BaseRateBelief, _ settings: FitSettings) -> RatioMap {
    let isPossible = draws.keptShare >= RatioFit.minimumKeptShare
    let isSmall = masses.campaigns < settings.minimumCampaigns
    let onlyLowest = isSmall && pool == nil
    let limits = draws.limits()
    let supported = (0..<bins.count).map { !(onlyLowest && $0 > 0) }
    let ratios = estimate.likelihoodRatio(baseRate: belief.mid)
    let mass = masses.perBin
    let rows = (0..<bins.count).map { bin in
      let mid = min(1, belief.mid * estimate.ratio[bin])
      let isShown = isPossible && supported[bin]
      let ratio = ratios[bin].isFinite ? ratios[bin] : nil
      return RatioBin(
        index: bin, upperEdge: bins.edges[bin].isFinite ? bins.edges[bin] : nil,
        unlabelled: unlabelled[bin], campaigns: mass[bin], packages: packages[bin],
        populationShare: estimate.population[bin], maliciousShare: estimate.malicious[bin],
        rawRatio: estimate.raw[bin], ratio: estimate.ratio[bin], likelihoodRatio: ratio,
        decibans: ratio.map { Statements.decibans($0) },
        low: isShown ? limits[bin].low : nil, mid: isShown ? mid : nil,
        high: isShown ? limits[bin].high : nil,
        oneIn: isShown
          ? Statements.oneIn(low: limits[bin].low, mid: mid, high: limits[bin].high) : nil,
        isBorrowed: pool != nil, isSmallSample: isSmall)
    }
    return RatioMap(
      bins: rows,
      smooth: SmoothRatio(
        unlabelledCounts: unlabelled, ratio: estimate.ratio, hasAtom: hasAtom),
      sweep: sweep(belief, supported),
      baseRateUpperBound: RatioEstimate.baseRateUpperBound(
        campaignMass: mass, campaigns: Double(masses.campaigns), unlabelledCounts: unlabelled),
      keptShare: draws.keptShare, risingBins: risingBins)
  }

  /// The posterior at every base rate of the sweep, in bins that campaigns support.
  ///
  /// Base rates that the scores rule out keep their rows, without values.
  private func sweep(_ belief: BaseRateBelief, _ supported: [Bool]) -> [SweepRow] {
    let rates = [1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 1e-5] + [belief.low, belief.mid, belief.high]
    return Set(rates).sorted(by: >).flatMap { rate -> [SweepRow] in
      let limits = draws.limits(baseRate: rate)
      let isPossible = draws.keptShare(baseRate: rate) >= RatioFit.minimumKeptShare
      return supported.indices.filter { supported[$0] }.map { bin in
        guard isPossible, limits[bin].high.isFinite else {
          return SweepRow(baseRate: rate, bin: bin, low: nil, mid: nil, high: nil, oneIn: nil)
        }
        let mid = min(1, rate * estimate.ratio[bin])
        return SweepRow(
          baseRate: rate, bin: bin, low: limits[bin].low, mid: mid, high: limits[bin].high,
          oneIn: Statements.oneIn(low: limits[bin].low, mid: mid, high: limits[bin].high))
      }
    }
  }
}
