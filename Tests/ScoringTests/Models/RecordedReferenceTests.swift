import Corpus
import Foundation
import Scoring
import Testing

/// A reference file of another day scores today as it did then, bit for bit.
///
/// The files in `Golden` were written by `ASSAY_RECORD=1`; they are only written anew when the
/// method itself changes, together with `Reference.currentVersion`.
@Suite struct RecordedReferenceTests {
  private struct Recorded: Codable {
    let score: [Double]
    let evidenceDecibans: [Double]
    let weakestPercentile: [Double?]
  }

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Golden")
  private static let referenceFile = folder.appending(path: "recorded-reference.json")
  private static let scoresFile = folder.appending(path: "recorded-scores.json")

  private static func input() -> ScoringInput {
    var input = RandomEcosystem.input(seed: 60, unlabelled: 160, campaigns: 24, signals: 4)
    for row in stride(from: 3, to: input.packages.count, by: 17) {
      input.columns[row % 4].states[row] = .notCollected
    }
    return input
  }

  private static func record() throws {
    let reference = Fit.reference(input(), baseRate: nil, settings: RandomEcosystem.settings())
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    try encoder.encode(reference).write(to: referenceFile)
    let scores = Score.scores(input(), reference: reference)
    let recorded = Recorded(
      score: scores.score, evidenceDecibans: scores.evidenceDecibans,
      weakestPercentile: scores.weakestPercentile)
    try encoder.encode(recorded).write(to: scoresFile)
  }

  @Test func scoresAreThoseOfTheDayItWasWritten() throws {
    if ProcessInfo.processInfo.environment["ASSAY_RECORD"] == "1" { try Self.record() }
    let decoder = JSONDecoder()
    let reference = try decoder.decode(Reference.self, from: Data(contentsOf: Self.referenceFile))
    let recorded = try decoder.decode(Recorded.self, from: Data(contentsOf: Self.scoresFile))
    #expect(reference.version == Reference.currentVersion)
    for input in [Self.input(), Self.withMoreSignals()] {
      let scores = Score.scores(input, reference: reference)
      #expect(scores.score == recorded.score)
      #expect(scores.evidenceDecibans == recorded.evidenceDecibans)
      #expect(scores.weakestPercentile == recorded.weakestPercentile)
    }
  }

  /// The program has learnt two signals since, and lists them first.
  private static func withMoreSignals() -> ScoringInput {
    var input = input()
    let newer = RandomEcosystem.input(seed: 61, unlabelled: 160, campaigns: 24, signals: 6)
    input.columns = newer.columns.suffix(2) + input.columns.reversed()
    return input
  }
}

@Suite struct ScoreChangeTests {
  private static let before = RandomEcosystem.input(seed: 31, unlabelled: 600)
  private static let after = RandomEcosystem.input(seed: 32, unlabelled: 600)
  private static let old = Fit.reference(
    before, baseRate: nil, settings: RandomEcosystem.settings())
  private static let new = Fit.reference(
    after, baseRate: nil, settings: RandomEcosystem.settings())

  private static func row(_ index: Int, of input: ScoringInput) -> ScoringInput {
    ScoringInput(
      ecosystem: .npm, packages: [input.packages[index]],
      columns: input.columns.map {
        SignalColumn(
          definition: $0.definition, values: [$0.values[index]], states: [$0.states[index]])
      }, campaigns: [nil], excluded: [false])
  }

  @Test(arguments: [0, 17, 333, 610])
  func partsAddUp(index: Int) {
    let change = ScoreChange(
      from: Self.row(index, of: Self.before), Self.old, to: Self.row(index, of: Self.after),
      Self.new)
    let first = Score.scores(Self.before, reference: Self.old)
    let last = Score.scores(Self.after, reference: Self.new)
    #expect(change.scoreBefore == first.score[index])
    #expect(change.scoreAfter == last.score[index])
    #expect(agree(change.byData + change.byReference, last.score[index] - first.score[index], 1e-9))
    let evidence = change.parts.reduce(0) { $0 + $1.byData + $1.byReference }
    let moved = last.evidenceDecibans[index] - first.evidenceDecibans[index]
    #expect(abs(evidence - moved) < 1e-9)
    #expect(change.parts.first?.signal == nil)
    #expect(change.parts.first?.byData == 0)
  }

  @Test func unchangedDataMovesNothing() {
    let row = Self.row(5, of: Self.before)
    let change = ScoreChange(from: row, Self.old, to: row, Self.new)
    #expect(change.byData == 0)
    #expect(change.parts.allSatisfy { $0.byData == 0 })
    let still = ScoreChange(from: row, Self.old, to: row, Self.old)
    #expect(still.byReference == 0)
  }
}

@Suite struct IncumbencyTests {
  private static let input = RandomEcosystem.input(seed: 41, unlabelled: 1200)
  private static let reference = Fit.reference(
    input, baseRate: nil, settings: RandomEcosystem.settings())

  private static func decision(
    _ candidate: Reference, _ incumbent: Reference?, forced: Bool = false
  ) -> Incumbency {
    Incumbency(
      candidate: candidate, incumbent: incumbent, input: input, isForced: forced, replicates: 60)
  }

  @Test func aQuietNightKeepsTheReference() {
    let kept = Self.decision(Self.reference, Self.reference)
    #expect(!kept.replaces)
    #expect(kept.gain?.gain == 0)
    #expect(kept.reason.contains("no change is justified"))
  }

  @Test func theFirstAndAForcedFitReplace() {
    #expect(Self.decision(Self.reference, nil).replaces)
    #expect(Self.decision(Self.reference, Self.reference, forced: true).replaces)
  }

  @Test func anotherBaseRateNeedsAnotherReference() {
    let other = Fit.reference(
      Self.input, belief: BaseRateBelief(fixed: 0.002), settings: RandomEcosystem.settings())
    let decision = Self.decision(other, Self.reference)
    #expect(decision.replaces && decision.reason.contains("base rate"))
  }

  /// A reference whose signals have lost their meaning is replaced by one that finds more.
  @Test func aBetterCandidateReplaces() throws {
    var stale = Self.input
    var random = SplitMix64(seed: 8)
    for index in stale.columns.indices {
      stale.columns[index].values = stale.columns[index].values.map { _ in
        (3 * random.nextNormal()).rounded()
      }
    }
    let old = Fit.reference(stale, baseRate: nil, settings: RandomEcosystem.settings())
    let decision = Self.decision(Self.reference, old)
    #expect(decision.replaces)
    #expect(try #require(decision.gain).low > 0)
  }
}
