import Corpus
import Foundation

/// Answers requests from recorded documents.
struct ReplayRouter: Sendable {
  let replay: Replay
  private let cache = ReplyCache()

  init(_ replay: Replay) { self.replay = replay }

  /// The answer to one request, before conditions are looked at.
  func answer(_ request: SimulatorRequest, origin: String) -> SimulatorReply {
    let segments = request.segments
    let rest = Array(segments.dropFirst())
    switch segments.first {
    case "pypi": return pypi(rest, request)
    case "npm": return npm(rest)
    case "npm-replicate": return replicate(rest, request)
    case "crates-index": return index(rest, origin)
    case "crates-dump" where rest.first != "rss": return dump()
    default: return .missing()
    }
  }

  private func entry(_ ecosystem: Ecosystem, _ name: String) -> Replay.Entry? {
    replay.entries[ecosystem]?[PackageID.normalise(name, in: ecosystem)]
  }

  /// The number of a package's newest change: the day above all, then the position.
  static func serial(_ entry: Replay.Entry, day: Int) -> Int64 {
    Int64(entry.changed(by: day)) * 10_000_000 + Int64(entry.position) + 1
  }

  private var lastSerial: Int64 { Int64(replay.day + 1) * 10_000_000 }

  // MARK: Documents

  private func reply(
    _ item: Replay.Item?, _ type: String, _ headers: [HeaderField] = []
  ) -> SimulatorReply {
    guard let item, let bytes = item.bytes else { return .missing() }
    if item.placement.file.hasSuffix(".http") {
      return RecordedResponse(bytes).map { $0.reply(headers) } ?? .missing()
    }
    let isPage = item.placement.file.hasSuffix(".html")
    var reply = SimulatorReply.found(isPage ? SimulatorReply.html : type, bytes, headers)
    reply.status = item.status
    if item.status == 302 { reply.headers.append(HeaderField("Location", "/npm/-/elsewhere")) }
    return reply
  }

  private static let simpleJSON = "application/vnd.pypi.simple.v1+json"

  private func pypi(_ path: [String], _ request: SimulatorRequest) -> SimulatorReply {
    let isJSON = request.accepts(Self.simpleJSON)
    if path == ["simple"] { return list() }
    guard path.count > 1, let entry = entry(.pypi, path[1]) else { return .missing() }
    let serial = HeaderField("X-PyPI-Last-Serial", String(Self.serial(entry, day: replay.day)))
    switch (path[0], path.count) {
    case ("simple", 2):
      let newest = entry.item(.simpleDetail, day: replay.day)
      let page = isJSON ? nil : entry.page(day: replay.day)
      return reply(page ?? newest, Self.simpleJSON, [serial])
    case ("pypi", 3):
      return reply(entry.item(.projectJSON, day: replay.day), SimulatorReply.json, [serial])
    default: return .missing()
    }
  }

  private func list() -> SimulatorReply {
    cache.reply("list") {
      let projects = replay.sorted(.pypi).map { entry -> JSONNode in
        [
          "_last-serial": .int(Self.serial(entry, day: replay.day)), "name": .text(entry.name),
        ]
      }
      let node: JSONNode = [
        "meta": ["_last-serial": .int(lastSerial), "api-version": "1.4"],
        "projects": .list(projects),
      ]
      return .found(
        Self.simpleJSON, node.bytes(), [HeaderField("X-PyPI-Last-Serial", String(lastSerial))])
    }
  }

  private func npm(_ path: [String]) -> SimulatorReply {
    let name = path.joined(separator: "/")
    return reply(entry(.npm, name)?.item(.packument, day: replay.day), SimulatorReply.json)
  }

  private func index(_ path: [String], _ origin: String) -> SimulatorReply {
    if path == ["config.json"] {
      return .found(SimulatorReply.json, CratesDocuments.configuration(origin: origin))
    }
    guard let name = path.last else { return .missing() }
    return reply(entry(.crates, name)?.item(.indexFile, day: replay.day), "text/plain")
  }

  // MARK: Feeds

  private func replicate(_ path: [String], _ request: SimulatorRequest) -> SimulatorReply {
    switch path.last ?? "registry" {
    case "registry":
      let count = Int64(replay.entries[.npm]?.count ?? 0)
      let node: JSONNode = [
        "db_name": "registry", "doc_count": .int(count), "update_seq": .int(lastSerial),
      ]
      return .found(SimulatorReply.json, node.bytes())
    case "_changes": return changes(request.query)
    case "_all_docs": return allDocs(request.query)
    default: return .missing()
    }
  }

