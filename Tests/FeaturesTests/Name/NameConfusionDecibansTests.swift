import Corpus
import Features
import Testing

@Suite struct NameConfusionDecibansTests {
  static let cases: [SignalCase] = [
    SignalCase(
      "a swap", .named("reqeusts", popular: ["requests"]),
      .present(0.9652 * 18.375 + 0.818 * 5.925 + 0.7128 * -1.099)),
    SignalCase("a separator says nothing", .named("re-quests", popular: ["requests"]), .present(0)),
    SignalCase("ordinary", .named("something-else", popular: ["requests"]), .absent),
    SignalCase("popular itself", .named("requests", popular: ["requests", "request"]), .absent),
    SignalCase("no list", .named("reqeusts"), .notCollected),
  ]

  @Test("name_confusion_decibans", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(
      measure("name_confusion_decibans", example.input) == example.expected, "\(example.label)")
  }
}
