import Corpus
import Testing

@Suite struct SignalColumnTests {
  static let definition = SignalDefinition(
    name: "x", facet: .name, unit: "count", direction: .higherIsSafer, costToFake: .trivial,
    question: "?", howToFake: "!")

  @Test(
    "Each state keeps its own value",
    arguments: [
      (Observation<Double>.present(2), 2.0, SignalState.present),
      (.absent, 0, .absent),
      (.present(.infinity), .nan, .notCollected),
      (.present(.nan), .nan, .notCollected),
      (.notCollected, .nan, .notCollected),
      (.withheld, .nan, .withheld),
      (.notApplicable, .nan, .notApplicable),
    ])
  func appends(observation: Observation<Double>, value: Double, state: SignalState) {
    var column = SignalColumn(definition: Self.definition, values: [], states: [])
    column.append(observation)
    #expect(column.states == [state])
    #expect(column.values[0] == value || (column.values[0].isNaN && value.isNaN))
  }
}
