package import Corpus

/// What one page of a feed changes: committed at once, before any name on it is fetched.
package struct FeedStep: Sendable {
  /// New cursors by feed; nil takes a cursor away.
  package var cursors: [String: String?]
  package var owed: [OwedItem]
  /// Items to look at again without a promise of news: added only where nothing is owed.
  package var rechecks: [OwedItem] = []
  package var revisits: [Revisit] = []
  package var journal: [JournalEntry] = []
  /// Names an unfinished comparison of `listing`'s registry has seen on this page.
  package var listed: [String] = []
  /// The registry whose complete list is being compared; nil outside of a comparison.
  package var listing: Ecosystem?
  /// Whether the comparison begins or is over: what it has seen is forgotten first.
  package var forgetsListed = false

  package init(cursors: [String: String?] = [:], owed: [OwedItem] = []) {
    self.cursors = cursors
    self.owed = owed
  }
}

/// A document that is to be fetched again at a set time, whatever the feeds say.
package struct Revisit: Sendable, Hashable {
  package var ecosystem: Ecosystem
  /// The name as the feed spells it.
  package var name: String
  package var kind: DocumentKind
  package var dueAt: UTCInstant
  /// What the feed promised when the name was last owed; nil where it names no version.
  package var version: String?

  package init(of item: OwedItem, dueAt: UTCInstant) {
    (ecosystem, name, kind, version) = (item.ecosystem, item.name, item.kind, item.version)
    self.dueAt = dueAt
  }
}

/// One row of PyPI's journal, kept as it was read.
///
/// Source: the index's XML-RPC interface, method changelog_since_serial.
package struct JournalEntry: Sendable, Hashable {
  package var serial: Int64
  /// As the journal spells it, which may be an older display name.
  package var name: String
  package var version: String?
  package var at: UTCInstant
  /// The registry's own words, as `add Owner alice`.
  package var action: String

  package init(serial: Int64, name: String, version: String?, at: UTCInstant, action: String) {
    self.serial = serial
    self.name = name
    self.version = version
    self.at = at
    self.action = action
  }
}
