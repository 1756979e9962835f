import Corpus
import Foundation
import Scoring
import Testing

@Suite struct OutOfFoldTests {
  @Test func everyModelJudgesEveryRowItCan() throws {
    let input = RandomEcosystem.input(seed: 3)
    let risks = OutOfFold.risks([input], settings: RandomEcosystem.settings())[0]
    #expect(risks.map(\.model) == ModelKind.allCases)
    let truth = input.campaigns.map { $0 != nil }
    for risk in risks {
      #expect(risk.risk.count == input.packages.count)
      #expect(risk.risk.allSatisfy { $0 != nil })
      guard [.evidenceSum, .monotone, .openDoor, .weakestFacet].contains(risk.model) else {
        continue
      }
      let curve = RankingCurve(scores: risk.risk.map { $0 ?? 0 }, isPositive: truth)
      #expect(curve.area > 0.7, "\(risk.model.rawValue) has an area of \(curve.area)")
    }
  }

  /// Labels without any relation to the signals: nothing held out may look better than chance.
  @Test func heldOutRisksKnowNothingOfTheirOwnRows() {
    var input = RandomEcosystem.input(seed: 9, unlabelled: 3000, campaigns: 60)
    for index in input.columns.indices {
      var random = SplitMix64(seed: UInt64(index) + 50)
      input.columns[index].values = input.columns[index].values.map { _ in
        (4 * random.nextNormal()).rounded()
      }
    }
    var settings = RandomEcosystem.settings()
    settings.minimumInformation = 0
    let truth = input.campaigns.map { $0 != nil }
    for risk in OutOfFold.risks([input], settings: settings)[0] {
      let area = RankingCurve(scores: risk.risk.map { $0 ?? 0 }, isPositive: truth).area
      #expect((0.38...0.6).contains(area), "\(risk.model.rawValue) has an area of \(area)")
    }
  }
}

@Suite struct ModelChoiceTests {
  @Test func keepsTheIncumbentUnlessTheGainIsClear() throws {
    var input = RandomEcosystem.input(seed: 21, unlabelled: 5500, campaigns: 50, signals: 3)
    input.times = input.campaigns.map { key in
      key.map { Double($0.dropFirst("campaign-".count)) ?? 0 }
    }
    let choice = try #require(
      ModelChoice(
        input, incumbent: .monotone, settings: RandomEcosystem.settings(), replicates: 50))
    #expect(choice.finalTestCampaigns == 10)
    #expect(choice.falsePositiveRate == 0.01)
    #expect(choice.metrics.map(\.model) == ModelKind.allCases)
    #expect(choice.metrics.allSatisfy { $0.finalTest != nil })
    let best = try #require(choice.metrics.max { $0.recall < $1.recall })
    let pick = try #require(choice.metrics.first { $0.model == choice.pick })
    #expect(pick.recall >= best.recall - best.standardError)
    #expect(choice.chosen == .monotone || choice.gain.justifiesReplacement)
    #expect(!choice.reason.isEmpty)
  }

  @Test func aModelThatFindsNothingIsReplaced() throws {
    let input = RandomEcosystem.input(seed: 21, unlabelled: 2000, campaigns: 50, signals: 3)
    let choice = try #require(
      ModelChoice(
        input, incumbent: .constant, settings: RandomEcosystem.settings(), replicates: 50))
    #expect(choice.gain.justifiesReplacement)
    #expect(choice.chosen == (choice.pick.canBePublished ? choice.pick : .constant))
  }

  @Test func tooFewCampaignsDecideNothing() {
    let input = RandomEcosystem.input(seed: 2, campaigns: 3)
    #expect(
      ModelChoice(input, incumbent: .monotone, settings: RandomEcosystem.settings()) == nil)
  }
}
