import Corpus
import Features
import Testing

@Suite struct NewestAttestedTests {
  static let cases: [SignalCase] = [
    SignalCase(
      "attested",
      .facts {
        $0.releases = [release("1", -9, isAttested: false), release("2", -8, isAttested: true)]
      }, .present(1)),
    SignalCase(
      "not any more",
      .facts {
        $0.releases = [release("1", -9, isAttested: true), release("2", -8, isAttested: false)]
      }, .present(0)),
    SignalCase("nothing known", .releases(["1": -4]), .notCollected),
    SignalCase("none", .releases([:]), .absent),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("newest_attested", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("newest_attested", example.input) == example.expected, "\(example.label)")
  }
}
