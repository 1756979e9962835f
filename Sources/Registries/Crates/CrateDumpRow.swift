package import Corpus

/// What the database dump says about one crate.
package struct CrateDumpRow: Sendable, Equatable {
  package var id: Int64
  /// The name in its published spelling.
  package var name: String
  package var createdAt: UTCInstant?
  package var description: String?
  package var homepage: String?
  package var documentation: String?
  package var repository: String?
  /// Unicode scalars of the readme; 0 without one, nil when the dump has no such column.
  package var readmeCharacters: Int?
  /// Nil when the dump tells of no keywords at all; likewise below.
  package var keywordCount: Int?
  package var categoryCount: Int?
  package var downloads: Int64?
  /// Accounts and teams that may publish, sorted.
  package var owners: [String]?
  /// The version the site shows.
  package var defaultVersion: String?
  /// In the order of the dump.
  package var versions: [CrateDumpVersion]
  /// When the dump was made.
  package var snapshotAt: UTCInstant

  package init(id: Int64, name: String, snapshotAt: UTCInstant) {
    self.id = id
    self.name = name
    self.versions = []
    self.snapshotAt = snapshotAt
  }
}

/// One version of a crate in the dump.
package struct CrateDumpVersion: Sendable, Equatable {
  package var number: String
  package var createdAt: UTCInstant?
  /// Nil when the crate has a licence file only.
  package var licence: String?
  package var isYanked: Bool
  /// The account that published it; nil for old versions and deleted accounts.
  package var publisher: String?
  /// Bytes of the archive.
  package var sizeBytes: Int64?
  /// Nil when the dump keeps keywords elsewhere; likewise below.
  package var keywordCount: Int?
  package var categoryCount: Int?

  package init(
    number: String, createdAt: UTCInstant? = nil, licence: String? = nil, isYanked: Bool = false,
    publisher: String? = nil, sizeBytes: Int64? = nil
  ) {
    self.number = number
    self.createdAt = createdAt
    self.licence = licence
    self.isYanked = isYanked
    self.publisher = publisher
    self.sizeBytes = sizeBytes
  }
}

/// What the dump says about a crate that was deleted.
package struct DeletedCrate: Sendable, Hashable {
  /// The name in its published spelling.
  package var name: String
  package var createdAt: UTCInstant?
  package var deletedAt: UTCInstant?
  /// When the name may be taken again.
  package var availableAt: UTCInstant?
  /// The registry's own words; nil where it gives none.
  package var message: String?
}
