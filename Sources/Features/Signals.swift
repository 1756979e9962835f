package import Corpus

/// Every signal Assay measures: each is one file in the folder of its facet.
package enum Signals {
  /// In the order of the tables' columns: by facet, inside one from broad to narrow.
  package static let all: [Signal] = [
    releases, releases365d, medianReleaseGapDays, releaseSpanDays, daysSinceLastRelease,
    packageAgeDays, releaseDays, releasesPerReleaseDay, silenceBeforeNewestDays,
    newestGapRatio, prereleaseShare, yankedShare, removedReleases, downloads,
    repositoryContributors, repositoryCommits365d, repositorySilenceDays,
    repositoryClaimed, repositoryOnKnownHost, repositoryClaimIsExplicit,
    repositoryNamesPackage, repositoryOwnerIsMaintainer, attestedShare, newestAttested,
    repositoryClaimants, provenanceDecibans, provenanceEstablished, repositorySharedClaims,
    maintainers, maintainerOtherPackages, maintainerAgeAtNewestDays, publishers,
    newestPublisherChanged, newestPublisherIsNew, newestPublisherIsMaintainer,
    organisationOwned, maintainerBestOtherPercentile,
    summaryCharacters, readmeCharacters, licenceGiven, keywords, classifiers, homepageGiven,
    documentationGiven, typeDeclarations, installHook, sourceOnly, files, sizeBytes,
    deprecated, vulnerabilities, dependencies, directUrlDependencies, versionOddity,
    nameLength, nameDigitShare, nameScoped, nameConfusionDecibans, nameNeighbours,
    nameTargetRank,
    dependents, dependentMaintainers, componentPackages, seededTrustPercentile,
  ]

  /// Measures every signal of every package: one column a signal, rows in the order of `facts`.
  ///
  /// - parameter graph: aligned with `facts`; nil when the link stage did not run.
  /// - parameter repositories: what visits to the claimed repositories found, aligned with
  ///   `facts`, nil where none was visited; empty when none was.
  /// - parameter popular: what names are compared with.
  /// - parameter now: the run's clock; ages are measured up to it.
  /// - precondition: `graph` is nil or as long as `facts`.
  package static func columns(
    facts: [PackageFacts], graph: [GraphSignals]?, repositories: [ClaimedRepository?] = [],
    popular: PopularNames, now: UTCInstant
  ) -> [SignalColumn] {
    precondition(
      graph == nil || graph?.count == facts.count,
      "\(facts.count) packages, \(graph?.count ?? 0) graph rows")
    precondition(
      repositories.isEmpty || repositories.count == facts.count,
      "\(facts.count) packages, \(repositories.count) repositories")
    var columns = all.map { SignalColumn(definition: $0.definition, values: [], states: []) }
    for index in columns.indices {
      columns[index].values.reserveCapacity(facts.count)
      columns[index].states.reserveCapacity(facts.count)
    }
    for row in facts.indices {
      let input = SignalInput(
        facts: facts[row], graph: graph?[row],
        repository: repositories.isEmpty ? nil : repositories[row], popularNames: popular, now: now)
      for (index, signal) in all.enumerated() { columns[index].append(signal.measure(input)) }
    }
    return columns
  }
}
