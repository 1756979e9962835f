/// What the known hosts' paths mean.
enum RepositoryHosts {
  /// A repository on a host.
  struct Place {
    var host: String
    var segments: [String]
    var subdirectory: String?
    /// From a page address that only suggests the repository.
    var isHint = false
  }

  private static let caseBlind: Set<String> = [
    "github.com", "gitlab.com", "bitbucket.org", "codeberg.org",
  ]
  private static let aliases = [
    "ssh.github.com": "github.com", "raw.githubusercontent.com": "github.com",
    "raw.github.com": "github.com", "codeload.github.com": "github.com",
    "altssh.gitlab.com": "gitlab.com", "altssh.bitbucket.org": "bitbucket.org",
  ]
  private static let notRepositories: Set<String> = [
    "gist.github.com", "gist.githubusercontent.com", "localhost.localdomain",
  ]
  private static let reservedOwners: Set<String> = [
    "sponsors", "orgs", "features", "marketplace", "settings", "about", "topics", "login", "apps",
    "collections", "users", "explore", "search", "security", "notifications",
  ]
  private static let placeholderOwners: Set<String> = [
    "example", "yourname", "your-name", "your_name", "yourusername", "your-username",
    "your_username", "yourorg", "your-org", "your-github-username", "votre_nom",
  ]
  private static let placeholders: Set<String> = [
    "user/repo", "username/repo", "user/repository", "username/repository", "owner/repo",
    "owner/repository", "npm/security-holder", "npm/deprecate-holder",
  ]

  /// Whether owner and name differ by more than case on this host.
  static func isCaseBlind(_ host: String) -> Bool { caseBlind.contains(host) }

  /// The repository an address stands for; nil when it stands for none.
  static func place(of address: RepositoryAddress) -> Place? {
    var address = address
    guard !notRepositories.contains(address.host) else { return nil }
    var isHint = false
    if let pages = pagesOwner(address.host) {
      address.segments.insert(pages, at: 0)
      (address.host, isHint) = ("github.com", true)
    } else if address.host == "api.github.com" {
      guard address.segments.first == "repos" else { return nil }
      address.segments.removeFirst()
      address.host = "github.com"
    } else if let host = aliases[address.host] {
      address.host = host
    }
    guard var place = cut(address), finish(&place) else { return nil }
    place.isHint = isHint
    return place
  }

  /// The owner in `owner.github.io` and `owner.github.com`; nil for other hosts.
  private static func pagesOwner(_ host: String) -> String? {
    let own: Set<String> = ["raw", "codeload", "api", "gist", "ssh", "docs", "help", "pages"]
    for suffix in [".github.io", ".github.com"] where host.hasSuffix(suffix) {
      let owner = String(host.dropLast(suffix.count))
      return owner.contains(".") || own.contains(owner) ? nil : owner
    }
    return nil
  }

  private static func cut(_ address: RepositoryAddress) -> Place? {
    let host = address.host
    switch host {
    case "github.com", "gitee.com": return pair(address, folderAfter: [["tree"], ["blob"]])
    case "bitbucket.org": return pair(address, folderAfter: [["src"]])
    case "codeberg.org": return pair(address, folderAfter: [["src", "branch"]])
    case "git.sr.ht": return pair(address, folderAfter: [["tree"]])
    case "gitlab.com": return nested(address)
    case "gitbox.apache.org", "svn.apache.org": return apache(address)
    case "sourceforge.net", "git.code.sf.net", "svn.code.sf.net", "hg.code.sf.net":
      return sourceForge(address)
    default: break
    }
    if host == "dev.azure.com" || host.hasSuffix(".visualstudio.com") { return azure(address) }
    if host.hasSuffix(".googlesource.com") { return Place(host: host, segments: address.segments) }
    let looksLikeForge = ["gitlab.", "git.", "gitea.", "forgejo."].contains { host.hasPrefix($0) }
    return looksLikeForge || address.isForGit ? nested(address) : nil
  }

