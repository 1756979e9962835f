package import Corpus
import Registries
package import Storage

/// What several rows of the journal say together about one project.
package struct JournalProject: Sendable {
  /// The normalised name: the journal may use older spellings.
  package let key: String
  package private(set) var serial: Int64
  package private(set) var isRemoved = false
  private var lane = OwedLane.change

  /// In the order of their first rows.
  static func all(in rows: [PyPIJournalPage.Row]) -> [JournalProject] {
    var projects: [JournalProject] = []
    var places: [String: Int] = [:]
    for row in rows {
      let key = PackageID(.pypi, row.name).key
      let place = places[key] ?? projects.count
      if place == projects.count {
        places[key] = place
        projects.append(JournalProject(key: key, serial: row.serial))
      }
      projects[place].add(row)
    }
    return projects
  }

  /// The same for a whole answer of the journal.
  package static func all(inAnswer bytes: [UInt8]) throws -> [JournalProject] {
    all(in: try PyPIJournalPage(parsing: bytes).rows)
  }

  private mutating func add(_ row: PyPIJournalPage.Row) {
    serial = max(serial, row.serial)
    switch PyPIJournalAction(row.action) {
    case .creation: (isRemoved, lane) = (false, .newName)
    case .release: (isRemoved, lane) = (false, min(lane, .newRelease))
    case .removal: isRemoved = true
    case .withdrawal, .quarantine, .people, .other: break
    }
  }

  /// - Parameter isKnown: whether anything of the project was stored before.
  package func item(_ kind: DocumentKind, isKnown: Bool) -> OwedItem {
    OwedItem(
      ecosystem: .pypi, name: key, kind: kind,
      version: isRemoved ? Absence.gone : String(serial),
      lane: isKnown || isRemoved ? lane : .newName)
  }
}
