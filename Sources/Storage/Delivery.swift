package import Corpus

/// One response on its way into the store, with what can be worked out where it arrived.
///
/// Digest and header block are made by whoever has the response, so that the store's queue, which all share,
/// only decides and writes.
package struct Delivery: Sendable {
  package let capture: Capture
  /// SHA-256 of the body.
  let digest: [UInt8]
  let http: HTTPHead
  let settling: OwedItem?

  /// A response and the owed item it settles; nil settles nothing.
  package init(_ capture: Capture, settling owed: OwedItem? = nil) {
    self.capture = capture
    digest = Digest.sha256(capture.body)
    http = HTTPHead(
      status: capture.status, received: capture.headers, bodyBytes: capture.body.count)
    settling = owed
  }

  /// - Throws: `badCapture` for other statuses than 2xx, 304, 404, 410 and 451, and for fields no record can hold.
  static func check(_ capture: Capture) throws(StorageError) {
    let problem: String? =
      if capture.subject.isEmpty || capture.subject.utf8.count > Limits.subjectBytes {
        "a subject of \(capture.subject.utf8.count) bytes"
      } else if capture.url.utf8.count > Limits.textBytes {
        "a URL of \(capture.url.utf8.count) bytes"
      } else if (capture.version?.utf8.count ?? 0) > Limits.textBytes {
        "a version of \(capture.version?.utf8.count ?? 0) bytes"
      } else if !Limits.times.contains(capture.fetchedAt) {
        "the fetch time \(capture.fetchedAt)"
      } else if !((200..<300).contains(capture.status)
        || [304, 404, 410, 451].contains(capture.status))
      {
        "status \(capture.status), which is no document. Retry it or count it as failed"
      } else {
        nil
      }
    guard let problem else { return }
    throw StorageError(
      .badCapture, "\(capture.ecosystem.rawValue) \(capture.subject.prefix(200)): \(problem).")
  }
}
