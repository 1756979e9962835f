import Corpus
import Foundation
import Transport

/// The git hosts a run may ask, and under which address each is reached.
///
/// Only hosts of this list are ever contacted, whatever a document claims (protocols, section 5.1).
package struct GitHosts: Sendable {
  /// Base URL by host, without a slash at its end.
  var bases: [String: String]

  /// What everybody may ask over https.
  private static let public4 = ["bitbucket.org", "codeberg.org", "github.com", "gitlab.com"]

  /// The hosts of the settings; else, for a crawl beyond this machine, the four public ones.
  ///
  /// - Throws: `PipelineError(.usage)` for an address that is neither https nor on this machine.
  package init(_ settings: Settings) throws {
    guard let configured = settings.endpoints.gitHosts else {
      let isLive = settings.contact != nil && !settings.endpoints.areLoopback
      bases =
        isLive
        ? Dictionary(uniqueKeysWithValues: Self.public4.map { ($0, "https://\($0)") }) : [:]
      return
    }
    bases = try Dictionary(
      uniqueKeysWithValues: configured.map { host, base in (host, try Self.checked(base, host)) })
    if bases.values.contains(where: { !Self.isLoopback($0) }), settings.contact == nil {
      throw PipelineError(
        .usage,
        "visiting git hosts needs a contact for the User-Agent: give --contact MAIL-OR-URL or set "
          + "ASSAY_CONTACT")
    }
  }

  /// Whether there is a host to ask at all.
  package var isEmpty: Bool { bases.isEmpty }

  /// Where a claimed repository is asked for; nil when its host is not on the list.
  func url(of claim: RepositoryClaim) -> String? {
    bases[claim.host].map { "\($0)/\(claim.path).git" }
  }

  private static func checked(_ base: String, _ host: String) throws -> String {
    let trimmed = base.hasSuffix("/") ? String(base.dropLast()) : base
    guard let url = HTTPURL(trimmed), url.scheme == "https" || url.isLoopback,
      !trimmed.contains("@"), !trimmed.contains("?"), !trimmed.contains("#")
    else {
      throw PipelineError(
        .usage,
        "gitHosts: \(host) is reached at \(base.debugDescription): write https://HOST, or http:// "
          + "with an address of this machine")
    }
    return trimmed
  }

  static func isLoopback(_ base: String) -> Bool { HTTPURL(base)?.isLoopback ?? false }
}

extension Endpoints {
  /// Whether every registry that is set is on this machine.
  var areLoopback: Bool {
    [pypi, npm, npmReplicate, cratesIndex, cratesDump].compactMap(\.self)
      .filter { !$0.isEmpty }.allSatisfy(GitHosts.isLoopback)
  }
}
