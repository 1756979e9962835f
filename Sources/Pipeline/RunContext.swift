package import Corpus
package import Logging
package import Storage

/// What every stage of one run works with.
package struct RunContext: Sendable {
  package let layout: CorpusLayout
  package let store: CorpusStore
  package let settings: Settings
  /// The moment of the run: all ages are measured to it, all captures carry it.
  package let now: UTCInstant
  package let log: Logger
  package let progress: Progress

  package init(
    layout: CorpusLayout, store: CorpusStore, settings: Settings, now: UTCInstant, log: Logger,
    progress: Progress
  ) {
    self.layout = layout
    self.store = store
    self.settings = settings
    self.now = now
    self.log = log
    self.progress = progress
  }

  /// The run's name: its folder, and the key of its rejections.
  package var runName: String { RunFolder.name(at: now) }
}
