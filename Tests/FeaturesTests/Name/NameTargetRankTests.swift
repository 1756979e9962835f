import Corpus
import Features
import Testing

@Suite struct NameTargetRankTests {
  static let cases: [SignalCase] = [
    SignalCase("second", .named("numpyy", popular: ["requests", "numpy"]), .present(1)),
    SignalCase("ordinary", .named("something-else", popular: ["requests"]), .withheld),
    SignalCase("no list", .named("numpyy"), .notCollected),
  ]

  @Test("name_target_rank", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("name_target_rank", example.input) == example.expected, "\(example.label)")
  }
}
