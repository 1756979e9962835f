import Corpus
import Tables

/// Facts as columns: an observation becomes a nullable value and a state.
enum FactsTables {
  static func facts(_ facts: [PackageFacts]) -> Table {
    var columns = keyColumns(facts.map(\.package))
    columns += [
      Column(
        "display_name", .string(facts.map(\.displayName)),
        doc: "The name as its registry spells it."),
      Column(
        "status", .string(facts.map(\.status.rawValue)),
        doc: "active, archived, quarantined, unpublished, holder or deleted."),
      Column(
        "observed_at", .timestamp(facts.map(\.observedAt.milliseconds)),
        doc: "When the newest document behind the row was fetched."),
      Column(
        "generation", .int64(facts.map { Int64($0.generation) }),
        doc: "Counts the packages that had this name, from 1."),
      Column.optionalTimestamps(
        "generation_since", facts.map { $0.generationSince?.milliseconds },
        doc: "When the package that had the name before was last seen."),
      Column(
        "document_digest", .string(facts.map(\.documentDigest)),
        doc: "Digests of the documents behind the row."),
      Column.optionalStrings(
        "current_version", facts.map(\.currentVersion),
        doc: "The version the registry shows by default."),
    ]
    for field in integerFields {
      columns += observed(
        field.name, field.doc, facts.map { $0[keyPath: field.path].map(Int64.init) })
    }
    for field in longFields {
      columns += observed(field.name, field.doc, facts.map { $0[keyPath: field.path] })
    }
    for field in boolFields {
      columns += observed(field.name, field.doc, facts.map { $0[keyPath: field.path] })
    }
    for field in stringFields {
      columns += observed(field.name, field.doc, facts.map { $0[keyPath: field.path] })
    }
    columns += repository(facts.map(\.repository))
    columns.append(state("maintainers", facts.map(\.maintainers.state)))
    columns.append(state("dependencies", facts.map(\.dependencies.state)))
    return Table(
      name: "facts", columns: columns,
      doc: "What the newest documents say, one row a package; instants and counts, never ages.")
  }

  static func releases(_ facts: [PackageFacts]) -> Table {
    let rows = facts.flatMap { facts in facts.releases.map { (facts.package, $0) } }
    let releases = rows.map(\.1)
    return Table(
      name: "releases",
      columns: keyColumns(rows.map(\.0)) + [
        Column(
          "version", .string(releases.map(\.version)), doc: "The version as the registry spells it."
        ),
        Column.optionalTimestamps(
          "published_at", releases.map(\.publishedAt?.milliseconds),
          doc: "Registry time of publication."),
        Column(
          "is_prerelease", .bool(releases.map(\.isPrerelease)),
          doc: "Pre-release by the ecosystem's version rules."),
        Column(
          "is_yanked", .bool(releases.map(\.isYanked)),
          doc: "Still there, but not chosen by installers."),
        Column(
          "is_removed", .bool(releases.map(\.isRemoved)),
          doc: "Listed in the registry's times without content."),
        Column.optionalStrings(
          "publisher", releases.map(\.publisher), doc: "The account that published it."),
        Column.optionalBools(
          "is_attested", releases.map(\.isAttested),
          doc: "Whether the registry holds a provenance attestation."),
      ], doc: "Every version of every package.")
  }

  static func dependencies(_ facts: [PackageFacts]) -> Table {
    let rows = facts.flatMap { facts in (facts.dependencies.value ?? []).map { (facts.package, $0) }
    }
    let dependencies = rows.map(\.1)
    return Table(
      name: "dependencies",
      columns: keyColumns(rows.map(\.0)) + [
        Column(
          "dependency", .string(dependencies.map(\.name)),
          doc: "Join key of the target, or the name it is used under when `is_direct_url`."),
        Column(
          "kind", .string(dependencies.map(\.kind.rawValue)),
          doc: "runtime, optional, peer, build or development."),
        Column(
          "requirement", .string(dependencies.map(\.requirement)),
          doc: "The requirement as written, cut at 256 bytes."),
        Column(
          "is_direct_url", .bool(dependencies.map(\.isDirectURL)),
          doc: "Fetched from a URL, git or path instead of the registry."),
      ], doc: "Dependencies of each package's current version.")
  }

