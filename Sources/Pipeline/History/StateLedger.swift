import Corpus

/// The changes of state of one ecosystem, carried from extract to extract.
struct StateLedger {
  private let changes: [StateChange]
  private let newestOfPackage: [PackageID: UTCInstant]

  /// - Parameter moment: what was seen later is left out.
  init(_ changes: [StateChange], through moment: UTCInstant) {
    self.changes = changes.filter { $0.observedAt <= moment }
    newestOfPackage = Dictionary(changes.map { ($0.package, $0.observedAt) }, uniquingKeysWith: max)
  }

  /// Where the walk of each package goes on; a package that must be followed from its beginning has no entry.
  func known(
    of sources: [PackageSource], _ previous: [PackageID: PackageFacts]
  ) -> [PackageID: KnownStates] {
    var known: [PackageID: KnownStates] = [:]
    for source in sources {
      guard let facts = previous[source.package] else { continue }
      let until = max(facts.observedAt, newestOfPackage[source.package] ?? facts.observedAt)
      // An extract as of an earlier moment knows nothing of what came after it.
      if until <= source.observedAt {
        known[source.package] = KnownStates(facts: facts, until: until)
      }
    }
    return known
  }

  /// The changes of before and of now in the order of the table; those of packages followed anew replace theirs.
  func merged(with new: [StateChange], anew: Set<PackageID>) -> [StateChange] {
    StatesTable.sorted(changes.filter { !anew.contains($0.package) } + new)
  }
}
