import Corpus
package import Transport

/// What a git host answered about one repository.
package enum GitAnswer: Sendable, Equatable {
  /// Its references, and the URL it has moved to; nil when it is where it was claimed to be.
  case references(GitReferences, movedTo: String?)
  /// The host does not know it, or does not show it: 401, 404, 410 or 451.
  case gone(Int)
  /// The host wants to be asked less: 429, also after waiting.
  case busy
}

/// Asks git hosts what repositories point to, in one request of protocol version 2.
///
/// `ls-refs` takes prefixes, so that pull requests of a large repository stay where they are; the
/// `git` program would list them all. Protocols, section 5.2.
package struct GitClient: Sendable {
  private let http: PoliteClient
  private let agent: String

  /// The most bytes of a list of references.
  private static let maximumListBytes = 64 << 20

  /// - Parameter agent: how the client names itself within the protocol.
  package init(http: PoliteClient, agent: String) {
    self.http = http
    self.agent = agent
  }

  /// The references of the repository at a URL, which ends in its path without a slash.
  ///
  /// - Throws: `RegistryError(.badPage)` for an answer that is none; `TransportError`.
  package func references(at url: String) async throws -> GitAnswer {
    let response = try await http.send(Self.request(at: url, agent: agent))
    guard [301, 302, 307, 308].contains(response.status) else {
      return try answer(response, movedTo: nil)
    }
    guard let target = try await newPlace(of: url) else { return .gone(404) }
    return try answer(
      try await http.send(Self.request(at: target, agent: agent)), movedTo: target)
  }

  /// The request behind `references`.
  package static func request(at url: String, agent: String) -> HTTPRequest {
    let head = ["command=ls-refs\n", "agent=\(agent)\n", "object-format=sha1\n"]
    let wanted = ["peel\n", "symrefs\n", "ref-prefix HEAD\n", "ref-prefix refs/tags/\n"]
    let body =
      head.flatMap(PacketLines.line) + Array("0001".utf8) + wanted.flatMap(PacketLines.line)
      + Array("0000".utf8)
    return HTTPRequest(
      url: "\(url)/git-upload-pack",
      headers: [
        HeaderField("Content-Type", "application/x-git-upload-pack-request"),
        HeaderField("Accept", "application/x-git-upload-pack-result"),
        HeaderField("Git-Protocol", "version=2"),
      ], method: "POST", body: body, maximumBodyBytes: maximumListBytes)
  }

  /// Where the host sends readers of a repository that was renamed; nil when that is no repository.
  private func newPlace(of url: String) async throws -> String? {
    let suffix = "/info/refs?service=git-upload-pack"
    let response = try await http.send(
      HTTPRequest(
        url: url + suffix, headers: [HeaderField("Git-Protocol", "version=2")],
        maximumBodyBytes: 1 << 20))
    guard response.status == 200, response.url.hasSuffix(suffix) else { return nil }
    return String(response.url.dropLast(suffix.count))
  }

  private func answer(_ response: HTTPResponse, movedTo: String?) throws(RegistryError) -> GitAnswer
  {
    switch response.status {
    case 200: break
    case 401, 404, 410, 451: return .gone(response.status == 401 ? 404 : response.status)
    case 429: return .busy
    default: throw RegistryError(.badPage, "the git host answered \(response.status)")
    }
    guard response.truncation == nil else {
      throw RegistryError(
        .badPage, "the list of references was cut off at \(response.bodyBytes) bytes")
    }
    return .references(try GitReferences(parsing: response.body), movedTo: movedTo)
  }
}
