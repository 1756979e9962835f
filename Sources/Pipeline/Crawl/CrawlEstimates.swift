import Corpus
import Storage

/// How many documents a crawl has to fetch.
struct ExpectedDocuments {
  /// After the options' limit.
  let count: Int
  let unlimited: Int
  /// Whether nothing is stored yet.
  let isFirst: Bool
  let basis: String

  init(_ ecosystem: Ecosystem, _ options: CrawlOptions, _ figures: PlanFigures) {
    let kinds = Feeds.kinds(of: ecosystem).count
    let owed = figures.owed.values.reduce(0, +)
    isFirst = figures.crawls.isEmpty
    if let names = options.onlyPackages {
      let named = (names[ecosystem] ?? []).count
      unlimited = owed + named * kinds
      basis = "\(named) names from the list, \(kinds) documents each; \(owed) owed from earlier"
    } else if isFirst {
      let size = RegistrySize.of(ecosystem)
      unlimited = max(owed, size.packages * kinds)
      basis =
        "nothing is stored: \(size.packages) packages (\(size.source)), \(kinds) documents each"
    } else {
      let usual = figures.crawls.sorted()[figures.crawls.count / 2]
      unlimited = owed + usual
      basis =
        "\(owed) owed now, and \(usual) as the median of the last \(figures.crawls.count) crawls"
    }
    count = min(unlimited, options.limit ?? .max)
  }
}

/// How many bytes documents about packages have.
struct DocumentSizes {
  /// Mean of a document, over the kinds that are fetched together.
  private let mean: Double
  let basis: String

  init(_ ecosystem: Ecosystem, _ figures: PlanFigures) {
    let stored = Feeds.kinds(of: ecosystem).compactMap { figures.stored[$0] }
    let documents = stored.reduce(0) { $0 + $1.documents }
    if documents > 0 {
      mean = Double(stored.reduce(0) { $0 + $1.bytes }) / Double(documents)
      basis = "\(Int(mean)) bytes a document: mean of \(documents) stored ones"
    } else {
      mean = Double(RegistrySize.of(ecosystem).documentBytes)
      basis = "\(Int(mean)) bytes a document: \(RegistrySize.of(ecosystem).source)"
    }
  }

  func bytes(of count: Int) -> Int { Int(mean * Double(count)) }
}

/// What reading a registry's lists and feeds costs.
struct FeedCost {
  let requests: Int
  let bytes: Int
  let basis: String

  init(_ ecosystem: Ecosystem, _ expected: ExpectedDocuments, _ figures: PlanFigures) {
    let kinds: [DocumentKind] =
      switch ecosystem {
      case .pypi: [.simpleIndex]
      case .npm: expected.isFirst ? [.allDocs] : [.changes]
      case .crates: [.indexConfig, .databaseDump]
      }
    let pages = ecosystem == .npm ? 1 + max(1, (expected.unlimited + 9999) / 10_000) : kinds.count
    requests = pages
    let stored = kinds.compactMap { figures.stored[$0] }.filter { $0.documents > 0 }
    if stored.isEmpty {
      bytes = RegistrySize.of(ecosystem).feedBytes
      basis = "\(bytes) bytes of feeds: \(RegistrySize.of(ecosystem).source)"
    } else {
      let page = stored.reduce(0) { $0 + $1.bytes / $1.documents }
      bytes = ecosystem == .npm ? page * (pages - 1) : page
      basis = "\(bytes) bytes of feeds: mean of the stored ones"
    }
  }
}

/// Sizes of the public registries, for plans of a first crawl.
///
/// Source: registry protocols, sections 1.8, 2.9 and 3.8; bytes are decoded ones, estimated.
private struct RegistrySize {
  let packages: Int
  let documentBytes: Int
  let feedBytes: Int
  let source: String

  static func of(_ ecosystem: Ecosystem) -> RegistrySize {
    switch ecosystem {
    case .pypi:
      RegistrySize(
        packages: 736_344, documentBytes: 25_000, feedBytes: 40_000_000,
        source: "public figures of 2026")
    case .npm:
      RegistrySize(
        packages: 4_373_599, documentBytes: 54_000, feedBytes: 400_000_000,
        source: "public figures of August 2026")
    case .crates:
      RegistrySize(
        packages: 200_650, documentBytes: 3300, feedBytes: 1_760_000_000,
        source: "public figures of October 2025")
    }
  }
}