  static func maintainers(_ facts: [PackageFacts]) -> Table {
    let rows = facts.flatMap { facts in (facts.maintainers.value ?? []).map { (facts.package, $0) }
    }
    return Table(
      name: "maintainers",
      columns: keyColumns(rows.map(\.0)) + [
        Column("account", .string(rows.map(\.1)), doc: "Registry account that may publish.")
      ], doc: "Accounts that may publish each package.")
  }

  /// The two columns every table of packages begins with.
  static func keyColumns(_ packages: [PackageID]) -> [Column] {
    [
      Column("ecosystem", .string(packages.map(\.ecosystem.rawValue)), doc: "pypi, npm or crates."),
      Column(
        "name", .string(packages.map(\.key)),
        doc: "The normalised name: the join key within its ecosystem."),
    ]
  }

  static func state(_ name: String, _ states: [SignalState]) -> Column {
    Column(
      "\(name)_state", .string(states.map(\.name)),
      doc: "present, absent, not_collected, withheld or not_applicable.")
  }

  private static func observed(_ name: String, _ doc: String, _ values: [Observation<Int64>])
    -> [Column]
  {
    [Column.optionalInt64s(name, values.map(\.value), doc: doc), state(name, values.map(\.state))]
  }

  private static func observed(_ name: String, _ doc: String, _ values: [Observation<Bool>])
    -> [Column]
  {
    [Column.optionalBools(name, values.map(\.value), doc: doc), state(name, values.map(\.state))]
  }

  private static func observed(_ name: String, _ doc: String, _ values: [Observation<String>])
    -> [Column]
  {
    [Column.optionalStrings(name, values.map(\.value), doc: doc), state(name, values.map(\.state))]
  }

  private static func repository(_ claims: [Observation<RepositoryClaim>]) -> [Column] {
    [
      Column.optionalStrings(
        "repository_host", claims.map { $0.value?.host }, doc: "Host of the claimed repository."),
      Column.optionalStrings(
        "repository_path", claims.map { $0.value?.path },
        doc: "Path of the claimed repository: owner and name."),
      Column.optionalStrings(
        "repository_subdirectory", claims.map { $0.value?.subdirectory },
        doc: "Folder inside the repository."),
      Column.optionalStrings(
        "repository_rule", claims.map { $0.value?.rule },
        doc: "The field that named the repository."),
      state("repository", claims.map(\.state)),
    ]
  }
}

/// One observed field: its column, its meaning and where it lives.
struct FactField<Value: Sendable> {
  let name: String
  let path: WritableKeyPath<PackageFacts, Observation<Value>>
  let doc: String
}

extension FactsTables {
  static var integerFields: [FactField<Int>] {
    [
      FactField(
        name: "summary_characters", path: \.summaryCharacters,
        doc: "Characters of the one-line summary."),
      FactField(
        name: "readme_characters", path: \.readmeCharacters,
        doc: "Characters of the readme or long description."),
      FactField(name: "keyword_count", path: \.keywordCount, doc: "Keywords."),
      FactField(
        name: "classifier_count", path: \.classifierCount,
        doc: "Trove classifiers or crates.io categories."),
      FactField(name: "file_count", path: \.fileCount, doc: "Files in the current version."),
      FactField(
        name: "vulnerability_count", path: \.vulnerabilityCount,
        doc: "Published vulnerability reports that are not withdrawn."),
    ]
  }

  static var longFields: [FactField<Int64>] {
    [
      FactField(
        name: "size_bytes", path: \.sizeBytes,
        doc:
          "Unpacked bytes (npm), archive bytes (crates.io), or bytes of all files (PyPI) of the current version."
      ),
      FactField(
        name: "downloads", path: \.downloads,
        doc: "Downloads over all time, where the registry counts them."),
    ]
  }

  static var boolFields: [FactField<Bool>] {
    [
      FactField(
        name: "deprecated", path: \.deprecated,
        doc: "The current version is deprecated by its author."),
      FactField(
        name: "install_hook", path: \.installHook,
        doc: "Installing the current version runs code of the package."),
      FactField(
        name: "source_only", path: \.sourceOnly,
        doc: "The current version has only a source distribution."),
      FactField(
        name: "type_declarations", path: \.typeDeclarations,
        doc: "The current version ships type declarations."),
    ]
  }

  static var stringFields: [FactField<String>] {
    [
      FactField(name: "licence", path: \.licence, doc: "Licence expression or short text."),
      FactField(name: "homepage", path: \.homepage, doc: "URL of the homepage, as claimed."),
      FactField(
        name: "documentation", path: \.documentation, doc: "URL of the documentation, as claimed."),
    ]
  }
}
