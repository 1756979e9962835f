import Corpus
import Foundation
import Tables

extension RepositoriesTable {
  /// Writes the three tables; `repositories` comes last, so that where it is the others belong to it.
  static func write(_ rows: [Row], layout: CorpusLayout, ecosystem: Ecosystem) throws {
    try ParquetWriter.write(
      tags(rows, ecosystem), to: layout.stageTable("repository_tags", ecosystem))
    try ParquetWriter.write(
      moves(rows, ecosystem), to: layout.stageTable("repository_moves", ecosystem))
    try ParquetWriter.write(
      repositories(rows, ecosystem), to: layout.stageTable("repositories", ecosystem))
  }

  private static func repositories(_ rows: [Row], _ ecosystem: Ecosystem) -> Table {
    let facts = rows.map(\.facts)
    return Table(
      name: "repositories",
      columns: [
        key(rows.count, ecosystem),
        Column("repository", .string(rows.map(\.key)), doc: "host/owner/name, as claimed."),
        Column(
          "is_gone", .bool(facts.map { $0 == nil }),
          doc: "The host no longer knows it; nothing else is then said."),
        Column(
          "observed_at", .timestamp(rows.map(\.observedAt.milliseconds)), doc: "The newest visit."),
        Column(
          "document_digest", .string(rows.map(\.digest)),
          doc: "SHA-256 of the document behind the row."),
        Column.optionalTimestamps(
          "previously_observed_at", facts.map { $0?.previouslyObservedAt?.milliseconds },
          doc: "The visit before; NULL at the first."),
        Column.optionalTimestamps(
          "first_observed_at", facts.map { $0?.firstObservedAt?.milliseconds },
          doc: "The first visit of all."),
        Column.optionalStrings(
          "default_branch", facts.map { $0?.defaultBranch }, doc: "The branch HEAD points to."),
        Column.optionalTimestamps(
          "newest_commit_at", facts.map { $0?.newestCommitAt?.milliseconds },
          doc: "Committer date of the newest commit seen: chosen by whoever made it."),
        Column.optionalInt64s(
          "commits_365d", facts.map { $0?.commits365d.map(Int64.init) }, unit: "count",
          doc: "Commits on the default branch in the 365 days before the newest visit."),
        Column.optionalInt64s(
          "contributors", facts.map { $0?.contributors.map(Int64.init) }, unit: "count",
          doc: "Distinct author addresses among the commits of a year."),
        Column(
          "tags", .int64(facts.map { Int64($0?.tags.count ?? 0) }), unit: "count", doc: "Tags."),
      ], doc: "What the claimed source repositories said when they were visited.")
  }

  private static func tags(_ rows: [Row], _ ecosystem: Ecosystem) -> Table {
    let pairs = rows.flatMap { row in (row.facts?.tags ?? []).map { (row.key, $0) } }
    let tags = pairs.map(\.1)
    return Table(
      name: "repository_tags",
      columns: [
        key(pairs.count, ecosystem),
        Column("repository", .string(pairs.map(\.0)), doc: "host/owner/name, as claimed."),
        Column("tag", .string(tags.map(\.name)), doc: "The name without refs/tags/."),
        Column("commit", .string(tags.map(\.commit)), doc: "The commit it leads to."),
        Column.optionalTimestamps(
          "tagged_at", tags.map { $0.taggedAt?.milliseconds },
          doc: "Tagger date, chosen by the tagger; NULL for a lightweight tag."),
        Column.optionalTimestamps(
          "committed_at", tags.map { $0.committedAt?.milliseconds },
          doc: "Committer date of the commit, chosen by the committer; NULL when absurd."),
        Column(
          "first_seen_at", .timestamp(tags.map(\.firstSeenAt.milliseconds)),
          doc: "The visit at which this tag first led to this commit."),
        Column.optionalTimestamps(
          "absent_at", tags.map { $0.absentAt?.milliseconds },
          doc: "The visit before that; NULL when the first visit of all saw it."),
      ], doc: "Tags of the claimed source repositories.")
  }

