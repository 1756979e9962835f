import Corpus
import Foundation
import Scoring
import Testing

/// A made ecosystem: two informative signals, one useless, one that is context only.
private func ecosystem(
  unlabelled: Int = 5000, campaigns: Int = 60, perCampaign: Int = 3, seed: UInt64 = 3
) -> ScoringInput {
  var random = SplitMix64(seed: seed)
  var values = [[Double]](repeating: [], count: 4)
  var keys: [String?] = []
  for row in 0..<unlabelled + campaigns * perCampaign {
    let isBad = row >= unlabelled
    values[0].append(isBad && random.nextDouble() < 0.7 ? 0 : floor(20 * random.nextDouble()))
    values[1].append(random.nextDouble() < (isBad ? 0.5 : 0.05) ? 1 : 0)
    values[2].append(floor(10 * random.nextDouble()))
    values[3].append(isBad ? 0 : 1000)
    keys.append(isBad ? "campaign-\((row - unlabelled) / perCampaign)" : nil)
  }
  let kinds: [(String, Facet, SignalDirection)] = [
    ("readme_bytes", .hygiene, .higherIsSafer), ("install_hook", .activity, .lowerIsSafer),
    ("noise", .graph, .higherIsSafer), ("age_days", .activity, .contextOnly),
  ]
  let columns = zip(kinds, values).map { kind, column in
    SignalColumn(
      definition: SignalDefinition(
        name: kind.0, facet: kind.1, unit: "", direction: kind.2, costToFake: .low, question: "",
        howToFake: ""),
      values: column, states: [SignalState](repeating: .present, count: column.count))
  }
  return ScoringInput(
    ecosystem: .npm, packages: keys.indices.map { PackageID(.npm, "package-\($0)") },
    columns: columns, campaigns: keys, excluded: [Bool](repeating: false, count: keys.count))
}

private func settings() -> FitSettings {
  var settings = FitSettings(id: "test", createdFor: "2026-01-01T00:00:00Z")
  settings.draws = 300
  return settings
}

@Suite struct StageTests {
  private static let input = ecosystem()
  private static let reference = Fit.reference(input, baseRate: nil, settings: settings())
  private static let scores = Score.scores(input, reference: reference)

  @Test func useOnlySignalsThatMayAndDoInform() {
    let used = Self.reference.model.signals.map(\.isUsed)
    #expect(used == [true, true, false, false])
    // With 60 campaigns and few distinct values the shift may pass its gate: it must then be said.
    let isShifted = Self.reference.crossFitShift >= Reference.maximumCrossFitShift
    #expect(Self.reference.warnings == (isShifted ? [.crossFitShift] : []))
  }

  @Test func equalPackagesHaveEqualScores() {
    var seen: [[Double]: Double] = [:]
    for row in Self.input.packages.indices {
      let key = Self.input.columns.prefix(2).map { $0.values[row] }
      #expect(seen[key, default: Self.scores.score[row]] == Self.scores.score[row])
      seen[key] = Self.scores.score[row]
    }
  }

  @Test func meanPosteriorIsTheBaseRate() throws {
    let bins = try #require(Self.reference.map?.bins)
    let mean = bins.reduce(0) { $0 + $1.populationShare * ($1.mid ?? .nan) }
    #expect(agree(mean, Self.reference.baseRate.mid, 1e-9))
  }

  /// Six thousand unlike values of both signs: ranks must follow their order.
  @Test func largeColumnsKeepTheirOrder() {
    var random = SplitMix64(seed: 9)
    let noise = (0..<6000).map { _ in random.nextNormal() }
    var input = ecosystem(unlabelled: 6000, campaigns: 60, perCampaign: 1)
    for row in noise.indices { input.columns[0].values[row] = noise[row] }
    let edges = Fit.reference(input, baseRate: nil, settings: settings()).model.signals[0].edges
    #expect(edges.first ?? 0 < 0 && edges.last ?? 0 > 0)
    let expected = Bins.equalPopulation(ValueCounts(sorted: noise.sorted()), bins: 8).edges
    #expect(edges == Array(expected.dropLast()))
  }

