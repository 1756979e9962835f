package import JSON

/// The list of all projects of a Python index with the serial of each one's last change.
///
/// Protocols, section 1.2; the JSON form only.
package struct PyPIIndexPage: Sendable {
  /// The list's own serial; 0 when the index gives none.
  package var serial: Int64
  /// Display names as the index spells them; serial 0 where the index gives none.
  package var projects: [(name: String, serial: Int64)]
  /// Rows without a usable name.
  package var skipped: Int

  /// Throws `RegistryError` for HTML and for JSON without a `projects` array.
  package init(parsing bytes: [UInt8], parser: JSONParser) throws {
    self = try FeedPage.read(bytes, "project list", parser) { root in
      guard let rows = root["projects"], rows.isArray else { return nil }
      var page = PyPIIndexPage(serial: root["meta"]?["_last-serial"]?.int ?? 0)
      page.projects.reserveCapacity(rows.count)
      rows.forEachElement { row in
        if let name = row["name"]?.string, !name.isEmpty {
          page.projects.append((name, row["_last-serial"]?.int ?? 0))
        } else {
          page.skipped += 1
        }
      }
      return page
    }
  }

  private init(serial: Int64) { (self.serial, projects, skipped) = (serial, [], 0) }
}
