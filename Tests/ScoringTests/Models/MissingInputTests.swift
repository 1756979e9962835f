import Corpus
import Foundation
import Scoring
import Testing

/// Losing an input never raises a score, over random models and rows.
@Suite struct MissingInputTests {
  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func losingInputsNeverRaisesAScore(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let input = RandomEcosystem.input(seed: seed)
    let reference = Fit.reference(input, baseRate: nil, settings: RandomEcosystem.settings())
    var before = input
    let all = Score.scores(before, reference: reference).score
    var last = all
    for _ in 0..<4 {
      // Every round each row loses one more input, whatever its value says.
      for row in before.packages.indices {
        let column = Int(random.nextDouble() * Double(before.columns.count))
        before.columns[column].states[row] = .notCollected
      }
      let now = Score.scores(before, reference: reference)
      #expect(zip(now.score, last).allSatisfy { $0 <= $1 })
      #expect(zip(now.isPartial, now.mid).allSatisfy { !$0 || $1 == nil })
      last = now.score
    }
    #expect(zip(last, all).contains { $0 < $1 })
  }

  /// Evidence is not imputed: an unknown value adds exactly nothing to it.
  @Test func unknownAddsNothingToEvidence() throws {
    let input = RandomEcosystem.input(seed: 77)
    let reference = Fit.reference(input, baseRate: nil, settings: RandomEcosystem.settings())
    let index = try #require(
      reference.model.signals.firstIndex { $0.isUsed && $0.coefficient > 0 })
    let row = try #require(
      input.packages.indices.first { row in
        input.columns[index].states[row] == .present
          && input.columns[index].values[row] == input.columns[index].values.max()
      })
    let before = Score.scores(input, reference: reference)
    var lost = input
    lost.columns[index].states[row] = .notCollected
    let after = Score.scores(lost, reference: reference)
    let signal = reference.model.signals[index]
    let bin = signal.edges.filter { $0 < input.columns[index].values[row] }.count
    let contribution = Statements.decibans(nats: signal.coefficient * signal.nats[bin])
    #expect(
      agree(before.evidenceDecibans[row] - after.evidenceDecibans[row], contribution, 1e-9))
    // The value 0 is evidence, and other evidence than no value.
    var zero = input
    zero.columns[index].values[row] = 0
    #expect(
      Score.scores(zero, reference: reference).evidenceDecibans[row]
        != after.evidenceDecibans[row])
  }

  /// A facet nobody knows anything about is left out of the minimum and of the mean.
  @Test func unknownFacetsAreLeftOut() throws {
    let input = RandomEcosystem.input(seed: 5)
    let reference = Fit.reference(input, baseRate: nil, settings: RandomEcosystem.settings())
    let before = Score.scores(input, reference: reference)
    let row = try #require(
      input.packages.indices.first { row in
        before.facetDecibans.allSatisfy { $0[row] != nil }
      })
    let facet = before.facets[0]
    var lost = input
    for column in lost.columns.indices where lost.columns[column].definition.facet == facet {
      lost.columns[column].states[row] = .notCollected
    }
    let after = Score.scores(lost, reference: reference)
    #expect(after.facetDecibans[0][row] == nil)
    #expect(after.weakestFacet[row] != facet)
    let known = after.facetDecibans.dropFirst().compactMap { $0[row] }
    let mean = known.reduce(0) { $0 + pow(10, $1 / 10) } / Double(known.count)
    #expect(agree(try #require(after.openDoorDecibans[row]), 10 * log10(mean), 1e-9))
  }
}

/// Ecosystems with as many signals as facets allow, some informative, some not, some missing.
enum RandomEcosystem {
  static func settings() -> FitSettings {
    var settings = FitSettings(id: "random", createdFor: "2026-01-01T00:00:00Z")
    settings.draws = 20
    return settings
  }

  static func input(
    seed: UInt64, unlabelled: Int = 1500, campaigns: Int = 40, signals: Int = 9
  ) -> ScoringInput {
    var random = SplitMix64(seed: seed &* 1000 &+ 1)
    let count = unlabelled + 3 * campaigns
    let directions: [SignalDirection] = [.higherIsSafer, .lowerIsSafer, .unconstrained]
    let columns = (0..<signals).map { index -> SignalColumn in
      let shift = 2 * random.nextDouble() - 0.4
      let direction = directions[index % 3]
      let sign: Double = direction == .lowerIsSafer ? 1 : -1
      var values: [Double] = []
      var states: [SignalState] = []
      for row in 0..<count {
        let isBad = row >= unlabelled
        values.append((2 * random.nextNormal() + (isBad ? sign * shift * 2 : 0)).rounded())
        let luck = random.nextDouble()
        states.append(luck < 0.02 ? .withheld : (luck < 0.04 ? .absent : .present))
      }
      return SignalColumn(
        definition: SignalDefinition(
          name: "signal_\(index)", facet: Facet.allCases[index % 4], unit: "",
          direction: direction, costToFake: .low, question: "", howToFake: ""),
        values: values, states: states)
    }
    return ScoringInput(
      ecosystem: .npm, packages: (0..<count).map { PackageID(.npm, "package-\($0)") },
      columns: columns,
      campaigns: (0..<count).map { $0 < unlabelled ? nil : "campaign-\(($0 - unlabelled) / 3)" },
      excluded: [Bool](repeating: false, count: count))
  }
}