  /// `owner/name`, then optionally a marker, a ref and a folder.
  private static func pair(_ address: RepositoryAddress, folderAfter markers: [[String]]) -> Place?
  {
    let segments = address.segments
    guard segments.count >= 2 else { return nil }
    var place = Place(host: address.host, segments: Array(segments.prefix(2)))
    let rest = segments.dropFirst(2)
    for marker in markers where rest.starts(with: marker) {
      var folder = Array(rest.dropFirst(marker.count + 1))
      if marker == ["blob"], !folder.isEmpty { folder.removeLast() }
      place.subdirectory = folder.isEmpty ? nil : folder.joined(separator: "/")
    }
    return place
  }

  /// GitLab and its like: groups nest, and pages of the repository come behind `/-/`.
  private static func nested(_ address: RepositoryAddress) -> Place? {
    let pages: Set<String> = ["-", "tree", "blob", "issues", "merge_requests", "wikis", "src"]
    let segments = address.segments
    let end = segments.indices.first { $0 >= 2 && pages.contains(segments[$0]) } ?? segments.count
    guard end >= 2 else { return nil }
    var place = Place(host: address.host, segments: Array(segments[..<end]))
    var rest = segments[end...]
    if rest.first == "-" { rest = rest.dropFirst() }
    guard let kind = rest.first, kind == "tree" || kind == "blob" else { return place }
    var folder = Array(rest.dropFirst(2))
    if kind == "blob", !folder.isEmpty { folder.removeLast() }
    place.subdirectory = folder.isEmpty ? nil : folder.joined(separator: "/")
    return place
  }

  private static func azure(_ address: RepositoryAddress) -> Place? {
    guard let mark = address.segments.firstIndex(of: "_git"), mark + 1 < address.segments.count
    else { return nil }
    return Place(host: address.host, segments: Array(address.segments[...(mark + 1)]))
  }

  /// `repos/asf/name.git` or `repos/asf?p=name.git`.
  private static func apache(_ address: RepositoryAddress) -> Place? {
    guard address.segments.starts(with: ["repos", "asf"]) else { return nil }
    if address.segments.count > 2 {
      return Place(host: address.host, segments: Array(address.segments.prefix(3)))
    }
    let named = address.query?.split { $0 == "&" || $0 == ";" }.first { $0.hasPrefix("p=") }
    return named.map {
      Place(host: address.host, segments: ["repos", "asf", String($0.dropFirst(2))])
    }
  }

  /// `projects/name` and `p/name` are one project.
  private static func sourceForge(_ address: RepositoryAddress) -> Place? {
    guard address.segments.count >= 2, ["projects", "p"].contains(address.segments[0]) else {
      return nil
    }
    return Place(host: "sourceforge.net", segments: ["projects", address.segments[1]])
  }

  /// Takes the endings off the last segment and refuses what is no repository.
  private static func finish(_ place: inout Place) -> Bool {
    guard var name = place.segments.popLast() else { return false }
    while true {
      if name.hasSuffix(".git") {
        name.removeLast(4)
      } else if name.hasSuffix(".") {
        name.removeLast()
      } else {
        break
      }
    }
    place.segments.append(name)
    let mayStartWithTilde = place.host == "git.sr.ht"
    let areUsable = place.segments.allSatisfy { segment in
      let body = mayStartWithTilde && segment.hasPrefix("~") ? segment.dropFirst() : segment[...]
      return !body.isEmpty && body != ".." && body.utf8.allSatisfy(isNameByte)
    }
    let lowered = place.segments.map { FieldText.lowercased($0) }
    guard areUsable, let owner = lowered.first else { return false }
    return !reservedOwners.contains(owner) && !placeholderOwners.contains(owner)
      && !placeholders.contains(lowered.joined(separator: "/"))
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    FieldText.isDigit(byte) || FieldText.isLetter(byte) || byte == 0x2D || byte == 0x2E
      || byte == 0x5F
  }
}
