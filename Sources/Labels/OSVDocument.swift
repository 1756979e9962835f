import Corpus
import JSON

/// What one OSV document says about malicious packages.
///
/// Source: https://ossf.github.io/osv-schema/
struct OSVDocument {
  /// Reports about packages of our registries, one an affected package.
  private(set) var reports: [Report] = []
  /// Affected packages of registries we do not know, by their OSV name.
  private(set) var otherEcosystems: [String] = []
  /// What was odd and how it was read.
  private(set) var notes: [String] = []

  /// Reads a document. - throws: `LabelsError` when it has no id or no affected package.
  init(_ root: JSONValue, defaultSource: String) throws(LabelsError) {
    guard let id = root["id"]?.string, !id.isEmpty else {
      throw LabelsError(.badRow, "not an OSV document: no id")
    }
    let affected = Self.elements(root["affected"])
    guard !affected.isEmpty else { throw LabelsError(.badRow, "\(id) names no affected package") }
    for item in affected { try add(item, id: id, root, defaultSource) }
  }

  private mutating func add(
    _ affected: JSONValue, id: String, _ root: JSONValue, _ defaultSource: String
  ) throws(LabelsError) {
    guard let ecosystem = affected["package"]?["ecosystem"]?.string,
      let name = affected["package"]?["name"]?.string, !name.isEmpty
    else { throw LabelsError(.badRow, "\(id) names a package without ecosystem or name") }
    guard let known = Ecosystem(osvName: ecosystem) else {
      otherEcosystems.append(ecosystem)
      return
    }
    let scope = OSVScope(affected)
    if scope.isContradiction {
      notes.append("\(id): all versions and a list of versions; read as the list")
    }
    let origins = Self.elements(root["database_specific"]?["malicious-packages-origins"])
    var report = Report(
      id: id, package: PackageID(known, name),
      statements: Self.statements(origins, scope, defaultSource))
    report.name = name
    report.reporters = origins.compactMap { $0["source"]?.string }
    report.publishedAt = Self.instant(root["published"])
    report.modifiedAt = Self.instant(root["modified"])
    report.withdrawnAt = Self.instant(root["withdrawn"])
    report.text = root["details"]?.string ?? ""
    report.kind = Self.kind(report.text, name: name)
    report.indicators = Self.indicators(root["database_specific"]?["iocs"])
    report.explicitCampaign = root["database_specific"]?["campaign"]?.string
    reports.append(report)
  }

  /// One statement a source; a source that gives no scope of its own has the report's.
  private static func statements(
    _ origins: [JSONValue], _ whole: OSVScope, _ defaultSource: String
  ) -> [Report.Statement] {
    var scopes: [String: OSVScope] = [:]
    for origin in origins {
      guard let source = origin["source"]?.string, !source.isEmpty else { continue }
      scopes[source, default: OSVScope()].add(origin)
    }
    if scopes.isEmpty { scopes[defaultSource] = whole }
    return scopes.sorted { $0.key < $1.key }.map { source, scope in
      let given = scope.isGiven ? scope : whole
      return Report.Statement(
        source: source, versions: given.claimedVersions, contradictsItself: given.isContradiction)
    }
  }

  /// Demonstrations by researchers and spam by what the text or, for the former, the name says.
  private static func kind(_ text: String, name: String) -> LabelClaim.Kind {
    let words = text.lowercased()
    let isShown = ["proof of concept", "proof-of-concept", "bug bounty", "penetration test"]
      .contains { words.contains($0) }
    if isShown || isNamedDemonstration(name) { return .proofOfConcept }
    return words.contains("spam package") || words.contains("spam campaign") ? .spam : .malicious
  }

  /// Whether a part of the name is one that researchers give to what they plant for a finding.
  private static func isNamedDemonstration(_ name: String) -> Bool {
    let parts = Set(name.lowercased().split { !$0.isLetter }.map(String.init))
    return !parts.isDisjoint(with: ["poc", "pentest", "bugbounty", "hackerone", "bugcrowd"])
      || (parts.contains("bug") && parts.contains("bounty"))
  }

  private static func indicators(_ value: JSONValue?) -> [String] {
    ["domains", "ips", "urls"].flatMap { key in
      elements(value?[key]).compactMap(\.string).map { $0.lowercased() }
    }
  }

  private static func instant(_ value: JSONValue?) -> UTCInstant? {
    value?.string.flatMap { UTCInstant(parsing: $0) }
  }

  /// The elements of an array; nothing for anything else.
  static func elements(_ value: JSONValue?) -> [JSONValue] {
    var elements: [JSONValue] = []
    if let value, value.isArray { value.forEachElement { elements.append($0) } }
    return elements
  }
}

/// Which versions a report or one of its sources means.
struct OSVScope {
  private var versions: Set<String> = []
  private var isWhole = false
  private var isListed = false

  init() {}

  init(_ value: JSONValue) { add(value) }

  /// Adds what an object with `versions` and `ranges` says.
  mutating func add(_ value: JSONValue) {
    versions.formUnion(OSVDocument.elements(value["versions"]).compactMap(\.string))
    isListed = !versions.isEmpty
    for range in OSVDocument.elements(value["ranges"]) {
      let events = OSVDocument.elements(range["events"])
      let ends = events.compactMap { ($0["fixed"] ?? $0["last_affected"])?.string }
      let starts = events.compactMap { $0["introduced"]?.string }
      if starts.contains("0"), ends.isEmpty { isWhole = true }
      versions.formUnion(starts.filter { $0 != "0" })
      versions.formUnion(events.compactMap { $0["last_affected"]?.string })
    }
  }

  var isGiven: Bool { isWhole || !versions.isEmpty }
  /// Every version and a list of versions at once.
  var isContradiction: Bool { isWhole && isListed }
  /// Sorted; nil means the whole package.
  var claimedVersions: [String]? { versions.isEmpty ? nil : versions.sorted() }
}
