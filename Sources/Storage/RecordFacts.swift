import Corpus

/// What one record says about itself: enough to make its catalog row again.
struct RecordFacts {
  var outcome: SnapshotOutcome
  var id: RecordID
  var fetchedAt: UTCInstant
  var url: String
  var subject: String
  var kind: DocumentKind
  var version: String?
  var truncation: TruncationReason?
  var http: HTTPHead
  /// SHA-256 of the body the record stands for.
  var digest: [UInt8]
  /// Bytes of the body in the record itself; zero for a revisit.
  var bodyBytes: Int
  /// The record with the body, for a revisit; the last known body, for a tombstone.
  var refersTo: RecordID?

  /// The facts of a capture about to be written.
  init(
    _ capture: Capture, outcome: SnapshotOutcome, id: RecordID, digest: [UInt8], bodyBytes: Int,
    http: HTTPHead, refersTo: RecordID?
  ) {
    self.outcome = outcome
    self.id = id
    fetchedAt = capture.fetchedAt
    url = PercentEncoding.encodeURL(capture.url)
    subject = capture.subject
    kind = capture.kind
    version = capture.version
    truncation = capture.truncation
    self.digest = digest
    self.bodyBytes = bodyBytes
    self.refersTo = refersTo
    self.http = http
  }

  /// Reads the facts back from a record's two headers; nil for a warcinfo record.
  init?(_ head: WARCHead, _ http: HTTPHead?, bodyBytes: Int) throws(Damage) {
    let type = try head.required("WARC-Type")
    guard type != WARCHead.RecordType.warcinfo.rawValue else { return nil }
    outcome = try Self.outcome(type)
    guard let http else { throw Damage("a \(type) record without an HTTP message") }
    self.http = http
    self.bodyBytes = bodyBytes
    id = try Self.id(head.required("WARC-Record-ID"))
    guard let date = UTCInstant(parsing: try head.required("WARC-Date")) else {
      throw Damage("WARC-Date is no date")
    }
    fetchedAt = date
    url = try head.required("WARC-Target-URI")
    subject = try Self.decoded(head.required("Assay-Subject"), "Assay-Subject")
    guard let kind = DocumentKind(rawValue: try head.required("Assay-Kind")) else {
      throw Damage("Assay-Kind is not known")
    }
    self.kind = kind
    if let text = head["Assay-Version"] { version = try Self.decoded(text, "Assay-Version") }
    truncation = head["WARC-Truncated"].flatMap(TruncationReason.init)
    digest = try Self.digest(head.required("WARC-Payload-Digest"))
    if let text = head["WARC-Refers-To"] { refersTo = try Self.id(text) }
    if outcome == .unchanged && refersTo == nil { throw Damage("a revisit that refers to nothing") }
  }

  private static func outcome(_ type: String) throws(Damage) -> SnapshotOutcome {
    switch WARCHead.RecordType(rawValue: type) {
    case .response: .stored
    case .revisit: .unchanged
    case .metadata: .tombstone
    case .warcinfo, nil: throw Damage("a record of type \(type)")
    }
  }

  private static func id(_ text: String) throws(Damage) -> RecordID {
    guard let id = RecordID(text) else { throw Damage("\(text) is no record id of ours") }
    return id
  }

  private static func decoded(_ text: String, _ field: String) throws(Damage) -> String {
    guard let value = PercentEncoding.decode(text) else {
      throw Damage("\(field) is not percent-encoded UTF-8")
    }
    return value
  }

  private static func digest(_ text: String) throws(Damage) -> [UInt8] {
    guard text.hasPrefix("sha256:"), let bytes = Hex.bytes(text.dropFirst(7)), bytes.count == 32
    else { throw Damage("WARC-Payload-Digest is no SHA-256") }
    return bytes
  }

  /// The whole record; `original` is the record a revisit refers to, whose body is not repeated.
  func record(original: CatalogRow?, body: [UInt8]) -> [UInt8] {
    var record = heads(original: original)
    record.reserveCapacity(record.count + bodyBytes + HeaderLines.end.count)
    if bodyBytes > 0 { record += body }
    return record + HeaderLines.end
  }

  /// Both headers of the record with their empty lines.
  func heads(original: CatalogRow?) -> [UInt8] {
    let http = http.encode()
    return head(original: original).encode(blockBytes: http.count + bodyBytes) + http
  }

  /// The WARC header of the record.
  private func head(original: CatalogRow?) -> WARCHead {
    var fields = [
      HeaderField("WARC-Type", type.rawValue),
      HeaderField("Content-Type", WARCHead.ContentType.http),
    ]
    if outcome == .unchanged {
      let isSaid = http.status == 304
      fields.append(
        HeaderField(
          "WARC-Profile", isSaid ? WARCHead.Profile.notModified : WARCHead.Profile.sameDigest))
    }
    fields.append(HeaderField("Assay-Kind", kind.rawValue))
    if let truncation { fields.append(HeaderField("WARC-Truncated", truncation.rawValue)) }
    fields.append(HeaderField("WARC-Target-URI", url))
    fields.append(HeaderField("Assay-Subject", PercentEncoding.encode(subject)))
    if let version { fields.append(HeaderField("Assay-Version", PercentEncoding.encode(version))) }
    fields += reference(original)
    fields.append(HeaderField("WARC-Date", fetchedAt.iso8601))
    fields.append(HeaderField("WARC-Record-ID", id.text))
    fields.append(HeaderField("WARC-Payload-Digest", "sha256:\(Hex.text(digest))"))
    return WARCHead(fields: fields)
  }

  private var type: WARCHead.RecordType {
    switch outcome {
    case .stored: .response
    case .unchanged: .revisit
    case .tombstone: .metadata
    }
  }

  private func reference(_ original: CatalogRow?) -> [HeaderField] {
    guard let refersTo, let original else { return [] }
    return [
      HeaderField("WARC-Refers-To", refersTo.text),
      HeaderField("WARC-Refers-To-Target-URI", original.url),
      HeaderField("WARC-Refers-To-Date", original.snapshot.fetchedAt.iso8601),
    ]
  }
}
