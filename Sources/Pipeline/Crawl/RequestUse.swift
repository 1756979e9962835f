import Corpus
import Storage

/// How much of a month's request budget a registry has used.
package struct RequestUse: Codable, Sendable, Equatable {
  /// As `2026-01`.
  package var month: String
  package var sent: Int
  /// Nil means no limit.
  package var limit: Int?

  package init(month: String, sent: Int, limit: Int?) {
    self.month = month
    self.sent = sent
    self.limit = limit
  }

  /// What may still be sent; nil means no limit.
  package var left: Int? { limit.map { max(0, $0 - sent) } }

  static func measure(_ ecosystem: Ecosystem, in context: RunContext) async throws -> RequestUse {
    let month = Month(of: context.now)
    return RequestUse(
      month: month.text, sent: try await context.store.requests(ecosystem, in: month),
      limit: RegistryLimits(ecosystem, context.settings).pace.monthlyRequests)
  }
}