  /// The revision of what is served: its number is the document's own, so that it is never newer.
  private func revision(_ entry: Replay.Entry) -> String {
    let bytes = entry.item(.packument, day: replay.day)?.bytes ?? []
    let own = RecordedResponse.revisionNumber(bytes)
    let number = own ?? Int64(entry.changed(by: replay.day) + 1)
    return "\(number)-\(Digests.hex(bytes, .sha256).prefix(16))"
  }

  private func changes(_ query: [String: String]) -> SimulatorReply {
    let since = query["since"].flatMap { Int64($0) } ?? 0
    let limit = query["limit"].flatMap { Int($0) } ?? 10_000
    let rows = replay.sorted(.npm).map { (Self.serial($0, day: replay.day), $0) }
      .filter { $0.0 > since }.sorted { $0.0 < $1.0 }.prefix(max(0, limit))
    let results = rows.map { serial, entry -> JSONNode in
      [
        "seq": .int(serial), "id": .text(entry.name),
        "changes": [["rev": .text(revision(entry))]],
      ]
    }
    let node: JSONNode = ["results": .list(results), "last_seq": .int(rows.last?.0 ?? since)]
    return .found(SimulatorReply.json, node.bytes())
  }

  private func allDocs(_ query: [String: String]) -> SimulatorReply {
    let limit = query["limit"].flatMap { Int($0) } ?? 1000
    let start = query["startkey"].map { $0.trimmingCharacters(in: ["\""]) } ?? ""
    let rows = replay.sorted(.npm)
      .filter { !$0.name.utf8.lexicographicallyPrecedes(start.utf8) }.prefix(max(0, limit))
      .map { entry -> JSONNode in
        [
          "id": .text(entry.name), "key": .text(entry.name),
          "value": ["rev": .text(revision(entry))],
        ]
      }
    let count = Int64(replay.entries[.npm]?.count ?? 0)
    let node: JSONNode = ["total_rows": .int(count), "offset": 0, "rows": .list(rows)]
    return .found(SimulatorReply.json, node.bytes())
  }

  /// A dump that knows names and nothing else.
  private func dump() -> SimulatorReply {
    cache.reply("dump") {
      let now = SimulatedTime.night(replay.day)
      let names = replay.sorted(.crates).map { ($0.position, $0.name) }
      guard let body = try? CratesDump.archive(names: names, now: now) else {
        return SimulatorReply(500, "text/plain", Array("the dump failed".utf8))
      }
      return .found(
        "application/gzip", body, [HeaderField("Last-Modified", SimulatedTime.http(now))])
    }
  }
}

extension Replay.Item {
  /// The recorded bytes; nil when the file cannot be read.
  var bytes: [UInt8]? {
    switch source {
    case .bytes(let bytes): bytes
    case .file(let path): FileManager.default.contents(atPath: path).map { Array($0) }
    }
  }
}

/// A whole recorded response: status line, headers, empty line, body as sent.
struct RecordedResponse {
  var status: Int
  var headers: [HeaderField]
  var body: [UInt8]

  /// Nil when the bytes do not begin with a status line and headers.
  init?(_ bytes: [UInt8]) {
    let gap: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]
    guard let end = bytes.indices.first(where: { bytes[$0...].starts(with: gap) }) else {
      return nil
    }
    let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
    guard let first = lines.first?.split(separator: " "), first.count > 1,
      let status = Int(first[1])
    else { return nil }
    self.status = status
    headers = lines.dropFirst().compactMap { line in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      return HeaderField(String(line[..<colon]), value)
    }
    body = Array(bytes[(end + 4)...])
  }

  /// The response without headers that belong to one connection or one moment.
  func reply(_ extra: [HeaderField]) -> SimulatorReply {
    let dropped: Set<String> = [
      "connection", "content-length", "content-type", "transfer-encoding", "date", "etag",
      "set-cookie",
    ]
    let type = headers.value("Content-Type") ?? SimulatorReply.json
    var reply = SimulatorReply.found(type, body, extra)
    reply.status = status
    reply.headers += headers.filter { !dropped.contains($0.name.lowercased()) }
    return reply
  }

  /// The number before the dash of the first `_rev` of a document; nil when there is none.
  static func revisionNumber(_ bytes: [UInt8]) -> Int64? {
    let text = String(decoding: bytes.prefix(200_000), as: UTF8.self)
    guard let place = text.range(of: "\"_rev\"") else { return nil }
    let digits = text[place.upperBound...].drop { " :\"\n".contains($0) }.prefix { $0.isNumber }
    return Int64(digits)
  }
}
