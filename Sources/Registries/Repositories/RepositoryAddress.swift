/// The host and the path segments that a repository text spells, in whatever form.
struct RepositoryAddress {
  /// Lower-case, without `www.` and port.
  var host: String
  /// Percent-decoded once; without empty ones.
  var segments: [String]
  var query: String?
  /// Written for git itself: a `git`, `ssh` or `git+` scheme, `user@host:path`, or a `.git` ending.
  var isForGit: Bool

  private static let prefixHosts: [(prefix: String, host: String)] = [
    ("github:", "github.com"), ("gitlab:", "gitlab.com"), ("bitbucket:", "bitbucket.org"),
    ("gist:", "gist.github.com"), ("sourcehut:", "git.sr.ht"),
  ]
  private static let glued = ["git+", "scm:git:", "scm:", "http+git:", "https+git:"]
  private static let defaultPorts: Set<Substring> = ["", "22", "80", "443", "9418"]

  /// Reads shorthand, prefix, scheme, `user@host:path` and bare-host forms; nil for anything else.
  init?(_ text: String) {
    if let shorthand = Self.shorthand(text) {
      self = shorthand
      return
    }
    var rest = text[...]
    let hadGitPrefix = Self.stripGlued(&rest)
    let scheme = Self.takeScheme(&rest)
    switch scheme {
    case nil, "http", "https", "git", "ssh", "": break
    default: return nil
    }
    guard let (authority, path) = Self.split(rest, hasScheme: scheme != nil) else { return nil }
    guard let host = Self.host(authority) else { return nil }
    self.host = host
    (segments, query) = ([], nil)
    isForGit = hadGitPrefix || scheme == "git" || scheme == "ssh" || (scheme == nil && path.isScp)
    guard read(path: path.text) else { return nil }
  }

  private init?(host: String, path: Substring) {
    self.host = host
    (segments, query, isForGit) = ([], nil, true)
    guard read(path: path) else { return nil }
  }

  /// `owner/name` means GitHub; `gitlab:owner/name` and its like name their host.
  private static func shorthand(_ text: String) -> RepositoryAddress? {
    for (prefix, host) in prefixHosts where text.lowercased().hasPrefix(prefix) {
      let rest = text.dropFirst(prefix.count)
      guard !rest.hasPrefix("/"), !rest.contains("@") else { return nil }
      return RepositoryAddress(
        host: host, path: host == "git.sr.ht" && !rest.hasPrefix("~") ? "~\(rest)" : rest)
    }
    let body = text.prefix { $0 != "#" }
    let parts = body.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty, !parts[0].isEmpty,
      parts[0].utf8.allSatisfy({ isOwnerByte($0) }), !body.contains("@"), !body.contains(":")
    else { return nil }
    return RepositoryAddress(host: "github.com", path: body)
  }

  /// GitHub owners have no dot, so that `host.org/path` is no shorthand.
  private static func isOwnerByte(_ byte: UInt8) -> Bool {
    FieldText.isDigit(byte) || FieldText.isLetter(byte) || byte == 0x2D || byte == 0x5F
  }

  /// Drops `git+` and its like, again and again; true when there was one.
  private static func stripGlued(_ rest: inout Substring) -> Bool {
    var found = false
    while true {
      let lowered = FieldText.lowercased(rest.prefix(16))
      if let prefix = glued.first(where: { lowered.hasPrefix($0) }) {
        rest = rest.dropFirst(prefix.count)
      } else if lowered.hasPrefix("git:http") {
        rest = rest.dropFirst(4)
      } else if lowered.hasPrefix("git://http:") || lowered.hasPrefix("git://https:") {
        rest = rest.dropFirst(6)
      } else if lowered.hasPrefix("git:"), !lowered.hasPrefix("git://") {
        rest = rest.dropFirst(4)
      } else {
        return found
      }
      found = true
    }
  }

  /// The scheme in lower case, empty for `//host`; nil when the text has none.
  private static func takeScheme(_ rest: inout Substring) -> String? {
    if rest.hasPrefix("//") {
      rest = rest.dropFirst(2)
      return ""
    }
    guard let colon = rest.firstIndex(of: ":"), rest[colon...].hasPrefix("://") else { return nil }
    let scheme = FieldText.lowercased(rest[..<colon])
    rest = rest[rest.index(colon, offsetBy: 3)...].drop { $0 == "/" }
    return scheme
  }

  /// A path, and whether it stood behind `host:`.
  private struct Path {
    var text: Substring
    var isScp = false
  }

  /// Cuts `[user@]host[:port]/path` or `[user@]host:path`; nil without a path or with a port of its own.
  private static func split(_ rest: Substring, hasScheme: Bool) -> (Substring, Path)? {
    let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
    var authority = rest[..<end]
    var path = Path(text: rest[end...])
    // In `user@host:path` the path may hold the only slash.
    if let at = authority.lastIndex(of: "@") {
      authority = authority[authority.index(after: at)...]
    }
    if let colon = authority.firstIndex(of: ":") {
      let port = authority[authority.index(after: colon)...]
      if !defaultPorts.contains(port) || !hasScheme {
        guard !port.allSatisfy(\.isNumber) || port.isEmpty || !hasScheme else { return nil }
        path = Path(text: rest[authority.index(after: colon)...], isScp: true)
      }
      authority = authority[..<colon]
    }
    return path.text.isEmpty ? nil : (authority, path)
  }

  /// The host in normal form; nil when it is none: an address literal, one label, odd characters.
  private static func host(_ authority: Substring) -> String? {
    var host = FieldText.lowercased(authority)
    while host.hasSuffix(".") { host.removeLast() }
    if host.hasPrefix("www.") { host.removeFirst(4) }
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    let isPlain = labels.allSatisfy { label in
      !label.isEmpty && !label.hasPrefix("-")
        && label.utf8.allSatisfy { FieldText.isDigit($0) || FieldText.isLetter($0) || $0 == 0x2D }
    }
    guard labels.count >= 2, isPlain, labels.last?.utf8.allSatisfy(FieldText.isDigit) == false
    else { return nil }
    return host
  }

  /// Splits off fragment and query and decodes the segments; false when one of them is not usable.
  private mutating func read(path: Substring) -> Bool {
    var rest = path.prefix { $0 != "#" }
    if let mark = rest.firstIndex(of: "?") {
      query = String(rest[rest.index(after: mark)...])
      rest = rest[..<mark]
    }
    for raw in rest.split(separator: "/") {
      guard let segment = Self.decoded(raw), segment != "..", !segment.contains("/") else {
        return false
      }
      if segment != "." { segments.append(segment) }
    }
    isForGit = isForGit || segments.last?.hasSuffix(".git") == true
    return !segments.isEmpty
  }

  /// Percent escapes undone once; nil when they are broken or hide control characters.
  private static func decoded(_ segment: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(segment.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == 0x25 else {
        bytes.append(byte)
        continue
      }
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      guard rest.count >= 2, let value = UInt8(digits, radix: 16), value >= 0x20 else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
