import Corpus
import Foundation

extension Fault {
  /// Changes an answer as this fault does; faults of the connection, and those another path has, leave it alone.
  package func spoil(
    _ reply: inout SimulatorReply, of request: SimulatorRequest,
    configuration: SimulatorConfiguration
  ) {
    switch self {
    case .tooMany, .tooManyUntil:
      let wait = HeaderField("Retry-After", retryAfter(configuration))
      reply = SimulatorReply(429, "text/plain", Array("slow down\n".utf8), [wait])
    case .forbidden: reply = SimulatorReply(403, "text/html", Array("<p>no</p>\n".utf8))
    case .serverError: reply = SimulatorReply(500, "text/plain", Array("broken\n".utf8))
    case .unavailable: reply = SimulatorReply(503, "text/html", Array("<p>later</p>\n".utf8))
    case .redirect: redirect(&reply, request.path)
    case .stale: reply.age()
    case .gzip, .bomb, .invalidJSON, .duplicate, .huge, .gap, .sequenceReset:
      if reply.status == 200, !reply.body.isEmpty { spoilBody(&reply, request.path) }
    case .truncate, .reset, .slow: break
    }
  }

  private func spoilBody(_ reply: inout SimulatorReply, _ path: String) {
    switch self {
    case .gzip: reply.encode(reply.body)
    case .bomb: reply.encode(Self.zeros)
    case .invalidJSON:
      reply.replaceBody(reply.body.prefix(reply.body.count / 2) + Data("\u{0}{".utf8))
    case .duplicate where reply.body.first == UInt8(ascii: "{"):
      reply.replaceBody(Data(Self.wrongMembers.utf8) + reply.body.dropFirst())
    case .huge where !reply.isArchive:
      reply.replaceBody(reply.body + Data(repeating: 0x20, count: 4 << 20))
    case .gap: reply.dropRows()
    case .sequenceReset where path.hasSuffix("/registry/"):
      reply.replaceBody(Data(#"{"db_name":"registry","doc_count":1,"update_seq":1}"#.utf8))
    default: break
    }
  }

  private static let zeros = Data(repeating: 0, count: 32 << 20)

  /// Members every reader must overrule with the later ones of the same name.
  private static let wrongMembers = """
    {"name":"not-this","vers":"0.0.0","_rev":"0-x","info":null,"versions":null,"rows":[],\
    "projects":[],"results":[],"update_seq":1,
    """

  private func retryAfter(_ configuration: SimulatorConfiguration) -> String {
    let seconds = configuration.faults.retryAfter
    guard self == .tooManyUntil else { return String(seconds) }
    return SimulatedTime.http(SimulatedTime.night(configuration.day) + Int64(seconds) * 1000)
  }

  private static let elsewhere = [
    "http://other.example/", "file:///etc/passwd", "http://127.0.0.1:1/", "http://10.0.0.1/",
    "//[::1]/", "gopher://127.0.0.1/", "http://169.254.169.254/latest/meta-data/",
  ]

  private func redirect(_ reply: inout SimulatorReply, _ path: String) {
    let place = path.utf8.reduce(0) { $0 &+ Int($1) } % Self.elsewhere.count
    reply = SimulatorReply(
      302, SimulatorReply.html, [], [HeaderField("Location", Self.elsewhere[place])])
  }
}

extension SimulatorReply {
  /// Puts another body in; the tag of the old one goes with it.
  fileprivate mutating func replaceBody(_ body: Data) {
    headers.removeAll { $0.name == "ETag" }
    self.body = body
  }

  fileprivate var isArchive: Bool { headers.value("Content-Type") == "application/gzip" }

  /// Sends bytes in gzip; the tag stays, since they are the same document.
  fileprivate mutating func encode(_ bytes: Data) {
    guard !isArchive,
      let encoded = try? Archives.make(.gzip, [Archives.Entry("body", Array(bytes))])
    else { return }
    headers.append(HeaderField("Content-Encoding", "gzip"))
    body = Data(encoded)
  }

  /// Turns the answer into an older copy of itself where it says how old it is.
  fileprivate mutating func age() {
    if let place = headers.firstIndex(where: { $0.name == "X-PyPI-Last-Serial" }) {
      headers[place].value = "1"
      return
    }
    guard status == 200, !isArchive else { return }
    if let revision = body.range(of: Data(#""_rev":""#.utf8)) {
      let end = body[revision.upperBound...].firstIndex { !(0x30...0x39).contains($0) }
      let rest = body[(end ?? body.endIndex)...]
      replaceBody(body[..<revision.upperBound] + Data("0".utf8) + rest)
    } else if headers.value("Content-Type") == "text/plain" {
      dropNewestVersion()
    }
  }

  /// Takes the version that came last out of an index file of several.
  private mutating func dropNewestVersion() {
    let lines = body.split(separator: 0x0A).map { line in
      (
        line,
        ((try? JSONSerialization.jsonObject(with: line)) as? [String: Any])?["vers"] as? String
      )
    }
    // A version may have two lines: the one whose first line comes last is the newest.
    var versions: [String] = []
    for case (_, let version?) in lines where !versions.contains(version) {
      versions.append(version)
    }
    guard versions.count > 1, let newest = versions.last else { return }
    replaceBody(Data(lines.filter { $0.1 != newest }.flatMap { $0.0 + [0x0A] }))
  }

  /// Leaves every tenth row out of a list or feed.
  fileprivate mutating func dropRows() {
    guard let object = try? JSONSerialization.jsonObject(with: body),
      var members = object as? [String: Any],
      let key = ["projects", "rows", "results"].first(where: { members[$0] is [Any] }),
      let rows = members[key] as? [Any]
    else { return }
    members[key] = rows.enumerated().filter { $0.offset % 10 != 9 }.map(\.element)
    guard let body = try? JSONSerialization.data(withJSONObject: members) else { return }
    replaceBody(body)
  }
}
