import Corpus
import Storage
import Synchronization
import Transport

/// Owns the months' request budgets of a crawl: leases from the catalog before anything is sent.
final class RequestLedger: Sendable {
  /// Owns the run that requests are counted for.
  private final class Run: Sendable {
    private let context: Mutex<RunContext>

    init(_ context: RunContext) { self.context = Mutex(context) }

    var current: RunContext { context.withLock { $0 } }

    func turn(to next: RunContext) { context.withLock { $0 = next } }
  }

  private let run: Run
  private let budgets: [Ecosystem: RequestBudget]

  init(_ ecosystems: [Ecosystem], in context: RunContext) {
    let run = Run(context)
    self.run = run
    let budgets = ecosystems.map { ecosystem in
      (ecosystem, RequestBudget { try await Self.lease($0, ecosystem, in: run.current) })
    }
    self.budgets = Dictionary(uniqueKeysWithValues: budgets)
  }

  func budget(_ ecosystem: Ecosystem) -> RequestBudget? { budgets[ecosystem] }

  /// Counts for another run from now on, whose month may be the next.
  func turn(to context: RunContext) async throws {
    for ecosystem in budgets.keys { try await settle(ecosystem) }
    run.turn(to: context)
  }

  /// Gives back what was leased for a registry and not sent.
  func settle(_ ecosystem: Ecosystem) async throws {
    guard let unused = budgets[ecosystem]?.handBack(), unused != 0 else { return }
    let context = run.current
    try await context.store.returnRequests(ecosystem, in: Month(of: context.now), unused: unused)
  }

  private static func lease(_ wanted: Int, _ ecosystem: Ecosystem, in context: RunContext)
    async throws -> Int
  {
    try await context.store.leaseRequests(
      ecosystem, in: Month(of: context.now), wanted: wanted,
      limit: RegistryLimits(ecosystem, context.settings).pace.monthlyRequests)
  }
}
