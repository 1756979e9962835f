import Corpus
package import Transport

/// Asks the npm registry for packuments and its replication host for the feeds.
///
/// Protocols, sections 2.1 and 2.2.
package struct NpmClient: Sendable {
  /// The most rows the replication host gives in one page.
  package static let maximumPageRows = 10_000

  let registry: String
  let replicate: String
  let http: PoliteClient

  /// The replication base is the host's root; `/registry` is added unless it is there.
  package init(registry: String, replicate: String, http: PoliteClient) {
    self.registry = RequestPath.base(registry)
    let root = RequestPath.base(replicate)
    self.replicate = root.hasSuffix("/registry") ? root : "\(root)/registry"
    self.http = http
  }

  /// The feed's newest sequence number and document count.
  package func status() async throws -> HTTPResponse { try await http.send(statusRequest()) }

  /// The latest change of every id after a sequence number.
  package func changes(since: Int64, limit: Int = maximumPageRows) async throws -> HTTPResponse {
    try await http.send(changesRequest(since: since, limit: limit))
  }

  /// Ids with revisions, beginning with the start key itself.
  package func allDocs(startKey: String?, limit: Int = maximumPageRows) async throws
    -> HTTPResponse
  {
    try await http.send(allDocsRequest(startKey: startKey, limit: limit))
  }

  /// One package's full document.
  package func packument(_ name: String, validators: Validators?) async throws -> HTTPResponse {
    try await http.send(packumentRequest(name, validators: validators))
  }

  /// The request behind `status`.
  package func statusRequest() -> HTTPRequest { feedRequest("/") }

  /// The request behind `changes`; the limit is brought into 1...10,000.
  package func changesRequest(since: Int64, limit: Int) -> HTTPRequest {
    feedRequest("/_changes?since=\(since)&limit=\(Self.pageRows(limit))")
  }

  /// The request behind `allDocs`; the start key is sent as JSON.
  package func allDocsRequest(startKey: String?, limit: Int) -> HTTPRequest {
    let start = startKey.map { "&startkey=" + RequestPath.queryValue(Self.quoted($0)) } ?? ""
    return feedRequest("/_all_docs?limit=\(Self.pageRows(limit))\(start)")
  }

  /// The request behind `packument`; throws `RegistryError` when the name cannot be put into a path without changing its meaning.
  package func packumentRequest(_ name: String, validators: Validators?) throws -> HTTPRequest {
    HTTPRequest(
      url: "\(registry)/\(try Self.path(of: name))",
      headers: [HeaderField("Accept", "application/json")] + (validators?.headers ?? []),
      maximumBodyBytes: 256 << 20, timeout: .seconds(300))
  }

  /// `name` or `@scope%2Fname`; any other use of slashes is refused.
  static func path(of name: String) throws(RegistryError) -> String {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    if parts.count == 1 { return try RequestPath.segment(name, keepingAt: true) }
    guard parts.count == 2, parts[0].hasPrefix("@"), parts[0] != "@" else {
      throw RequestPath.unusable(name, "a slash may only stand behind a scope")
    }
    let scope = try RequestPath.segment(parts[0], keepingAt: true)
    return "\(scope)%2F\(try RequestPath.segment(parts[1]))"
  }

  private func feedRequest(_ path: String) -> HTTPRequest {
    HTTPRequest(
      url: replicate + path, headers: [HeaderField("Accept", "application/json")],
      maximumBodyBytes: 256 << 20, timeout: .seconds(300))
  }

  private static func pageRows(_ limit: Int) -> Int { min(max(1, limit), maximumPageRows) }

  /// The text as a JSON string.
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\":
        quoted += "\\"
        quoted.unicodeScalars.append(scalar)
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
