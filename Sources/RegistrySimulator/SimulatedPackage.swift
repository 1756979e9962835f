package import Corpus

/// One thing that happens to a package after the first night.
struct PackageEvent: Sendable, Equatable {
  enum Kind: Sendable {
    case release, yank, ownership, deprecation, deletion
  }

  var kind: Kind
  /// Milliseconds since 1970.
  var time: Int64
}

/// How a registry presents a name.
package enum Presence: Sendable {
  case active
  /// PyPI: hidden by administrators.
  case quarantined
  /// npm: replaced by the security placeholder.
  case holder
  /// npm: every version taken back.
  case unpublished
  /// The registry does not know the name any more.
  case gone
}

/// One package with what is true of it; its documents follow from archetype, number and times.
package struct SimulatedPackage: Sendable {
  package let ecosystem: Ecosystem
  /// Unique within the registry.
  let number: Int
  /// The name as the registry spells it.
  package let name: String
  package let archetype: Archetype
  package let isMalicious: Bool
  /// Number of the attacker's campaign; nil outside campaigns.
  package let campaign: Int?
  /// Whether the package belongs to the unlabelled draw, where the share of malice is the prior.
  package var isInPopulation: Bool { campaign == nil }
  /// When the name appeared with the newest release it had then.
  package let publishedAt: UTCInstant
  /// When the registry reacted; nil means never.
  package let takenDownAt: UTCInstant?
  /// When it was reported; nil means never.
  package let reportedAt: UTCInstant?
  /// What happened since the first night, in order of time, not later than now.
  var events: [PackageEvent] = []
  /// The registry's number of the newest change: PyPI serial, npm sequence.
  package var serial: Int64 = 0
  /// How often the registry changed the package.
  var revision = 1
  /// When it last changed.
  var changedAt: Int64 = 0

  /// The join key within the registry.
  package var key: String { PackageID.normalise(name, in: ecosystem) }

  /// How the registry presents the package at a moment.
  func presence(at now: Int64) -> Presence {
    if events.contains(where: { $0.kind == .deletion }) {
      return ecosystem == .npm ? .unpublished : .gone
    }
    guard let takenDownAt, takenDownAt.milliseconds <= now else { return .active }
    switch ecosystem {
    case .crates: return .gone
    case .npm: return number % 5 == 0 ? .unpublished : .holder
    case .pypi: return now < removalTime ?? .max ? .quarantined : .gone
    }
  }

  /// PyPI: when the quarantined project is deleted; nil when it never is.
  var removalTime: Int64? {
    ecosystem == .pypi ? takenDownAt.map { $0.milliseconds + 20 * SimulatedTime.hour } : nil
  }

  /// The moments at which the registry changed the package, up to `now`.
  func changes(until now: Int64) -> [Int64] {
    let all = [publishedAt.milliseconds, takenDownAt?.milliseconds, removalTime].compactMap { $0 }
    return (all + events.map(\.time)).filter { $0 <= now }
  }
}
