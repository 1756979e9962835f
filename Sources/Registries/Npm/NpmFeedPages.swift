package import JSON

/// How far npm's change feed has come.
package struct NpmFeedStatus: Sendable, Equatable {
  package var updateSequence: Int64
  package var documentCount: Int64

  /// Throws `RegistryError` when the answer has no `update_seq`.
  package init(parsing bytes: [UInt8], parser: JSONParser) throws {
    self = try FeedPage.read(bytes, "feed status", parser) { root in
      guard let sequence = root["update_seq"].flatMap(Self.number) else { return nil }
      return NpmFeedStatus(
        updateSequence: sequence, documentCount: root["doc_count"].flatMap(Self.number) ?? 0)
    }
  }

  private init(updateSequence: Int64, documentCount: Int64) {
    self.updateSequence = updateSequence
    self.documentCount = documentCount
  }

  /// CouchDB writes sequence numbers as numbers, as text, or as `number-opaque`.
  static func number(_ value: JSONValue) -> Int64? {
    value.int ?? value.string.flatMap { Int64($0.prefix { $0.isNumber }) }
  }
}

/// One page of npm's change feed.
package struct NpmChangesPage: Sendable {
  /// The cursor behind this page.
  package var lastSequence: Int64
  /// Changed packages in feed order; design documents and unusable rows are left out.
  package var rows: [(name: String, revision: String, isDeleted: Bool)]
  /// Rows the server sent, the skipped ones included: a page with fewer than asked for is the last.
  package var rowCount: Int

  /// Throws `RegistryError` when the page lacks `results` or `last_seq`.
  package init(parsing bytes: [UInt8], parser: JSONParser) throws {
    self = try FeedPage.read(bytes, "change page", parser) { root in
      guard let results = root["results"], results.isArray,
        let last = root["last_seq"].flatMap(NpmFeedStatus.number)
      else { return nil }
      var page = NpmChangesPage(lastSequence: last)
      page.rows.reserveCapacity(results.count)
      results.forEachElement { page.append($0) }
      return page
    }
  }

  private init(lastSequence: Int64) {
    (self.lastSequence, rows, rowCount) = (lastSequence, [], 0)
  }

  private mutating func append(_ row: JSONValue) {
    rowCount += 1
    guard let name = row["id"]?.string, !name.isEmpty, !name.hasPrefix("_design/") else { return }
    var revision = ""
    row["changes"]?.forEachElement { revision = $0["rev"]?.string ?? revision }
    rows.append((name, revision, row["deleted"]?.bool ?? false))
  }
}

/// One page of the list of all npm ids.
package struct NpmAllDocsPage: Sendable {
  /// Documents in the whole database; 0 when not said.
  package var total: Int64
  /// Ids with revisions in server order; the first one repeats the page's start key.
  package var rows: [(name: String, revision: String)]
  /// Rows the server sent, the skipped ones included.
  package var rowCount: Int
  /// The id to start the next page with, design documents included; nil for an empty page.
  package var lastName: String?

  /// Throws `RegistryError` when the page lacks `rows`.
  package init(parsing bytes: [UInt8], parser: JSONParser) throws {
    self = try FeedPage.read(bytes, "list of ids", parser) { root in
      guard let rows = root["rows"], rows.isArray else { return nil }
      var page = NpmAllDocsPage(total: root["total_rows"]?.int ?? 0)
      page.rows.reserveCapacity(rows.count)
      rows.forEachElement { page.append($0) }
      return page
    }
  }

  private init(total: Int64) { (self.total, rows, rowCount) = (total, [], 0) }

  private mutating func append(_ row: JSONValue) {
    rowCount += 1
    guard let name = row["id"]?.string, !name.isEmpty else { return }
    lastName = name
    guard !name.hasPrefix("_design/") else { return }
    rows.append((name, row["value"]?["rev"]?.string ?? ""))
  }
}
