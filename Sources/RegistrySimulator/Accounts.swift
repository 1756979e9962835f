import Corpus

/// Registry accounts: numbers that become login names.
///
/// Each neglected package has one of its own; the others share the pool of their archetype.
struct Accounts: Sendable {
  let names: PackageNames
  let packages: Int

  /// The login of an account.
  func login(_ account: Int) -> String { "u" + names.letters(account) }

  /// The mail address of an account.
  func mail(_ account: Int) -> String { "\(login(account))@mail.example" }

  /// The only account of a neglected package.
  static func own(ofPackage number: Int) -> Int { number * 4 }

  /// One account of an archetype's pool.
  func drawn(_ archetype: Archetype, _ random: inout SplitMix64) -> Int {
    switch archetype {
    case .neglected: 0
    case .hobby: random.below(max(2, packages / 4)) * 4 + 1
    case .maintained: random.below(max(2, packages / 9)) * 4 + 2
    case .popular: random.below(max(2, packages / 20)) * 4 + 3
    }
  }
}
