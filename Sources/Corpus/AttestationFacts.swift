/// What one attestation says of a release: who signed it, where it was built, and about which content.
///
/// Read, not verified: registries check signatures when an attestation is uploaded. Attested is not
/// harmless; what counts is that the identity stays the same from version to version.
public struct AttestationFacts: Sendable, Hashable, Codable {
  /// The version it is about, as the registry spells it.
  public var version: String
  /// The file it is about (PyPI); nil where attestations are about versions (npm).
  public var file: String?
  /// The end of the predicate type, as `provenance/v1` or `publish/v1`; nil when there is no statement.
  public var predicate: String?
  /// Who signed, from the certificate; nil when it was signed with a key or the certificate is unreadable.
  public var signer: SignerIdentity?
  /// The key it was signed with, where no certificate names a signer: npm's own statements.
  public var keyHint: String?
  /// The repository that publisher or predicate name, as `host/owner/name`; nil when they name none.
  public var statedRepository: String?
  /// The commit that the predicate names, in hexadecimal.
  public var statedCommit: String?
  /// When the transparency log took it in: a publish time that neither publisher nor registry chose.
  public var loggedAt: UTCInstant?
  /// Whether a digest in the statement is the one the registry shows; nil when there is nothing to compare.
  public var matchesRegistry: Bool?
  /// What is wrong or missing, one sentence each; empty for a sound one.
  public var problems: [String]

  public init(
    version: String, file: String? = nil, predicate: String? = nil, signer: SignerIdentity? = nil,
    keyHint: String? = nil,
    statedRepository: String? = nil, statedCommit: String? = nil, loggedAt: UTCInstant? = nil,
    matchesRegistry: Bool? = nil, problems: [String] = []
  ) {
    self.version = version
    self.file = file
    self.predicate = predicate
    self.signer = signer
    self.keyHint = keyHint
    self.statedRepository = statedRepository
    self.statedCommit = statedCommit
    self.loggedAt = loggedAt
    self.matchesRegistry = matchesRegistry
    self.problems = problems
  }
}

/// Who a signing certificate was issued to.
///
/// Source: https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md
public struct SignerIdentity: Sendable, Hashable, Codable {
  /// Who vouched for it, as `https://token.actions.githubusercontent.com`.
  public var issuer: String?
  /// The certificate's subject: a workflow's URI, or a mail address.
  public var subject: String?
  /// The source repository as the certificate spells it.
  public var repository: String?
  /// Number of the repository at its host: survives renames.
  public var repositoryID: String?
  /// Number of the repository's owner at its host: survives renames.
  public var ownerID: String?
  /// The commit that was built, in hexadecimal.
  public var commit: String?
  public var ref: String?
  /// The file that describes the build, with its repository.
  public var workflow: String?
  /// What started the build, as `push`.
  public var trigger: String?
  /// `github-hosted` or `self-hosted`.
  public var runner: String?
  /// When the certificate became valid.
  public var certifiedAt: UTCInstant?

  public init() {}

  /// Owner and repository by number where known, else by name: equal while the identity stays the same.
  public var stableKey: String? {
    if let ownerID, let repositoryID { return "\(issuer ?? "")#\(ownerID)/\(repositoryID)" }
    return repository ?? subject
  }
}
