import Corpus
import Foundation

/// Renders attestations as the registries serve them; certificates are signed by nobody.
struct AttestationDocuments {
  let identity: BuildIdentity

  private static let statementType = "application/vnd.in-toto+json"
  private static let provenanceType = "https://slsa.dev/provenance/v1"
  private static let publishType =
    "https://github.com/npm/attestation/tree/main/specs/publish/v0.1"

  private var logEntry: JSONNode {
    [
      "integratedTime": .text(String(identity.time / 1000 + 5)), "logIndex": "1",
      "kindVersion": ["kind": "dsse", "version": "0.0.1"],
    ]
  }

  private static func base64(_ bytes: [UInt8]) -> JSONNode {
    .text(Data(bytes).base64EncodedString())
  }

  // MARK: PyPI

  /// The provenance object of one file.
  ///
  /// Source: PEP 740.
  func provenance(of file: String, sha256: String) -> [UInt8] {
    let statement: JSONNode = [
      "_type": "https://in-toto.io/Statement/v1",
      "subject": [["name": .text(file), "digest": ["sha256": .text(sha256)]]],
      "predicateType": "https://docs.pypi.example/attestations/publish/v1", "predicate": .null,
    ]
    let attestation: JSONNode = [
      "version": 1,
      "verification_material": [
        "certificate": Self.base64(identity.certificate()), "transparency_entries": [logEntry],
      ],
      "envelope": ["statement": Self.base64(statement.bytes()), "signature": "c2ltdWxhdGVk"],
    ]
    let publisher: JSONNode = [
      "claims": .null, "environment": .null, "kind": "GitHub", "repository": .text(identity.path),
      "workflow": .text(BuildIdentity.workflowFile),
    ]
    let node: JSONNode = [
      "attestation_bundles": [["attestations": [attestation], "publisher": publisher]],
      "version": 1,
    ]
    return node.bytes()
  }

  // MARK: npm

  /// The attestations of one version: the registry's own, and the build's.
  ///
  /// Source: https://github.com/npm/attestation/tree/main/specs
  func attestations(purl: String, name: String, version: String, sha512: String) -> [UInt8] {
    let subject: JSONNode = [["name": .text(purl), "digest": ["sha512": .text(sha512)]]]
    let published: JSONNode = [
      "_type": "https://in-toto.io/Statement/v0.1", "subject": subject,
      "predicateType": .text(Self.publishType),
      "predicate": ["name": .text(name), "version": .text(version), "registry": "npm"],
    ]
    let built: JSONNode = [
      "_type": "https://in-toto.io/Statement/v1", "subject": subject,
      "predicateType": .text(Self.provenanceType), "predicate": build,
    ]
    let key: JSONNode = ["publicKey": ["hint": "SHA256:simulated"], "tlogEntries": [logEntry]]
    let certificate: JSONNode = [
      "certificate": ["rawBytes": Self.base64(identity.certificate())], "tlogEntries": [logEntry],
    ]
    let node: JSONNode = [
      "attestations": [
        ["predicateType": .text(Self.publishType), "bundle": bundle(published, key)],
        ["predicateType": .text(Self.provenanceType), "bundle": bundle(built, certificate)],
      ]
    ]
    return node.bytes()
  }

  private var build: JSONNode {
    [
      "buildDefinition": [
        "buildType":
          "https://slsa-framework.github.io/github-actions-buildtypes/workflow/v1",
        "externalParameters": [
          "workflow": [
            "path": .text(".github/workflows/\(BuildIdentity.workflowFile)"),
            "ref": .text(identity.ref), "repository": .text(identity.repository),
          ]
        ],
        "internalParameters": [
          "github": [
            "event_name": "push", "repository_id": .text(identity.repositoryID),
            "repository_owner_id": .text(identity.ownerID),
          ]
        ],
        "resolvedDependencies": [
          [
            "uri": .text("git+\(identity.repository)@\(identity.ref)"),
            "digest": ["gitCommit": .text(identity.commit)],
          ]
        ],
      ],
      "runDetails": ["builder": ["id": "https://github.com/actions/runner/github-hosted"]],
    ]
  }

  private func bundle(_ statement: JSONNode, _ material: JSONNode) -> JSONNode {
    [
      "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json",
      "verificationMaterial": material,
      "dsseEnvelope": [
        "payload": Self.base64(statement.bytes()), "payloadType": .text(Self.statementType),
        "signatures": [["sig": "c2ltdWxhdGVk", "keyid": ""]],
      ],
    ]
  }
}
