package import Corpus
package import Foundation

/// One request as the simulator sees it.
package struct SimulatorRequest: Sendable {
  package var method: String
  /// The path as sent, percent-encoded.
  package var path: String
  package var query: [String: String]
  package var headers: [HeaderField]
  package var body: [UInt8]

  package init(
    method: String = "GET", path: String, query: [String: String] = [:],
    headers: [HeaderField] = [], body: [UInt8] = []
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
  }

  /// The path cut at its slashes, each part decoded.
  var segments: [String] {
    path.split(separator: "/").map { String($0).removingPercentEncoding ?? String($0) }
  }

  /// Whether the Accept header names this media type.
  func accepts(_ type: String) -> Bool { headers.value("Accept")?.contains(type) ?? false }
}

/// One answer.
package struct SimulatorReply: Sendable {
  package var status: Int
  package var headers: [HeaderField]
  package var body: Data

  init(_ status: Int, _ type: String, _ body: [UInt8], _ headers: [HeaderField] = []) {
    self.status = status
    self.headers = [HeaderField("Content-Type", type)] + headers
    self.body = Data(body)
  }

  /// An answer whose ETag is made from its body.
  static func found(
    _ type: String, _ body: [UInt8], _ headers: [HeaderField] = []
  ) -> SimulatorReply {
    var reply = SimulatorReply(200, type, body, headers)
    let tag = Digests.hex(body, .sha256).prefix(32)
    reply.headers.append(HeaderField("ETag", "\"\(tag)\""))
    return reply
  }

  static let json = "application/json"
  static let html = "text/html; charset=UTF-8"

  /// A 404 with the registry's JSON.
  static func missing(_ text: String = "{\"error\":\"Not found\"}") -> SimulatorReply {
    SimulatorReply(404, json, Array(text.utf8))
  }

  /// A 301 to a path on this server.
  static func moved(to path: String) -> SimulatorReply {
    SimulatorReply(301, html, [], [HeaderField("Location", path)])
  }

  /// The answer to a conditional request: 304 when the client has this body already.
  func answering(_ request: SimulatorRequest) -> SimulatorReply {
    guard status == 200, let tag = headers.value("ETag"),
      let known = request.headers.value("If-None-Match")
    else { return self }
    let tags = known.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    guard tags.contains(where: { $0 == tag || $0 == "W/" + tag || $0 == "*" }) else { return self }
    var reply = self
    reply.status = 304
    reply.body = Data()
    return reply
  }
}
