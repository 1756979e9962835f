/// One change of where a package, or one of its versions, stands in its registry.
///
/// Source: registry protocols, section 9.
public struct StateChange: Sendable, Hashable {
  public var package: PackageID
  /// Counts the packages that had this name, from 1: a name that was deleted and taken again starts another.
  public var generation: Int
  /// The version meant, as its registry spells it; nil for the package as a whole.
  public var version: String?
  /// The state before; nil for what was never seen before.
  public var from: String?
  public var to: String
  /// When the new state was first seen.
  public var observedAt: UTCInstant
  /// The last visit that still saw the old state: the change lies between; nil at the first visit.
  public var previouslyObservedAt: UTCInstant?
  /// The answers that show it: kind, status and digest of each document.
  public var evidence: String

  public init(
    package: PackageID, generation: Int, version: String?, from: String?, to: String,
    observedAt: UTCInstant, previouslyObservedAt: UTCInstant?, evidence: String
  ) {
    self.package = package
    self.generation = generation
    self.version = version
    self.from = from
    self.to = to
    self.observedAt = observedAt
    self.previouslyObservedAt = previouslyObservedAt
    self.evidence = evidence
  }
}

/// Where one version stands.
public enum VersionState: String, Sendable {
  case active
  /// Still there, but not chosen by installers.
  case yanked
  /// Without content, or no longer named by its registry.
  case removed
}

extension ReleaseFacts {
  public var state: VersionState {
    if isRemoved { return .removed }
    return isYanked ? .yanked : .active
  }
}
