/// What a stored document is: one response about one subject.
public enum DocumentKind: String, Codable, Sendable, CaseIterable {
  /// PyPI: the list of all projects with serials (`/simple/`, JSON).
  case simpleIndex = "simple-index"
  /// PyPI: one project's files and status (`/simple/NAME/`, JSON).
  case simpleDetail = "simple-detail"
  /// PyPI: one project's metadata (`/pypi/NAME/json`).
  case projectJSON = "project-json"
  /// npm: a page of the change feed.
  case changes = "changes"
  /// npm: a page of all ids with revisions.
  case allDocs = "all-docs"
  /// npm: a full packument.
  case packument = "packument"
  /// crates.io: the database dump.
  case databaseDump = "database-dump"
  /// crates.io: one crate's file of the sparse index.
  case indexFile = "index-file"
  /// crates.io: `config.json` of the sparse index.
  case indexConfig = "index-config"
  /// PyPI: a page of the journal (XML-RPC `changelog_since_serial`).
  case changelog = "changelog"
  /// PyPI: the provenance object of one file (PEP 740); the subject is `KEY/VERSION/FILENAME`.
  case provenance = "provenance"
  /// npm: the attestations of one version; the subject is `NAME@VERSION`.
  case attestations = "attestations"
  /// crates.io: a feed of new crates or of new versions.
  case rss = "rss"
  /// What a source repository said of itself; the subject is `host/owner/name`.
  case repository = "repository"
  /// A file of download counts or ranks as it was imported.
  case popularity = "popularity"
  /// A label file as it was imported.
  case labels = "labels"

  /// Whether documents of this kind are about one package rather than a feed.
  public var isAboutPackage: Bool {
    switch self {
    case .simpleDetail, .projectJSON, .packument, .indexFile: true
    default: false
    }
  }
}

/// Why a stored body is shorter than what the server had.
///
/// The values are those of `WARC-Truncated` (WARC 1.1, section 5.13).
public enum TruncationReason: String, Codable, Sendable {
  /// The size cap was reached.
  case length
  /// The time limit was reached.
  case time
  /// The connection broke.
  case disconnect
}

/// One header line as received, name and value as the server spelled them.
public struct HeaderField: Hashable, Codable, Sendable {
  public var name: String
  public var value: String

  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

extension HeaderField {
  /// Whether the line has a name, whatever the case of its ASCII letters.
  public func isNamed(_ other: String) -> Bool {
    let (own, other) = (name.utf8, other.utf8)
    return own.count == other.count && zip(own, other).allSatisfy { Self.isSame($0, $1) }
  }

  private static func isSame(_ left: UInt8, _ right: UInt8) -> Bool {
    left == right
      || (left ^ right == 0x20 && (0x61...0x7A).contains(left | 0x20))
  }
}

extension [HeaderField] {
  /// The last value under a name, compared without the case of ASCII letters.
  public func value(_ name: String) -> String? {
    last { $0.isNamed(name) }?.value
  }
}

/// One response about one subject, ready to be stored.
public struct Capture: Sendable {
  public var ecosystem: Ecosystem
  /// The package key, or a feed's name for documents that are not about one package.
  public var subject: String
  public var kind: DocumentKind
  public var url: String
  public var status: Int
  public var headers: [HeaderField]
  public var body: [UInt8]
  public var fetchedAt: UTCInstant
  /// What the feed promised: PyPI serial, npm revision; nil where the feed has none.
  public var version: String?
  public var truncation: TruncationReason?

  public init(
    ecosystem: Ecosystem, subject: String, kind: DocumentKind, url: String, status: Int,
    headers: [HeaderField], body: [UInt8], fetchedAt: UTCInstant, version: String? = nil,
    truncation: TruncationReason? = nil
  ) {
    self.ecosystem = ecosystem
    self.subject = subject
    self.kind = kind
    self.url = url
    self.status = status
    self.headers = headers
    self.body = body
    self.fetchedAt = fetchedAt
    self.version = version
    self.truncation = truncation
  }
}

/// How a stored record came to be.
public enum SnapshotOutcome: String, Codable, Sendable {
  /// A body was stored (WARC `response`).
  case stored
  /// The body did not change: 304, or the same digest (WARC `revisit`).
  case unchanged
  /// The subject is gone: 404, 410 or 451 (WARC `metadata`).
  case tombstone
}

/// One row of the snapshot index: where a record is and what it holds.
public struct Snapshot: Hashable, Sendable {
  public var ecosystem: Ecosystem
  public var subject: String
  public var kind: DocumentKind
  public var outcome: SnapshotOutcome
  public var fetchedAt: UTCInstant
  public var status: Int
  /// Lower-case hex SHA-256 of the body the record stands for; for `unchanged`, of the body it refers to.
  public var digest: String
  /// Bytes of the body the record stands for.
  public var bodyBytes: Int
  /// The segment's number within its ecosystem's folder.
  public var segment: Int
  /// Byte offset of the record's zstd frame in the segment.
  public var offset: Int
  /// Bytes of the record's zstd frame.
  public var length: Int
  public var etag: String?
  public var lastModified: String?
  public var version: String?
  public var truncation: TruncationReason?

  public init(
    ecosystem: Ecosystem, subject: String, kind: DocumentKind, outcome: SnapshotOutcome,
    fetchedAt: UTCInstant, status: Int, digest: String, bodyBytes: Int, segment: Int, offset: Int,
    length: Int, etag: String?, lastModified: String?, version: String?,
    truncation: TruncationReason?
  ) {
    self.ecosystem = ecosystem
    self.subject = subject
    self.kind = kind
    self.outcome = outcome
    self.fetchedAt = fetchedAt
    self.status = status
    self.digest = digest
    self.bodyBytes = bodyBytes
    self.segment = segment
    self.offset = offset
    self.length = length
    self.etag = etag
    self.lastModified = lastModified
    self.version = version
    self.truncation = truncation
  }
}

/// A stored body handed to a decoder.
public struct Document: Sendable {
  public var kind: DocumentKind
  public var bytes: [UInt8]
  /// Lower-case hex SHA-256 of `bytes`.
  public var digest: String
  public var observedAt: UTCInstant

  public init(kind: DocumentKind, bytes: [UInt8], digest: String, observedAt: UTCInstant) {
    self.kind = kind
    self.bytes = bytes
    self.digest = digest
    self.observedAt = observedAt
  }
}

/// A package that a stage set aside, as a row: never an exception, never silence.
public struct Rejection: Hashable, Codable, Sendable {
  public var package: PackageID
  /// The stage's name, as on the command line.
  public var stage: String
  public var reason: String

  public init(package: PackageID, stage: String, reason: String) {
    self.package = package
    self.stage = stage
    self.reason = reason
  }
}
