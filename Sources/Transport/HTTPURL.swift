internal import CCurl

/// An absolute `http` or `https` URL, read by the same parser that will use it.
///
/// Source: https://curl.se/libcurl/c/libcurl-url.html
package struct HTTPURL: Sendable, Hashable {
  package let text: String
  /// `http` or `https`.
  package let scheme: String
  /// Lower case; IPv6 addresses in brackets.
  package let host: String
  package let port: Int

  /// Nil when the text is no absolute URL of the two schemes.
  package init?(_ text: String) {
    self.init(base: nil, reference: text)
  }

  /// Resolves a `Location` against this URL; nil when the result is none of the two schemes.
  package func resolving(_ reference: String) -> HTTPURL? {
    HTTPURL(base: text, reference: reference)
  }

  /// Host, and port where it is not the scheme's own: the key of politeness.
  package var authority: String {
    port == (scheme == "https" ? 443 : 80) ? host : "\(host):\(port)"
  }

  /// Whether both name the same server.
  package func isSameOrigin(as other: HTTPURL) -> Bool {
    scheme == other.scheme && host == other.host && port == other.port
  }

  private init?(base: String?, reference: String) {
    guard !reference.utf8.contains(0), let parser = unsafe curl_url() else { return nil }
    defer { unsafe curl_url_cleanup(parser) }
    for text in [base, reference].compactMap(\.self) {
      guard unsafe curl_url_set(parser, CURLUPART_URL, text, 0) == CURLUE_OK else { return nil }
    }
    func part(_ part: CURLUPart, _ flags: Int32 = 0) -> String? {
      var value: UnsafeMutablePointer<CChar>?
      guard unsafe curl_url_get(parser, part, &value, UInt32(flags)) == CURLUE_OK,
        let value = unsafe value
      else { return nil }
      defer { unsafe curl_free(value) }
      return unsafe String(cString: value)
    }
    guard let scheme = part(CURLUPART_SCHEME)?.lowercased(), ["http", "https"].contains(scheme),
      let host = part(CURLUPART_HOST)?.lowercased(), !host.isEmpty,
      let port = part(CURLUPART_PORT, CURLU_DEFAULT_PORT).flatMap({ Int($0) }),
      let text = part(CURLUPART_URL)
    else { return nil }
    self.text = text
    self.scheme = scheme
    self.host = host
    self.port = port
  }
}

extension HTTPURL {
  /// Whether the host is this machine, by name or address.
  package var isLoopback: Bool {
    if host == "localhost" || host.hasSuffix(".localhost") { return true }
    return NetworkAddress(host: host)?.isLoopback ?? false
  }

  /// Whether the host is an address that no public server has; false for a name but `localhost`.
  package var isPrivate: Bool {
    isLoopback || NetworkAddress(host: host)?.isPrivate ?? false
  }
}
