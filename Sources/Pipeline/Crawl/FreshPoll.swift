import Corpus
import Logging
import Storage

/// Looks for new names now and then while a long crawl works, so that they need not wait for its end.
struct FreshPoll {
  let ecosystem: Ecosystem
  let clients: RegistryClients
  let context: RunContext
  private var last = ContinuousClock.now

  init(ecosystem: Ecosystem, clients: RegistryClients, context: RunContext) {
    self.ecosystem = ecosystem
    self.clients = clients
    self.context = context
  }

  /// Reads the quick feeds when their time has come; a feed that fails now is read by the next crawl.
  mutating func pollIfDue() async throws {
    guard ContinuousClock.now - last >= .seconds(context.settings.freshPollSeconds) else { return }
    do {
      let remarks = try await Feeds.refresh(ecosystem, isQuick: true, clients, context)
      for remark in remarks { context.log.warning("\(ecosystem.rawValue): \(remark)") }
    } catch let error as StorageError {
      throw error
    } catch {
      try Task.checkCancellation()
      context.log.warning("\(ecosystem.rawValue): new names could not be looked for: \(error)")
    }
    last = .now
  }
}
