internal import Foundation

/// How a client identifies itself and what it accepts.
package struct HTTPConfiguration: Sendable {
  /// Sent with every request, as `assay/1.0 (+https://example.org/contact)`.
  package var userAgent: String
  package var maxConnectionsPerHost: Int
  /// Connections over all hosts.
  package var maxConnections: Int
  /// Redirects that are followed, each to the same scheme and host only.
  package var maxRedirects: Int
  /// Other hosts that redirects may lead to, lower case; the scheme must stay the same.
  package var redirectHosts: Set<String>
  /// Whether one port of this machine may redirect to another.
  package var allowLoopbackRedirects: Bool
  /// Hosts whose names may lead to private addresses, lower case: mirrors inside the user's own network.
  package var privateHosts: Set<String>
  /// The proxy of all requests but those to loopback, as `http://proxy.example:3128`; nil means what
  /// the environment says.
  package var proxy: String?
  /// Transfers at once over all hosts; further requests wait before their time limit starts.
  package var maxTransfers: Int
  package var connectTimeout: Duration
  /// A transfer slower than this for `slowPeriod` is ended; 0 switches the check off.
  package var minimumBytesPerSecond: Int
  package var slowPeriod: Duration
  /// The most header lines of one response, and their bytes together.
  package var maxHeaderLines: Int
  package var maxHeaderBytes: Int

  package init(
    userAgent: String, maxConnectionsPerHost: Int = 3, maxConnections: Int = 64,
    maxRedirects: Int = 3, redirectHosts: Set<String> = [], allowLoopbackRedirects: Bool = false,
    privateHosts: Set<String> = [], proxy: String? = nil, maxTransfers: Int = 256,
    connectTimeout: Duration = .seconds(20),
    minimumBytesPerSecond: Int = 100, slowPeriod: Duration = .seconds(30),
    maxHeaderLines: Int = 256, maxHeaderBytes: Int = 256 << 10
  ) {
    self.userAgent = userAgent
    self.maxConnectionsPerHost = maxConnectionsPerHost
    self.maxConnections = maxConnections
    self.maxRedirects = maxRedirects
    self.redirectHosts = redirectHosts
    self.allowLoopbackRedirects = allowLoopbackRedirects
    self.privateHosts = privateHosts
    self.proxy = proxy
    self.maxTransfers = maxTransfers
    self.connectTimeout = connectTimeout
    self.minimumBytesPerSecond = minimumBytesPerSecond
    self.slowPeriod = slowPeriod
    self.maxHeaderLines = maxHeaderLines
    self.maxHeaderBytes = maxHeaderBytes
  }

  var addressRule: AddressRule {
    AddressRule(
      privateHosts: privateHosts,
      proxyPorts: AddressRule.proxyPorts(
        proxy, environment: ProcessInfo.processInfo.environment))
  }

  var redirectRule: RedirectRule {
    RedirectRule(
      limit: maxRedirects, hosts: redirectHosts, allowsLoopback: allowLoopbackRedirects)
  }
}
