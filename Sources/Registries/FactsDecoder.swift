package import Corpus
import JSON

/// The facts of one package, and what could not be read beside the documents they come from.
package struct DecodedFacts {
  package var facts: PackageFacts
  /// One a document that was left out; empty when all were read.
  package var setAside: [DocumentError]

  package init(facts: PackageFacts, setAside: [DocumentError] = []) {
    self.facts = facts
    self.setAside = setAside
  }
}

/// Turns the newest documents of one package into facts; owns one JSON parser, so use one per task.
package final class FactsDecoder {
  /// The most versions of one package that are read.
  package static let maximumVersions = 100_000

  private let parser = JSONParser()

  package init() {}

  /// The facts that a package's documents hold; what they do not cover stays `notCollected`.
  ///
  /// Of several documents of one kind the newest counts. Throws `DocumentError` when none can be
  /// read, with the reason for the package's rejection.
  package func facts(
    for package: PackageID, from documents: [Document], dump: CrateDumpRow? = nil
  ) throws -> PackageFacts {
    try decode(package, from: documents, dump: dump).facts
  }

  /// The same, with the reasons why documents were left out though others of the package were read.
  package func decode(
    _ package: PackageID, from documents: [Document], dump: CrateDumpRow? = nil
  ) throws -> DecodedFacts {
    var decoded =
      switch package.ecosystem {
      case .pypi:
        try pypi(package, project: newest(.projectJSON), detail: newest(.simpleDetail))
      case .npm: DecodedFacts(facts: try npm(package, newest(.packument)))
      case .crates: DecodedFacts(facts: try crates(package, newest(.indexFile), dump))
      }
    decoded.facts.releases.sort(by: ReleaseFacts.precedes)
    return decoded

    func newest(_ kind: DocumentKind) -> Document? {
      documents.lazy.filter { $0.kind == kind }.max { $0.observedAt < $1.observedAt }
    }
  }

  private func npm(_ package: PackageID, _ document: Document?) throws -> PackageFacts {
    guard let document else { throw DocumentError("no packument among the documents") }
    return try read(document) { root in
      try PackumentReader(root: root, package: package, document: document).facts()
    }
  }

  private func pypi(_ package: PackageID, project: Document?, detail: Document?) throws
    -> DecodedFacts
  {
    guard project != nil || detail != nil else {
      throw DocumentError("neither project-json nor simple-detail among the documents")
    }
    var failures: [DocumentError] = []
    func attempt<Result>(_ document: Document?, _ body: (JSONValue, Document) throws -> Result)
      -> Result?
    {
      guard let document else { return nil }
      do {
        return try read(document) { try body($0, document) }
      } catch {
        failures.append(error as? DocumentError ?? DocumentError("\(error)"))
        return nil
      }
    }
    let files = attempt(detail) { try SimpleDetail(reading: $0, package: package, document: $1) }
    var facts = attempt(project) { root, document in
      try ProjectReader(root: root, package: package, document: document).facts(detail: files)
    }
    if facts == nil, let files { facts = files.facts() }
    guard let facts else {
      throw DocumentError(failures.map(\.reason).joined(separator: "; "))
    }
    return DecodedFacts(facts: facts, setAside: failures)
  }

  private func crates(_ package: PackageID, _ document: Document?, _ row: CrateDumpRow?) throws
    -> PackageFacts
  {
    guard document != nil || row != nil else {
      throw DocumentError("neither index-file nor a row of the dump for the crate")
    }
    let index = try document.map { try CrateIndex(reading: $0, package: package, parser: parser) }
    return CrateFacts.facts(for: package, index: index, row: row)
  }

  /// Parses one document; every failure becomes a `DocumentError` that names the kind.
  private func read<Result>(_ document: Document, _ body: (JSONValue) throws -> Result) throws
    -> Result
  {
    try Self.refuseHTML(document)
    do {
      return try parser.parse(document.bytes) { root, _ in try body(root) }
    } catch let error as JSONError {
      throw DocumentError("\(document.kind.rawValue): \(error.message)")
    }
  }

  /// A page of a proxy or a login form says nothing about a package.
  static func refuseHTML(_ document: Document) throws(DocumentError) {
    if document.bytes.first(where: { !FieldText.isBlank($0) }) == UInt8(ascii: "<") {
      throw DocumentError("\(document.kind.rawValue): HTML where JSON was expected")
    }
  }

  /// Refuses a package with more versions than the cap.
  static func check(versionCount count: Int, _ kind: DocumentKind) throws(DocumentError) {
    guard count <= maximumVersions else {
      throw DocumentError(
        "\(kind.rawValue): \(count) versions are above the cap of \(maximumVersions)")
    }
  }
}

extension Observation {
  /// `present` with the value, or `absent` for nil: the registry answered either way.
  init(answered value: Value?) { self = value.map(Observation.present) ?? .absent }
}
