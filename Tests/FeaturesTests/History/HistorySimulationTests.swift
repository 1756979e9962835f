import Corpus
import Features
import Foundation
import Testing

/// The table of section 7.2 and the contests of 7.3, from histories made here.
@Suite struct HistorySimulationTests {
  static let isSlow = ProcessInfo.processInfo.environment["ASSAY_SLOW_TESTS"] == "1"
  static let repetitions = isSlow ? 1_000 : 200
  /// Cells that take no time; all of them only when asked for.
  static let cells = Golden.simulation.powerAndFalsePositives.filter { isSlow || $0.n <= 8 }

  @Test func `reproduces the published rates to two standard errors`() {
    var beyond: [String] = []
    for (number, cell) in Self.cells.enumerated() {
      let share = Self.shareEstablished(cell, seed: UInt64(number) + 1)
      let distance = Self.standardErrors(share, cell.established)
      if distance > 2 { beyond.append("\(cell.scenario), n = \(cell.n): \(share)") }
      #expect(distance < 4, "\(cell.scenario), n = \(cell.n): \(share), not \(cell.established)")
    }
    // One cell in twenty lies beyond two standard errors by chance alone.
    #expect(beyond.count * 20 <= Self.cells.count, "\(beyond)")
  }

  @Test func `no unrelated history is established in more than one of a thousand`() {
    for cell in Self.cells where cell.scenario.hasPrefix("H0") {
      #expect(Self.shareEstablished(cell, seed: 99) <= 0.001 + 2.0 / Double(Self.repetitions))
    }
  }

  @Test(arguments: Golden.simulation.contests.filter { isSlow || $0.versions <= 15 })
  func `a follower never wins against the origin`(_ expected: SimulationGolden.Contest) {
    var wins = (origin: 0, follower: 0, contested: 0)
    var simulation = HistorySimulation(random: SplitMix64(state: 7))
    for _ in 0..<Self.repetitions {
      let (published, follower, tags) = simulation.contest(
        expected.versions, from: expected.followerStartsAt)
      let outcome = ClaimContest.judge([
        Self.claimant("origin", published, tags), Self.claimant("follower", follower, tags),
      ])
      switch outcome.standings {
      case [.winner, .loser], [.sole, .none]: wins.origin += 1
      case [.loser, .winner], [.none, .sole]: wins.follower += 1
      case [.contested, .contested]: wins.contested += 1
      default: break
      }
    }
    let total = Double(Self.repetitions)
    for (own, published) in [
      (Double(wins.origin) / total, expected.trueWins),
      (Double(wins.contested) / total, expected.contested),
    ] {
      // How quickly origins publish after a tag is not known: three hundredths beside the noise.
      let isNear = abs(own - published) <= 0.03
      #expect(isNear || Self.standardErrors(own, published) < 4, "\(wins)")
    }
    #expect(Double(wins.follower) / total <= 0.02, "\(wins)")
  }

  private static func claimant(
    _ name: String, _ published: HistorySimulation.Times, _ tags: [String: Double]
  ) -> RepositoryClaimant {
    RepositoryClaimant(
      package: PackageID(.npm, name), accounts: [name],
      result: HistoryTest.result(published: published, tags: VersionTags(days: tags)),
      published: Dictionary(uniqueKeysWithValues: published.map { ($0.version, $0.day) }),
      isQualified: false)
  }

  private static func shareEstablished(_ cell: SimulationGolden.Rates, seed: UInt64) -> Double {
    var simulation = HistorySimulation(random: SplitMix64(state: seed))
    var established = 0
    for _ in 0..<repetitions {
      guard let history = simulation.history(cell.scenario, cell.n) else { return .nan }
      let result = HistoryTest.result(
        published: history.published, tags: VersionTags(days: history.tags))
      if result.status == .established { established += 1 }
    }
    return Double(established) / Double(repetitions)
  }

  /// How far two shares are apart, of which one was counted over 1,000 histories.
  private static func standardErrors(_ own: Double, _ published: Double) -> Double {
    let variance = max(published * (1 - published), 0.002)
    return abs(own - published)
      / (variance * (1 / 1_000.0 + 1 / Double(repetitions))).squareRoot()
  }
}
