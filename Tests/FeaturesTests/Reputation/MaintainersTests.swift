import Corpus
import Features
import Testing

@Suite struct MaintainersTests {
  static let cases: [SignalCase] = [
    SignalCase("two", .facts { $0.maintainers = .present(["a", "b"]) }, .present(2)),
    SignalCase("none listed", .facts { $0.maintainers = .absent }, .absent),
    SignalCase("no such field", .facts { $0.maintainers = .notApplicable }, .notApplicable),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("maintainers", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("maintainers", example.input) == example.expected, "\(example.label)")
  }
}
