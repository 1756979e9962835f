import Corpus
import Foundation
import Registries
import Tables

extension AttestationsTable {
  /// The rows, sorted by package and log time, with what changed from one signer to the next.
  static func table(_ rows: [Row]) -> Table {
    Table(
      name: "attestations",
      columns: FactsTables.keyColumns(rows.map(\.package)) + statements(rows) + signers(rows) + [
        Column.optionalStrings(
          "previous_signer", previousSigners(rows),
          doc: "The signer of the attestation before, when that was another: the alarm."),
        Column.optionalBools(
          "matches_registry", rows.map(\.facts.matchesRegistry),
          doc: "Whether it is about the content the registry has; NULL when that is not known."),
        Column(
          "problems", .string(rows.map { $0.facts.problems.joined(separator: "; ") }),
          doc: "What is wrong or missing; empty for a sound one."),
        Column(
          "observed_at", .timestamp(rows.map(\.observedAt.milliseconds)),
          doc: "When the document was fetched."),
        Column("subject", .string(rows.map(\.subject)), doc: "The document's name in the corpus."),
        Column(
          "document_digest", .string(rows.map(\.digest)),
          doc: "SHA-256 of the document behind the row."),
      ],
      doc: "Attestations of releases: who signed them, from where. Read, not verified.")
  }

  private static func statements(_ rows: [Row]) -> [Column] {
    let facts = rows.map(\.facts)
    return [
      Column(
        "version", .string(facts.map(\.version)), doc: "The version as the registry spells it."),
      Column.optionalStrings("file", facts.map(\.file), doc: "The file, on PyPI."),
      Column.optionalStrings(
        "predicate", facts.map(\.predicate), doc: "The end of the predicate type."),
      Column.optionalTimestamps(
        "logged_at", facts.map { $0.loggedAt?.milliseconds },
        doc: "When the transparency log took it in."),
      Column.optionalStrings(
        "stated_repository", facts.map(\.statedRepository),
        doc: "The repository that publisher or predicate name, as host/owner/name."),
      Column.optionalStrings(
        "stated_commit", facts.map(\.statedCommit), doc: "The commit that the predicate names."),
    ]
  }

  /// A text of the signer: its column, its meaning and where it lives.
  private static var texts: [(String, String, WritableKeyPath<SignerIdentity, String?>)] {
    [
      ("issuer", "Who vouched for the signer.", \.issuer),
      ("signer", "The certificate's subject: a workflow or a mail address.", \.subject),
      ("repository", "The source repository, as certified.", \.repository),
      ("repository_id", "Its number at its host: survives renames.", \.repositoryID),
      ("owner_id", "The number of its owner: survives renames.", \.ownerID),
      ("commit", "The commit that was built.", \.commit),
      ("ref", "The branch or tag that was built.", \.ref),
      ("workflow", "The file that describes the build.", \.workflow),
      ("trigger", "What started the build.", \.trigger),
      ("runner", "github-hosted or self-hosted.", \.runner),
    ]
  }

  private static func signers(_ rows: [Row]) -> [Column] {
    let signers = rows.map(\.facts.signer)
    return [
      Column(
        "is_certified", .bool(signers.map { $0 != nil }),
        doc: "Whether a certificate names the signer; else a key signed.")
    ]
      + texts.map { name, doc, path in
        Column.optionalStrings(name, signers.map { $0?[keyPath: path] }, doc: doc)
      } + [
        Column.optionalStrings(
          "key_hint", rows.map(\.facts.keyHint),
          doc: "The key it was signed with, where no certificate names a signer."),
        Column.optionalTimestamps(
          "certified_at", signers.map { $0?.certifiedAt?.milliseconds },
          doc: "When the certificate became valid."),
      ]
  }

  /// The stable key of the last signer of the same package, where it differs; nil otherwise.
  private static func previousSigners(_ rows: [Row]) -> [String?] {
    var last: (package: PackageID, key: String)?
    return rows.map { row in
      guard let key = row.facts.signer?.stableKey else { return nil }
      defer { last = (row.package, key) }
      guard let last, last.package == row.package, last.key != key else { return nil }
      return last.key
    }
  }

  /// The table as rows; empty when it was never written.
  static func rows(_ layout: CorpusLayout, _ ecosystem: Ecosystem) throws -> [Row] {
    let path = layout.stageTable("attestations", ecosystem)
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    do {
      return try rows(TableReader(try ParquetReader.read(path: path)), ecosystem)
    } catch let error as TablesError {
      throw PipelineError(
        .missingArtefact,
        "the attestations of \(ecosystem.rawValue) cannot be read: remove \(path) and run `assay extract` again",
        cause: error)
    }
  }

  private static func rows(_ table: TableReader, _ ecosystem: Ecosystem) throws -> [Row] {
    let names = try table.strings("name")
    let (versions, files) = (try table.strings("version"), try table.optionalStrings("file"))
    let predicates = try table.optionalStrings("predicate")
    let logged = try table.optionalTimestamps("logged_at")
    let repositories = try table.optionalStrings("stated_repository")
    let commits = try table.optionalStrings("stated_commit")
    let matches = try table.optionalBools("matches_registry")
    let problems = try table.strings("problems")
    let signers = try signers(table)
    let keys = try table.optionalStrings("key_hint")
    let observed = try table.timestamps("observed_at")
    let (subjects, digests) = (
      try table.strings("subject"), try table.strings("document_digest")
    )
    return names.indices.map { row in
      Row(
        package: PackageID(ecosystem, names[row]), subject: subjects[row], digest: digests[row],
        observedAt: UTCInstant(milliseconds: observed[row]),
        facts: AttestationFacts(
          version: versions[row], file: files[row], predicate: predicates[row],
          signer: signers[row], keyHint: keys[row], statedRepository: repositories[row],
          statedCommit: commits[row],
          loggedAt: logged[row].map(UTCInstant.init), matchesRegistry: matches[row],
          problems: problems[row].isEmpty ? [] : problems[row].components(separatedBy: "; ")))
    }
  }

  private static func signers(_ table: TableReader) throws -> [SignerIdentity?] {
    let certified = try table.optionalTimestamps("certified_at")
    var signers: [SignerIdentity?] = try table.bools("is_certified")
      .map { $0 ? SignerIdentity() : nil }
    for (name, _, path) in texts {
      for (row, text) in try table.optionalStrings(name).enumerated() {
        signers[row]?[keyPath: path] = text
      }
    }
    for (row, time) in certified.enumerated() {
      signers[row]?.certifiedAt = time.map(UTCInstant.init)
    }
    return signers
  }
}
