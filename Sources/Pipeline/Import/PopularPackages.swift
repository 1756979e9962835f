import Corpus

/// Packages that so many depend on that a label on all their versions is almost surely a mistake.
///
/// One such report was made, and taken back, for one of the most used packages of npm.
enum PopularPackages {
  /// Distinct maintainers of dependent packages from which on a package counts as popular.
  static let dependentMaintainers = 100.0

  /// The popular among packages, by the signal `dependent_maintainers`.
  static func named(_ packages: [PackageID], _ columns: [SignalColumn]) -> Set<PackageID> {
    guard let column = columns.first(where: { $0.definition.name == "dependent_maintainers" })
    else { return [] }
    return Set(
      packages.indices.filter {
        column.states[$0] == .present && column.values[$0] >= dependentMaintainers
      }.map { packages[$0] })
  }
}
