import Corpus

/// What can be said of a repository claim from its words alone.
enum RepositoryHosts {
  /// Hosts of source code that anybody may look at.
  static let known: Set<String> = [
    "github.com", "gitlab.com", "codeberg.org", "bitbucket.org", "git.sr.ht", "sr.ht",
    "gitee.com", "sourceforge.net", "gitlab.gnome.org", "gitlab.freedesktop.org",
    "invent.kde.org", "code.launchpad.net", "dev.azure.com",
  ]

  /// Fields that exist to name a repository; any other rule is a guess.
  static let explicitRules: Set<String> = [
    "repository", "source", "sourcecode", "code", "github", "gitlab", "vcs", "repo",
  ]

  /// Whether repository or owner carry the package's name, separators and usual affixes aside.
  static func names(_ package: PackageID, in claim: RepositoryClaim) -> Bool {
    let name = PackageNames.bare(PackageNames.unscoped(package))
    let repository = PackageNames.bare(claim.path.split(separator: "/").last.map(String.init) ?? "")
    guard name.count >= 2, repository.count >= 2 else { return false }
    return repository.contains(name) || name.contains(repository)
      || PackageNames.bare(claim.owner) == name
  }

  /// Whether a registry account has the owner's name; `github:owner:team` names the owner.
  static func isSameAccount(_ account: String, _ owner: String) -> Bool {
    let parts = account.split(separator: ":")
    let name = parts.count == 3 ? parts[1] : Substring(account)
    return name.lowercased() == owner.lowercased()
  }
}

/// Package names as the signals about names see them.
enum PackageNames {
  /// The name without its npm scope.
  static func unscoped(_ package: PackageID) -> String {
    guard package.ecosystem == .npm, package.key.hasPrefix("@"),
      let slash = package.key.firstIndex(of: "/")
    else { return package.key }
    return String(package.key[package.key.index(after: slash)...])
  }

  /// Lower-case letters and digits only.
  static func bare(_ name: String) -> String {
    name.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}

/// The part of a version every scheme shares.
enum VersionNumber {
  /// The leading number, after `v` or a PEP 440 epoch; nil when there is none, `.max` when it does not fit.
  static func major(of version: String) -> Int? {
    var text = version[...]
    if let epoch = text.firstIndex(of: "!") { text = text[text.index(after: epoch)...] }
    if text.hasPrefix("v") || text.hasPrefix("V") { text = text.dropFirst() }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    if digits.isEmpty { return nil }
    return Int(digits) ?? .max
  }
}
