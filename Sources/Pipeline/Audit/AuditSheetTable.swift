import Corpus
import Foundation
import Labels
import Tables

/// The sheet a reviewer gets: one row a package, with all it takes to judge it and a place for the verdict.
struct AuditSheetTable {
  let design: AuditDesign
  let drawn: [AuditDraw.Drawn]
  let facts: [PackageID: PackageFacts]
  /// Address of the Python index; nil when none is configured.
  let index: String?

  /// Characters of facts beyond which a cell is cut: some packages have hundreds of maintainers.
  private static let longestFacts = 2000

  var table: Table {
    let purls = drawn.map(\.member.package.purl)
    let rows = drawn.indices.map { $0 + 1 }
    let empty = [String?](repeating: nil, count: drawn.count)
    let seals = rows.map {
      design.seal(row: $0, stratum: drawn[$0 - 1].stratum, purl: purls[$0 - 1])
    }
    return Table(
      name: "audit",
      columns: [
        Column("row", .int64(rows.map(Int64.init))),
        Column("purl", .string(purls)),
        Column("registry_page", .string(drawn.map { page($0.member.package) })),
        Column("verdict", .string(empty.map { $0 ?? "" }), validity: empty.map { $0 != nil }),
        Column("note", .string(empty.map { $0 ?? "" }), validity: empty.map { $0 != nil }),
        Column("facts", .string(drawn.map { words(facts[$0.member.package]) })),
        Column("score", .string(drawn.map(Self.score))),
        Column("evidence", .string(drawn.map(Self.evidence))),
        Column("stratum", .int64(drawn.map { Int64($0.stratum) })),
        Column("design", .string(drawn.map { _ in design.text })),
        Column("seal", .string(seals)),
      ])
  }

  private func page(_ package: PackageID) -> String {
    let name =
      package.key.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? package.key
    switch package.ecosystem {
    case .npm: return "https://www.npmjs.com/package/\(name)"
    case .crates: return "https://crates.io/crates/\(name)"
    case .pypi:
      guard let index else { return "/project/\(name)/ on your Python index" }
      return "\(index)/project/\(name)/"
    }
  }

  private static func score(_ drawn: AuditDraw.Drawn) -> String {
    guard let score = drawn.member.score else { return "score not known" }
    return "score \((score * 100).rounded() / 100) of 10"
  }

  private static func evidence(_ drawn: AuditDraw.Drawn) -> String {
    let evidence = drawn.member.evidence
    return evidence.isEmpty
      ? "none" : "evidence of malice, in decibans: \(evidence.joined(separator: "; "))"
  }

  /// What the newest documents say; every text from outside stands behind a word of ours.
  private func words(_ facts: PackageFacts?) -> String {
    guard let facts else { return "no facts" }
    let published = facts.releases.compactMap(\.publishedAt)
    let dates = [("first", published.min()), ("newest", published.max())].compactMap { name, at in
      at.map { "\(name) \($0.iso8601.prefix(10))" }
    }
    let parts =
      [
        "status \(facts.status.rawValue)", "releases \(facts.releases.count)",
      ] + dates
      + [
        facts.currentVersion.map { "current version \($0)" },
        "maintainers \(facts.maintainers.value?.joined(separator: " ") ?? facts.maintainers.state.name)",
        "repository \(facts.repository.value?.key ?? facts.repository.state.name)",
        "homepage \(facts.homepage.value ?? facts.homepage.state.name)",
        "install hook \(facts.installHook.value.map { $0 ? "yes" : "no" } ?? facts.installHook.state.name)",
        "files \(facts.fileCount.value.map(String.init) ?? facts.fileCount.state.name)",
        "observed \(facts.observedAt.iso8601)",
      ].compactMap(\.self)
    let line = parts.joined(separator: "; ").map { $0.isNewline ? " " : $0 }
    return String(line.prefix(Self.longestFacts))
  }
}
