package import Corpus

/// What a stored response said about its version, for a conditional request.
package struct Validators: Sendable, Hashable {
  package var etag: String?
  /// As the server spelled it.
  package var lastModified: String?

  package init(etag: String?, lastModified: String?) {
    self.etag = etag
    self.lastModified = lastModified
  }

  /// `If-None-Match` where there is an ETag, else `If-Modified-Since`; values with control characters are left out.
  package var headers: [HeaderField] {
    if let etag, Self.isSendable(etag) { return [HeaderField("If-None-Match", etag)] }
    if let lastModified, Self.isSendable(lastModified) {
      return [HeaderField("If-Modified-Since", lastModified)]
    }
    return []
  }

  private static func isSendable(_ value: String) -> Bool {
    !value.isEmpty && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
  }
}
