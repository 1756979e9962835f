internal import Foundation

/// Which addresses a host's name may lead to: a public name must not lead into a private network.
package struct AddressRule: Sendable {
  /// Hosts whose names may lead to private addresses, lower case.
  package var privateHosts: Set<String>
  /// Ports of the proxies in use: what is opened there is the proxy, which the user chose.
  package var proxyPorts: Set<Int>

  package init(privateHosts: Set<String>, proxyPorts: Set<Int> = []) {
    self.privateHosts = privateHosts
    self.proxyPorts = proxyPorts
  }

  /// Whether a connection to this address may be opened for a URL.
  ///
  /// A URL that itself names a private address was judged where it came from: by the settings, or by
  /// `RedirectRule`.
  package func allows(_ address: NetworkAddress, port: Int, for url: HTTPURL) -> Bool {
    let isProxy = port != url.port || proxyPorts.contains(port)
    return isProxy || !address.isPrivate || url.isPrivate || privateHosts.contains(url.host)
  }

  /// The ports of the proxies that libcurl takes from the environment.
  ///
  /// Source: https://curl.se/libcurl/c/libcurl-env.html
  package static func proxyPorts(_ proxy: String?, environment: [String: String]) -> Set<Int> {
    let names = ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
    let proxies = proxy.map { [$0] } ?? names.compactMap { environment[$0] }
    return Set(proxies.compactMap(port(of:)))
  }

  /// The port a proxy's setting names, or libcurl's own default.
  private static func port(of proxy: String) -> Int? {
    guard !proxy.isEmpty else { return nil }
    let url = URLComponents(string: proxy.contains("://") ? proxy : "http://\(proxy)")
    return url?.port ?? (url?.scheme == "https" ? 443 : 1080)
  }
}