  private static func moves(_ rows: [Row], _ ecosystem: Ecosystem) -> Table {
    let pairs = rows.flatMap { row in (row.facts?.movedTags ?? []).map { (row.key, $0) } }
    return Table(
      name: "repository_moves",
      columns: [
        key(pairs.count, ecosystem),
        Column("repository", .string(pairs.map(\.0)), doc: "host/owner/name, as claimed."),
        Column("tag", .string(pairs.map(\.1.name)), doc: "The name without refs/tags/."),
        Column("commit_before", .string(pairs.map(\.1.from)), doc: "Where it led before."),
        Column("commit_after", .string(pairs.map(\.1.to)), doc: "Where it led then."),
        Column(
          "seen_at", .timestamp(pairs.map(\.1.seenAt.milliseconds)),
          doc: "The visit that saw it first."),
      ], doc: "Tags that changed their commit between two visits.")
  }

  private static func key(_ rows: Int, _ ecosystem: Ecosystem) -> Column {
    Column(
      "ecosystem", .string(Array(repeating: ecosystem.rawValue, count: rows)),
      doc: "The registry with a package that claims it: pypi, npm or crates.")
  }

  /// The tables as rows by key; empty when they were never written.
  static func rows(_ layout: CorpusLayout, _ ecosystem: Ecosystem) throws -> [String: Row] {
    let path = layout.stageTable("repositories", ecosystem)
    guard FileManager.default.fileExists(atPath: path) else { return [:] }
    do {
      let table = TableReader(try ParquetReader.read(path: path))
      var rows = try rows(table)
      try addTags(
        to: &rows,
        TableReader(
          try ParquetReader.read(path: layout.stageTable("repository_tags", ecosystem))))
      try addMoves(
        to: &rows,
        TableReader(
          try ParquetReader.read(path: layout.stageTable("repository_moves", ecosystem))))
      return rows
    } catch let error as TablesError {
      throw PipelineError(
        .missingArtefact,
        "the repositories of \(ecosystem.rawValue) cannot be read: remove \(path) and run `assay extract` again",
        cause: error)
    }
  }

  private static func rows(_ table: TableReader) throws -> [String: Row] {
    let keys = try table.strings("repository")
    let isGone = try table.bools("is_gone")
    let observed = try table.timestamps("observed_at").map(UTCInstant.init)
    let digests = try table.strings("document_digest")
    let previous = try table.optionalTimestamps("previously_observed_at")
    let first = try table.optionalTimestamps("first_observed_at")
    let branches = try table.optionalStrings("default_branch")
    let newest = try table.optionalTimestamps("newest_commit_at")
    let commits = try table.optionalInt64s("commits_365d")
    let contributors = try table.optionalInt64s("contributors")
    var rows: [String: Row] = [:]
    for (index, key) in keys.enumerated() {
      let facts = RepositoryFacts(
        key: key, observedAt: observed[index],
        previouslyObservedAt: previous[index].map(UTCInstant.init),
        defaultBranch: branches[index], newestCommitAt: newest[index].map(UTCInstant.init),
        commits365d: commits[index].map { Int($0) },
        contributors: contributors[index].map { Int($0) },
        firstObservedAt: first[index].map(UTCInstant.init))
      rows[key] = Row(
        key: key, digest: digests[index], observedAt: observed[index],
        facts: isGone[index] ? nil : facts)
    }
    return rows
  }

  private static func addTags(to rows: inout [String: Row], _ table: TableReader) throws {
    let keys = try table.strings("repository")
    let names = try table.strings("tag")
    let commits = try table.strings("commit")
    let tagged = try table.optionalTimestamps("tagged_at")
    let committed = try table.optionalTimestamps("committed_at")
    let seen = try table.timestamps("first_seen_at")
    let absent = try table.optionalTimestamps("absent_at")
    for (index, key) in keys.enumerated() {
      rows[key]?.facts?.tags.append(
        RepositoryTag(
          name: names[index], commit: commits[index], taggedAt: tagged[index].map(UTCInstant.init),
          committedAt: committed[index].map(UTCInstant.init),
          firstSeenAt: UTCInstant(milliseconds: seen[index]),
          absentAt: absent[index].map(UTCInstant.init)))
    }
  }

  private static func addMoves(to rows: inout [String: Row], _ table: TableReader) throws {
    let keys = try table.strings("repository")
    let names = try table.strings("tag")
    let before = try table.strings("commit_before")
    let after = try table.strings("commit_after")
    let seen = try table.timestamps("seen_at")
    for (index, key) in keys.enumerated() {
      rows[key]?.facts?.movedTags.append(
        RepositoryTagMove(
          name: names[index], from: before[index], to: after[index],
          seenAt: UTCInstant(milliseconds: seen[index])))
    }
  }
}
