import Corpus

/// What the first record of a segment, its warcinfo, says about the whole.
struct SegmentHead {
  let number: Int
  /// Nil in a segment of several kinds, from before one segment had one.
  let kind: DocumentKind?
  /// The first ten bytes of all record ids of the ecosystem.
  let prefix: [UInt8]
  /// The segments whose records compaction gathered here; nil when they were appended one by one.
  let sources: [Int]?

  init(number: Int, kind: DocumentKind, prefix: [UInt8], sources: [Int]? = nil) {
    self.number = number
    self.kind = kind
    self.prefix = prefix
    self.sources = sources
  }

  /// Reads a record's header; nil when it is no warcinfo of ours.
  init?(_ head: WARCHead) {
    guard head["WARC-Type"] == WARCHead.RecordType.warcinfo.rawValue,
      let id = head["WARC-Record-ID"].flatMap(RecordID.init)
    else { return nil }
    number = id.segment
    prefix = id.prefix
    kind = head["Assay-Kind"].flatMap(DocumentKind.init)
    sources = head["Assay-Compacts"].map { $0.split(separator: " ").compactMap { Int($0) } }
  }

  /// The whole warcinfo record.
  func record(_ ecosystem: Ecosystem, path: String, now: UTCInstant) -> [UInt8] {
    let lines = [
      "software: assay", "format: WARC file version 1.1",
      "conformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
      "description: responses of package registries about \(ecosystem.rawValue) packages", "",
    ]
    let block = Array(lines.joined(separator: "\r\n").utf8)
    let id = RecordID(prefix: prefix, segment: number, sequence: 0)
    var fields = [
      HeaderField("WARC-Type", WARCHead.RecordType.warcinfo.rawValue),
      HeaderField("WARC-Record-ID", id.text),
      HeaderField("WARC-Date", now.iso8601),
      HeaderField("WARC-Filename", String(path.split(separator: "/").last ?? "")),
      HeaderField("WARC-Block-Digest", "sha256:\(Hex.text(Digest.sha256(block)))"),
      HeaderField("Content-Type", WARCHead.ContentType.fields),
    ]
    if let kind { fields.append(HeaderField("Assay-Kind", kind.rawValue)) }
    if let sources {
      let list = sources.map(String.init).joined(separator: " ")
      fields.append(HeaderField("Assay-Compacts", list))
    }
    return WARCHead(fields: fields).encode(blockBytes: block.count) + block + HeaderLines.end
  }
}
