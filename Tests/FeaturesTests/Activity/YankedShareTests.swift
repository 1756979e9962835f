import Corpus
import Features
import Testing

@Suite struct YankedShareTests {
  static let cases: [SignalCase] = [
    SignalCase(
      "half", .facts { $0.releases = [release("1", -9), release("2", -8, isYanked: true)] },
      .present(0.5)),
    SignalCase("npm", .facts(.npm) { $0.releases = [release("1", -9)] }, .notApplicable),
    SignalCase("none", .releases([:]), .absent),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("yanked_share", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("yanked_share", example.input) == example.expected, "\(example.label)")
  }
}
