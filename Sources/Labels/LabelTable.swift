import Corpus

/// Reports from a CSV file: `ecosystem,name,versions,source,published,kind`.
///
/// `versions` are separated by spaces or semicolons; empty means the whole package.
/// An empty `kind` means malicious. The columns `campaign`, `publisher`, `content_hash` may be there
/// too: they say which packages are of one attacker.
enum LabelTable {
  static let columns = ["ecosystem", "name", "versions", "source", "published", "kind"]

  /// Reads one row. - throws: `LabelsError` with the reason to reject it.
  static func report(_ row: DelimitedRows.Row, defaultSource: String) throws(LabelsError) -> Report
  {
    guard let word = row["ecosystem"],
      let ecosystem = Ecosystem(rawValue: word) ?? Ecosystem(osvName: word)
    else { throw LabelsError(.badRow, "ecosystem \"\(row["ecosystem"] ?? "")\" is not known") }
    guard let name = row["name"] else { throw LabelsError(.badRow, "no name") }
    let versions = row["versions"]?.split { " ;".contains($0) }.map(String.init).sorted()
    let source = row["source"] ?? defaultSource
    let package = PackageID(ecosystem, name)
    var report = Report(
      id: "\(source)/\(package.purl)", package: package,
      statements: [Report.Statement(source: source, versions: versions)])
    report.reporters = [source]
    report.publishedAt = try published(row)
    report.kind = try kind(row)
    report.explicitCampaign = row["campaign"]
    report.publisher = row["publisher"]
    report.contentHashes = row["content_hash"].map { [$0.lowercased()] } ?? []
    return report
  }

  private static func published(_ row: DelimitedRows.Row) throws(LabelsError) -> UTCInstant? {
    guard let text = row["published"] else { return nil }
    guard let instant = UTCInstant(parsing: text) else {
      throw LabelsError(.badRow, "published \"\(text)\" is not an ISO 8601 time")
    }
    return instant
  }

  private static func kind(_ row: DelimitedRows.Row) throws(LabelsError) -> LabelClaim.Kind {
    switch row["kind"]?.lowercased() {
    case nil, "malicious": return .malicious
    case "proofofconcept", "proof_of_concept", "proof-of-concept", "poc": return .proofOfConcept
    case "spam": return .spam
    case let other?: throw LabelsError(.badRow, "kind \"\(other)\" is not known")
    }
  }
}
