import Corpus
package import Transport

/// Asks a Python package index for its list, projects and files.
///
/// Protocols, section 1.1.
package struct PyPIClient: Sendable {
  /// The Simple API as JSON; without it the index answers HTML.
  static let simpleType = "application/vnd.pypi.simple.v1+json"

  let base: String
  let http: PoliteClient

  /// The base is the index's root; a `/simple` at its end, as pip's settings have it, is taken off.
  package init(base: String, http: PoliteClient) {
    let trimmed = RequestPath.base(base)
    self.base =
      trimmed.hasSuffix("/simple") ? RequestPath.base(String(trimmed.dropLast(7))) : trimmed
    self.http = http
  }

  /// The list of all projects with their serials.
  package func index() async throws -> HTTPResponse { try await http.send(indexRequest()) }

  /// One project's metadata and releases.
  package func project(_ key: String, validators: Validators?) async throws -> HTTPResponse {
    try await http.send(projectRequest(key, validators: validators))
  }

  /// One project's files and status.
  package func detail(_ key: String, validators: Validators?) async throws -> HTTPResponse {
    try await http.send(detailRequest(key, validators: validators))
  }

  /// The journal's rows after a serial, at most `PyPIJournalPage.maximumRows`.
  ///
  /// Protocols, section 1.5; `journal` keeps to the journal's own rate.
  package func changelog(since serial: Int64, through journal: PoliteClient) async throws
    -> HTTPResponse
  {
    try await journal.send(changelogRequest(since: serial))
  }

  /// The request behind `changelog`.
  package func changelogRequest(since serial: Int64) -> HTTPRequest {
    let call =
      "<?xml version='1.0'?><methodCall><methodName>changelog_since_serial</methodName>"
      + "<params><param><value><int>\(serial)</int></value></param></params></methodCall>"
    return HTTPRequest(
      url: "\(base)/pypi", headers: [HeaderField("Content-Type", "text/xml")], method: "POST",
      body: Array(call.utf8), maximumBodyBytes: 256 << 20, timeout: .seconds(300))
  }

  /// The request behind `index`.
  package func indexRequest() -> HTTPRequest {
    HTTPRequest(
      url: "\(base)/simple/", headers: [HeaderField("Accept", Self.simpleType)],
      maximumBodyBytes: 512 << 20, timeout: .seconds(600))
  }

  /// The request behind `project`; throws `RegistryError` when the name cannot be put into a path.
  package func projectRequest(_ key: String, validators: Validators?) throws -> HTTPRequest {
    let segment = try RequestPath.segment(key)
    return HTTPRequest(
      url: "\(base)/pypi/\(segment)/json",
      headers: [HeaderField("Accept", "application/json")] + (validators?.headers ?? []),
      maximumBodyBytes: 256 << 20)
  }

  /// The request behind `detail`; throws `RegistryError` when the name cannot be put into a path.
  package func detailRequest(_ key: String, validators: Validators?) throws -> HTTPRequest {
    let segment = try RequestPath.segment(key)
    return HTTPRequest(
      url: "\(base)/simple/\(segment)/",
      headers: [HeaderField("Accept", Self.simpleType)] + (validators?.headers ?? []),
      maximumBodyBytes: 128 << 20)
  }
}
