package import Corpus
import Foundation
import JSON

/// The claims of one label file or folder, and what became of everything else in it.
package struct LabelImport: Sendable {
  /// One a (report, source), sorted by (package, report, source).
  package private(set) var claims: [LabelClaim] = []
  /// The reports behind the claims, in the order they were read.
  package private(set) var reports: [Report] = []
  /// What could not be read: where (`file:line`) and why.
  package private(set) var rejected: [(where: String, reason: String)] = []
  /// What was odd and how it was read.
  package private(set) var notes: [(where: String, reason: String)] = []
  /// Documents, advisories or rows seen, also rejected ones.
  package private(set) var documents = 0
  /// Affected packages of registries we do not know, by OSV name.
  package private(set) var otherEcosystems: [String: Int] = [:]
  /// RustSec advisories by what they are about; only the malicious become claims.
  package private(set) var advisories: [String: Int] = [:]

  /// Reports by registry.
  package var reportsByEcosystem: [Ecosystem: Int] {
    reports.reduce(into: [:]) { $0[$1.package.ecosystem, default: 0] += 1 }
  }

  /// Reports by what they say.
  package var reportsByKind: [LabelClaim.Kind: Int] {
    reports.reduce(into: [:]) { $0[$1.kind, default: 0] += 1 }
  }

  /// Reports that were taken back.
  package var withdrawn: Int { reports.count { $0.withdrawnAt != nil } }

  /// Reads a folder (recursively), `.json`, `.jsonl`, `.csv`, each also compressed, or `.tar(.zst)`.
  ///
  /// Folders and archives may hold OSV documents (`.json`) and RustSec advisories
  /// (`.md`, `.toml`). Nothing a document names is ever contacted.
  /// - parameter source: whose claims they are where a document does not say.
  /// - throws: `LabelsError` when the file as a whole cannot be read.
  package static func read(path: String, source: String?) throws -> LabelImport {
    var reader = LabelReader(source: source)
    try reader.readAny(path)
    var result = reader.result
    result.finish()
    return result
  }

  private mutating func finish() {
    let campaigns = Campaigns.assign(reports)
    claims = zip(reports, campaigns).flatMap { $0.claims(campaign: $1) }.sorted {
      if $0.package != $1.package { return $0.package < $1.package }
      return ($0.report, $0.source) < ($1.report, $1.source)
    }
  }

  mutating func reject(_ place: String, _ error: any Error) {
    rejected.append((place, "\(error)"))
  }

  mutating func countDocument() { documents += 1 }

  mutating func add(_ report: Report) { reports.append(report) }

  mutating func add(_ document: OSVDocument, at place: String) {
    reports += document.reports
    for name in document.otherEcosystems { otherEcosystems[name, default: 0] += 1 }
    notes += document.notes.map { (place, $0) }
  }

  mutating func count(_ kind: RustSecAdvisory.Kind) { advisories[kind.rawValue, default: 0] += 1 }
}
