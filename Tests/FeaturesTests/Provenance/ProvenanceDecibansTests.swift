import Corpus
import Features
import Testing

@Suite struct ProvenanceDecibansTests {
  static let cases: [SignalCase] = [
    SignalCase("agreeing", .visited(history(.established, decibans: 30)), .present(30)),
    SignalCase("disagreeing", .visited(history(.contradicted, decibans: -10)), .present(-10)),
    SignalCase(
      "contested", .visited(history(.established, decibans: 30), .contested), .present(0)),
    SignalCase("beaten", .visited(history(.established, decibans: 30), .loser), .present(0)),
    SignalCase("winning", .visited(history(.established, decibans: 30), .winner), .present(30)),
    SignalCase(
      "contradicted beside others", .visited(history(.contradicted, decibans: -7)), .present(-7)),
    SignalCase("no tag names a version", .visited(history(.nodata)), .withheld),
    SignalCase("not visited", .visited(nil), .notCollected),
    SignalCase("no claim", .facts { $0.repository = .absent }, .absent),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("provenance_decibans", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("provenance_decibans", example.input) == example.expected, "\(example.label)")
  }
}