  @Test func referenceSurvivesJSON() throws {
    let data = try JSONEncoder().encode(Self.reference)
    #expect(try JSONDecoder().decode(Reference.self, from: data) == Self.reference)
  }

  @Test func evaluationRanksCampaignsHeldOut() throws {
    let tables = Evaluate.tables(Self.input, scores: Self.scores, reference: Self.reference)
    #expect(try #require(tables.summary.area) > 0.8)
    #expect(tables.histogram.reduce(0) { $0 + $1.unlabelled } == 5000)
    #expect(tables.ceiling.allSatisfy { $0.precision <= 1 })
  }

  @Test func weakestFacetIsRankedAgain() {
    let good = Self.scores.weakestPercentile.prefix(5000).compactMap { $0 }
    #expect(good.count == 5000)
    #expect(agree(good.reduce(0, +) / Double(good.count), 0.5, 1e-9))
  }

  @Test func unknownIsNotZero() {
    var input = Self.input
    input.columns[0].states[0] = .notCollected
    let scores = Score.scores(input, reference: Self.reference)
    #expect(scores.isPartial[0])
    #expect(scores.mid[0] == nil)
    #expect(!scores.contributions(row: 0).contains { $0.signal == "readme_bytes" })
  }

  @Test func degenerateInputsHaveAReasonInsteadOfAMap() {
    let none = Fit.reference(ecosystem(campaigns: 0), baseRate: nil, settings: settings())
    let few = Fit.reference(ecosystem(unlabelled: 500), baseRate: nil, settings: settings())
    #expect(none.map == nil && none.note != nil)
    #expect(few.map == nil && few.note != nil)
  }

  @Test func fewCampaignsPublishTheLowestBinOrBorrow() throws {
    let input = ecosystem(campaigns: 12)
    let alone = Fit.reference(input, baseRate: nil, settings: settings())
    #expect(alone.warnings.contains(.smallSample))
    #expect(try #require(alone.map).bins.dropFirst().allSatisfy { $0.mid == nil })
    var lending = settings()
    lending.pool = CampaignPool(merging: [Self.reference.pool, Self.reference.pool])
    let lent = Fit.reference(input, baseRate: nil, settings: lending)
    #expect(lent.warnings.contains(.borrowed))
    #expect(try #require(lent.map).bins.allSatisfy { $0.mid != nil })
  }

  @Test func impossibleBaseRateIsSaid() {
    let belief = BaseRateBelief(fixed: 0.9)
    let reference = Fit.reference(Self.input, belief: belief, settings: settings())
    #expect(reference.warnings.contains(.priorContradictsData))
    #expect(reference.map?.bins.allSatisfy { $0.mid == nil } == true)
    // The sweep keeps every base rate: values where the scores allow it, none where they do not.
    let sweep = reference.map?.sweep ?? []
    #expect(sweep.contains { $0.baseRate == 0.9 } && sweep.contains { $0.baseRate == 1e-5 })
    #expect(sweep.allSatisfy { ($0.mid == nil) == ($0.baseRate == 0.9) })
    #expect(sweep.allSatisfy { ($0.band(odds: 4) == nil) == ($0.mid == nil) })
  }

  /// A package's ratio falls as its score rises, and its limits move with it from those of its bin.
  @Test func singlePackagesAreReadOffTheCurve() throws {
    let map = try #require(Self.reference.map)
    let rows = Self.input.packages.indices.sorted { Self.scores.score[$0] < Self.scores.score[$1] }
    let ratios = rows.compactMap { Self.scores.ratio[$0] }
    #expect(ratios.count == rows.count)
    #expect(zip(ratios, ratios.dropFirst()).allSatisfy { $0 >= $1 })
    for row in rows.prefix(50) + rows.suffix(50) {
      let reading = map.reading(score: Self.scores.score[row])
      let bin = map.bins[reading.bin]
      let (high, binHigh) = (try #require(reading.high), try #require(bin.high))
      #expect(Self.scores.high[row] == reading.high && Self.scores.bin[row] == reading.bin)
      #expect(agree(high, min(1, binHigh * reading.ratio / bin.ratio), 1e-9))
    }
  }
}
