import Corpus

/// Releases seen as signals need them; a package whose documents were never read has none collected.
extension SignalInput {
  /// Releases whose content is still there.
  var releases: Observation<[ReleaseFacts]> {
    listedReleases { !$0.isRemoved }
  }

  /// All releases the registry names, also those it took back.
  var everyRelease: Observation<[ReleaseFacts]> {
    listedReleases { _ in true }
  }

  /// Publish times up to now, ascending, of every release the registry names.
  ///
  /// Not collected when no release carries a time that can be read. Times after
  /// now are dropped: a registry cannot have published in the future.
  var publishTimes: Observation<[UTCInstant]> {
    guard case .present(let releases) = everyRelease else { return everyRelease.map { _ in [] } }
    let times = releases.compactMap(\.publishedAt).filter { $0 <= now }.sorted()
    return times.isEmpty ? .notCollected : .present(times)
  }

  /// Days between consecutive publish times; withheld with fewer than two.
  var releaseGapsInDays: Observation<[Double]> {
    publishTimes.withheld(below: 2).map { times in
      zip(times.dropFirst(), times).map { $0.days(since: $1) }
    }
  }

  /// Releases with a known publisher, oldest first.
  ///
  /// Not applicable on PyPI, which names no uploader.
  var publishedReleases: Observation<[(release: ReleaseFacts, publisher: String)]> {
    if facts.package.ecosystem == .pypi { return .notApplicable }
    guard case .present(let releases) = releases else { return releases.map { _ in [] } }
    let known = releases.compactMap { release in
      release.publisher.map { (release: release, publisher: $0) }
    }
    return known.isEmpty ? .notCollected : .present(known)
  }

  private func listedReleases(
    where isWanted: (ReleaseFacts) -> Bool
  ) -> Observation<[ReleaseFacts]> {
    if facts.documentDigest.isEmpty { return .notCollected }
    let wanted = facts.releases.filter(isWanted)
    return wanted.isEmpty ? .absent : .present(wanted)
  }
}

extension Observation {
  /// Withholds a list that is too short for a measure to be defined.
  func withheld<Element>(below count: Int) -> Self where Value == [Element] {
    if case .present(let list) = self, list.count < count { return .withheld }
    return self
  }

  /// Whether the field has a value: 1, absent when it is empty.
  var isGiven: Observation<Double> { map { _ in 1 } }

  /// Chains a measure that may itself be missing.
  func flatMap<Other>(_ transform: (Value) -> Observation<Other>) -> Observation<Other> {
    if case .present(let value) = self { return transform(value) }
    switch self {
    case .absent: return .absent
    case .withheld: return .withheld
    case .notApplicable: return .notApplicable
    case .present, .notCollected: return .notCollected
    }
  }
}

extension Observation where Value == Bool {
  /// 1 for true, 0 for false.
  var asNumber: Observation<Double> { map { $0 ? 1 : 0 } }
}

/// The middle of sorted or unsorted values, the mean of the two middle ones for an even count.
///
/// - precondition: at least one value.
func median(_ values: [Double]) -> Double {
  precondition(!values.isEmpty, "median of no values")
  let sorted = values.sorted()
  let middle = sorted.count / 2
  return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}
