import Corpus
import Features
import Testing

@Suite struct ProvenanceEstablishedTests {
  static let cases: [SignalCase] = [
    SignalCase("alone", .visited(history(.established)), .present(1)),
    SignalCase("winner", .visited(history(.established), .winner), .present(1)),
    SignalCase("loser", .visited(history(.established), .loser), .present(0)),
    SignalCase("contested", .visited(history(.established), .contested), .present(0)),
    SignalCase("clockwork", .visited(history(.clockwork), ClaimStanding.none), .present(0)),
    SignalCase("no tag names a version", .visited(history(.nodata)), .present(0)),
    SignalCase("not visited", .visited(nil), .notCollected),
    SignalCase("no claim", .facts { $0.repository = .absent }, .absent),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("provenance_established", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(
      measure("provenance_established", example.input) == example.expected, "\(example.label)")
  }
}
