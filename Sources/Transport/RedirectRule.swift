/// Which redirects are followed: within the same server, or to a host the configuration names.
package struct RedirectRule: Sendable {
  /// Redirects of one request.
  package var limit: Int
  /// Other hosts that may be redirected to, lower case, as `static.example.org`.
  package var hosts: Set<String>
  /// Whether one port of this machine may redirect to another.
  package var allowsLoopback: Bool

  package init(limit: Int, hosts: Set<String> = [], allowsLoopback: Bool = false) {
    self.limit = limit
    self.hosts = hosts
    self.allowsLoopback = allowsLoopback
  }

  package enum Verdict: Equatable {
    case follow(HTTPURL)
    case tooMany
    case refuse(reason: String)
  }

  /// Decides on one `Location` after `count` redirects were followed.
  package func verdict(on location: String, from current: HTTPURL, followed count: Int) -> Verdict {
    guard count < limit else { return .tooMany }
    guard let target = current.resolving(location) else {
      return .refuse(reason: "the location is no http or https URL")
    }
    if target.isSameOrigin(as: current) { return .follow(target) }
    guard target.scheme == current.scheme else {
      return .refuse(reason: "the location changes \(current.scheme) to \(target.scheme)")
    }
    if target.isPrivate && !current.isPrivate {
      return .refuse(reason: "a public server points at the private address \(target.host)")
    }
    let isLoopbackPair = current.isLoopback && target.isLoopback
    guard hosts.contains(target.host) || (allowsLoopback && isLoopbackPair) else {
      return .refuse(reason: "the location is on another host, \(target.authority)")
    }
    return .follow(target)
  }
}
