import Corpus
import Storage
import Synchronization
import Transport

/// Owns the months' request budgets of the registries: leases from the catalog before anything is sent.
///
/// Clients may outlive a run, as those of a watch do; each run that sends with them is named first.
final class RequestLedger: Sendable {
  /// Owns the run that requests are counted for.
  private final class Run: Sendable {
    private let context = Mutex<RunContext?>(nil)

    var current: RunContext? { context.withLock { $0 } }

    /// Sets the run; the one before.
    func turn(to next: RunContext) -> RunContext? {
      context.withLock { context in
        defer { context = next }
        return context
      }
    }
  }

  private let run: Run
  private let budgets: [Ecosystem: RequestBudget]

  init(_ ecosystems: [Ecosystem]) {
    let run = Run()
    self.run = run
    let budgets = ecosystems.map { ecosystem in
      (ecosystem, RequestBudget { try await Self.lease($0, ecosystem, in: run.current) })
    }
    self.budgets = Dictionary(uniqueKeysWithValues: budgets)
  }

  func budget(_ ecosystem: Ecosystem) -> RequestBudget? { budgets[ecosystem] }

  /// Counts for this run from now on.
  func turn(to context: RunContext) {
    let before = run.turn(to: context)
    guard let before, Month(of: before.now) != Month(of: context.now) else { return }
    // What is left of a month's lease ends with the month.
    for budget in budgets.values { _ = budget.handBack() }
  }

  /// Gives back what was leased for a registry and not sent.
  func settle(_ ecosystem: Ecosystem) async throws {
    guard let context = run.current, let unused = budgets[ecosystem]?.handBack(), unused != 0
    else { return }
    try await context.store.returnRequests(ecosystem, in: Month(of: context.now), unused: unused)
  }

  private static func lease(_ wanted: Int, _ ecosystem: Ecosystem, in context: RunContext?)
    async throws -> Int
  {
    guard let context else {
      throw PipelineError(.usage, "no run was named that the requests count for")
    }
    return try await context.store.leaseRequests(
      ecosystem, in: Month(of: context.now), wanted: wanted,
      limit: RegistryLimits(ecosystem, context.settings).pace.monthlyRequests)
  }
}
