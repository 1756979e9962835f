import Corpus
import Foundation
import JSON
import Registries
import Storage
import Transport

/// Reads what the registries say has changed and turns it into owed names.
///
/// Cursor rule: a page's cursor and its owed names are committed in one transaction before any of them is fetched.
enum Feeds {
  /// Returns what is not as it should be with feeds that could be read.
  static func refresh(
    _ ecosystem: Ecosystem, _ options: CrawlOptions, _ clients: RegistryClients,
    _ context: RunContext
  ) async throws -> [String] {
    if let names = options.onlyPackages?[ecosystem] {
      try await owe(names, ecosystem, context)
      return []
    }
    try await context.store.oweDueRevisits(ecosystem, now: context.now)
    return try await refresh(ecosystem, isQuick: options.isQuick, clients, context)
  }

  /// - Parameter isQuick: read what tells of new names; slow feeds only when they are due.
  static func refresh(
    _ ecosystem: Ecosystem, isQuick: Bool, _ clients: RegistryClients, _ context: RunContext
  ) async throws -> [String] {
    switch ecosystem {
    case .pypi:
      try await PyPIFeed(clients: clients, context: context).refresh(isQuick: isQuick)
    case .npm:
      try await NpmFeed(client: clients.npm!, context: context).refresh()
    case .crates:
      try await CratesFeed(
        client: clients.crates!, hasDump: clients.hasCratesDump, context: context
      ).refresh(isQuick: isQuick)
    }
  }

  /// Owes exactly the names of a list, whatever the feeds say.
  private static func owe(_ names: [String], _ ecosystem: Ecosystem, _ context: RunContext)
    async throws
  {
    let owed = names.flatMap { name in
      kinds(of: ecosystem).map {
        OwedItem(ecosystem: ecosystem, name: name, kind: $0, version: nil)
      }
    }
    try await context.store.commitPage(
      feed: "\(ecosystem.rawValue)/list", cursor: context.now.iso8601, owed: owed)
  }

  /// The documents about one package that are kept in step.
  static func kinds(of ecosystem: Ecosystem) -> [DocumentKind] {
    switch ecosystem {
    case .pypi: [.projectJSON, .simpleDetail]
    case .npm: [.packument]
    case .crates: [.indexFile]
    }
  }

  /// When the names nobody knew before are to be looked at again (registry protocols, section 9).
  static func revisits(of owed: [OwedItem], _ context: RunContext) -> [Revisit] {
    owed.filter { $0.lane == .newName }.flatMap { item in
      context.settings.revisitHours.map {
        Revisit(of: item, dueAt: context.now.addingDays($0 / 24))
      }
    }
  }

  /// Whether something last done at the moment a cursor holds is due again; true when it was never done.
  static func isDue(_ cursor: String, everyDays days: Double, _ context: RunContext) async throws
    -> Bool
  {
    let last = try await context.store.cursor(cursor).flatMap { UTCInstant(parsing: $0) }
    guard let last else { return true }
    return context.now.days(since: last) >= days || context.now < last
  }

  /// Stores a feed page as a document of its own.
  static func keep(
    _ response: HTTPResponse, subject: String, kind: DocumentKind, _ ecosystem: Ecosystem,
    _ context: RunContext
  ) async throws {
    let capture = Capture(
      ecosystem: ecosystem, subject: subject, kind: kind, url: response.url,
      status: response.status, headers: response.headers, body: response.body,
      fetchedAt: context.now, truncation: response.truncation)
    _ = try await context.store.append(capture, settling: nil)
  }

  /// - Throws: `PipelineError(.registry)` unless the answer is a whole 200.
  static func requireWhole(_ response: HTTPResponse, _ what: String) throws {
    guard response.status == 200 else {
      throw PipelineError(.registry, "\(what) answered \(response.status) at \(response.url)")
    }
    if let truncation = response.truncation {
      throw PipelineError(
        .registry, "\(what) was cut off (\(truncation.rawValue)) at \(response.url)")
    }
  }
}
