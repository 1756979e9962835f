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
  static func refresh(
    _ ecosystem: Ecosystem, only names: [String]?, _ clients: RegistryClients, _ context: RunContext
  ) async throws {
    if let names {
      return try await owe(names, ecosystem, context)
    }
    switch ecosystem {
    case .pypi: try await PyPIFeed(client: clients.pypi!, context: context).refresh()
    case .npm: try await NpmFeed(client: clients.npm!, context: context).refresh()
    case .crates:
      try await CratesFeed(
        client: clients.crates!, hasDump: clients.hasCratesDump, context: context
      )
      .refresh()
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
