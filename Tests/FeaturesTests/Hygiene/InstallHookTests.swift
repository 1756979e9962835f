import Corpus
import Features
import Testing

@Suite struct InstallHookTests {
  static let cases: [SignalCase] = [
    SignalCase("given", .facts { $0.installHook = .present(true) }, .present(1)),
    SignalCase("empty", .facts { $0.installHook = .absent }, .absent),
    SignalCase("no such field", .facts { $0.installHook = .notApplicable }, .notApplicable),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("install_hook", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("install_hook", example.input) == example.expected, "\(example.label)")
  }
}
