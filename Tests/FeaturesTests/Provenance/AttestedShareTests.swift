import Corpus
import Features
import Testing

@Suite struct AttestedShareTests {
  static let cases: [SignalCase] = [
    SignalCase(
      "one of two known",
      .facts {
        $0.releases = [
          release("1", -9), release("2", -8, isAttested: false), release("3", -7, isAttested: true),
        ]
      }, .present(0.5)),
    SignalCase("nothing known", .releases(["1": -4]), .notCollected),
    SignalCase("none", .releases([:]), .absent),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("attested_share", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("attested_share", example.input) == example.expected, "\(example.label)")
  }
}
