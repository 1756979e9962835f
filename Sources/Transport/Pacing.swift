package import Corpus
internal import Foundation

/// Where a polite client takes time and chance from; replaced in tests.
package struct Pacing: Sendable {
  package var now: @Sendable () -> ContinuousClock.Instant
  package var sleep: @Sendable (Duration) async throws -> Void
  /// In 0..<1.
  package var random: @Sendable () -> Double
  /// The calendar, for servers that name a date without telling theirs.
  package var utcNow: @Sendable () -> UTCInstant

  package init(
    now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
    sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
    random: @escaping @Sendable () -> Double = { .random(in: 0..<1) },
    utcNow: @escaping @Sendable () -> UTCInstant = { UTCInstant(date: Date()) }
  ) {
    self.now = now
    self.sleep = sleep
    self.random = random
    self.utcNow = utcNow
  }
}
