import Corpus
package import Transport

/// Asks crates.io's sparse index for crates and its static host for the database dump.
///
/// Protocols, sections 3.2 and 3.4.
package struct CratesClient: Sendable {
  let index: String
  let dump: String
  let http: PoliteClient

  /// The index is the base of the sparse index; the dump is the whole URL of the archive.
  package init(index: String, dump: String, http: PoliteClient) {
    let trimmed = index.hasPrefix("sparse+") ? String(index.dropFirst(7)) : index
    self.index = RequestPath.base(trimmed)
    self.dump = dump
    self.http = http
  }

  /// The index's `config.json`.
  package func config() async throws -> HTTPResponse {
    try await http.send(HTTPRequest(url: "\(index)/config.json", maximumBodyBytes: 1 << 20))
  }

  /// One crate's file; the name in its published spelling.
  package func indexFile(_ displayName: String, validators: Validators?) async throws
    -> HTTPResponse
  {
    try await http.send(indexFileRequest(displayName, validators: validators))
  }

  /// The database dump, streamed to a file.
  package func dump(to path: String, validators: Validators?) async throws -> HTTPResponse {
    try await http.send(
      HTTPRequest(
        url: dump, headers: validators?.headers ?? [], maximumBodyBytes: 16 << 30,
        timeout: .seconds(4 * 3600), destination: path))
  }

  /// A feed of the last hour, which lies beside the dump.
  package func news(_ feed: CratesNews) async throws -> HTTPResponse {
    try await http.send(newsRequest(feed))
  }

  /// The request behind `news`.
  package func newsRequest(_ feed: CratesNews) -> HTTPRequest {
    let folder = dump.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return HTTPRequest(
      url: "\(folder.joined(separator: "/"))/rss/\(feed.rawValue).xml", maximumBodyBytes: 16 << 20)
  }

  /// The request behind `indexFile`; throws `RegistryError` when the text is no crate name.
  package func indexFileRequest(_ displayName: String, validators: Validators?) throws
    -> HTTPRequest
  {
    HTTPRequest(
      url: "\(index)/\(try Self.path(of: displayName))", headers: validators?.headers ?? [],
      maximumBodyBytes: 64 << 20)
  }

  /// The path of a crate's file in the index: `1/a`, `2/ab`, `3/a/abc`, `ab/cd/abcd…`.
  ///
  /// Source: https://doc.rust-lang.org/cargo/reference/registry-index.html
  package static func path(of displayName: String) throws(RegistryError) -> String {
    let name = displayName.utf8.map(FieldText.lowercased)
    let isName = name.allSatisfy {
      FieldText.isDigit($0) || FieldText.isLetter($0) || $0 == 0x2D || $0 == 0x5F
    }
    guard !name.isEmpty, name.count <= 64, isName else {
      throw RequestPath.unusable(
        displayName, "crate names have 1 to 64 ASCII letters, digits, - and _")
    }
    func text(_ bytes: some Sequence<UInt8>) -> String {
      String(decoding: Array(bytes), as: UTF8.self)
    }
    switch name.count {
    case 1, 2: return "\(name.count)/\(text(name))"
    case 3: return "3/\(text(name.prefix(1)))/\(text(name))"
    default: return "\(text(name.prefix(2)))/\(text(name[2..<4]))/\(text(name))"
    }
  }
}

/// The feeds of crates.io between two dumps.
package enum CratesNews: String, Sendable, CaseIterable {
  case newCrates = "crates"
  case newVersions = "updates"
}
