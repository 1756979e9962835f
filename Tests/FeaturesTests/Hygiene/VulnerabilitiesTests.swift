import Corpus
import Features
import Testing

@Suite struct VulnerabilitiesTests {
  static let cases: [SignalCase] = [
    SignalCase("given", .facts { $0.vulnerabilityCount = .present(2) }, .present(2)),
    SignalCase("empty", .facts { $0.vulnerabilityCount = .absent }, .absent),
    SignalCase("no such field", .facts { $0.vulnerabilityCount = .notApplicable }, .notApplicable),
    SignalCase("unread", .unread, .notCollected),
  ]

  @Test("vulnerabilities", arguments: cases)
  func measures(_ example: SignalCase) {
    #expect(measure("vulnerabilities", example.input) == example.expected, "\(example.label)")
  }
}
