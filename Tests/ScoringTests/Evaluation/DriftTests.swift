import Corpus
import Foundation
import Scoring
import Testing

@Suite struct DriftTests {
  private static func input(
    unlabelled: Int = 6000, shift: Double = 0, missing: Double = 0, seed: UInt64 = 11
  ) -> ScoringInput {
    var random = SplitMix64(seed: seed)
    var (values, hook): ([Double], [Double]) = ([], [])
    var states: [SignalState] = []
    var campaigns: [String?] = []
    for row in 0..<unlabelled + 60 {
      let isBad = row >= unlabelled
      let value = floor(100 * random.nextDouble())
      values.append(isBad ? floor(value / 4) : max(0, value - shift))
      hook.append(random.nextDouble() < (isBad ? 0.6 : 0.05) ? 1 : 0)
      states.append(random.nextDouble() < missing ? .notCollected : .present)
      campaigns.append(isBad ? "c\(row)" : nil)
    }
    func column(_ name: String, _ facet: Facet, _ direction: SignalDirection) -> SignalDefinition {
      SignalDefinition(
        name: name, facet: facet, unit: "", direction: direction, costToFake: .low, question: "",
        howToFake: "")
    }
    let present = [SignalState](repeating: .present, count: hook.count)
    return ScoringInput(
      ecosystem: .npm, packages: values.indices.map { PackageID(.npm, "p\($0)") },
      columns: [
        SignalColumn(
          definition: column("size", .hygiene, .higherIsSafer), values: values, states: states),
        SignalColumn(
          definition: column("hook", .activity, .lowerIsSafer), values: hook, states: present),
      ], campaigns: campaigns, excluded: campaigns.map { _ in false })
  }

  private static let reference: Reference = {
    var settings = FitSettings(id: "then", createdFor: "")
    settings.draws = 50
    return Fit.reference(input(), baseRate: nil, settings: settings)
  }()

  private static func drift(_ input: ScoringInput) -> Drift {
    Drift(
      input,
      since: Drift.Baseline(
        reference: reference, histogram: nil, missingShare: ["size": 0, "hook": 0]))
  }

  @Test func aQuietNightRaisesNoAlarm() throws {
    let drift = Self.drift(Self.input(seed: 12))
    #expect(!drift.isAlarm && drift.diagnosis == nil)
    let score = try #require(drift.rows.first { $0.measure == "score_psi" })
    #expect(score.value < 0.02)
  }

  /// A small night: far from the reference by chance alone, which the folklore limit calls drift.
  @Test func theAlarmKnowsTheSizeOfTheNight() throws {
    let drift = Self.drift(Self.input(unlabelled: 150, seed: 13))
    let score = try #require(drift.rows.first { $0.measure == "score_psi" })
    #expect(try #require(score.nullPoint) > 0.1)
    #expect(!drift.isAlarm)
  }

  @Test func aSignalThatMovedIsNamed() {
    let drift = Self.drift(Self.input(shift: 30))
    #expect(drift.diagnosis == "signal size moved")
  }

  /// Missing values are looked at first: a crawl that failed must not be read as a changed world.
  @Test func aCrawlFaultIsToldFromAMovedSignal() {
    let drift = Self.drift(Self.input(shift: 30, missing: 0.1))
    #expect(
      drift.diagnosis == "crawl fault: size is not collected for many more packages")
  }

  @Test func effectSizesAreGivenAndAreNoAlarms() throws {
    let scores = Score.scores(Self.input(), reference: Self.reference).score
    var histogram = [Double](repeating: 0, count: ScoreHistogram.cellCount)
    for (score, campaign) in zip(scores, Self.input().campaigns) where campaign == nil {
      histogram[ScoreHistogram.cell(of: score)] += 1
    }
    let drift = Drift(
      Self.input(shift: 30),
      since: Drift.Baseline(
        reference: Self.reference, histogram: histogram, missingShare: [:]))
    let effects = drift.rows.filter {
      $0.measure == "score_ks" || $0.measure == "score_wasserstein"
    }
    #expect(effects.count == 2)
    #expect(effects.allSatisfy { $0.value > 0.1 && !$0.isAlarm })
    let same = Drift(
      Self.input(),
      since: Drift.Baseline(
        reference: Self.reference, histogram: histogram, missingShare: [:]))
    #expect(same.rows.filter { $0.measure == "score_ks" }.map(\.value) == [0])
  }
}
