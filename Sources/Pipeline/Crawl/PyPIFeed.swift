import Corpus
import Logging
import Storage

/// PyPI's feeds: the list of all projects, which is the authority, and the journal, which is quicker.
///
/// Source: registry protocols, section 1.6.
struct PyPIFeed {
  let clients: RegistryClients
  let context: RunContext

  private static let listedAt = "pypi/listed-at"

  func refresh(isQuick: Bool) async throws -> [String] {
    let journal = PyPIJournal(clients: clients, context: context)
    let readsJournal = context.settings.pypiChangelog
    var remarks: [String] = []
    if try await isListDue(isQuick: isQuick, journal) {
      remarks += try await PyPIList(client: clients.pypi!, context: context).compare()
      try await context.store.commitPage(
        feed: Self.listedAt, cursor: context.now.iso8601, owed: [])
    }
    if readsJournal { remarks += try await journal.follow() }
    return remarks
  }

  /// A night reads the list; a watch once a day beside the journal, else as often as the edge makes it anew.
  private func isListDue(isQuick: Bool, _ journal: PyPIJournal) async throws -> Bool {
    guard isQuick else { return true }
    guard context.settings.pypiChangelog else {
      let minutes = clients.isPyPILocal ? 0 : context.settings.pypiListMinutes
      return try await Feeds.isDue(Self.listedAt, everyDays: minutes / 1440, context)
    }
    if try await journal.needsList() { return true }
    return try await Feeds.isDue(Self.listedAt, everyDays: 1, context)
  }
}
