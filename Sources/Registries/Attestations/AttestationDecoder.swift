package import Corpus
import Foundation
import JSON

/// One attestation with the contents it names, before it is compared with the registry.
package struct DecodedAttestation: Sendable, Equatable {
  package var facts: AttestationFacts
  /// The whole predicate type; nil without a statement.
  package var predicateType: String?
  /// Names of the contents, in the statement's order.
  package var subjects: [String]
  /// Digests of the contents in lower-case hexadecimal, by `ALGORITHM:NAME`.
  package var digests: [String: String]
}

/// Reads attestations in every form they come in; one per task, as it owns a JSON parser.
///
/// Forms: PyPI's provenance object and single attestation (PEP 740), npm's answer, and the Sigstore
/// bundle of versions 0.1 to 0.3. Protocols, sections 6.2 to 6.4.
package final class AttestationDecoder {
  /// The most bytes of a document, and the most attestations of one.
  package static let maximumBytes = 8 << 20
  package static let maximumAttestations = 64

  private let parser = JSONParser(maximumBytes: maximumBytes)

  package init() {}

  /// All attestations of a document, in its order; what is wrong with one is in its `problems`.
  ///
  /// - Throws: `DocumentError` when the document has none of the forms.
  package func attestations(
    in bytes: [UInt8], version: String, file: String?
  ) throws(DocumentError) -> [DecodedAttestation] {
    let blank = AttestationFacts(version: version, file: file)
    do {
      return try parser.parse(bytes) { root, _ in try read(root, blank) }
    } catch let error as JSONError {
      throw DocumentError("attestation: \(error.message)")
    } catch let error as DocumentError {
      throw error
    } catch {
      throw DocumentError("attestation: \(error)")
    }
  }

  private func read(
    _ root: JSONValue, _ blank: AttestationFacts
  ) throws(DocumentError) -> [DecodedAttestation] {
    var found: [DecodedAttestation] = []
    func add(_ envelope: Envelope) {
      if found.count < Self.maximumAttestations { found.append(decode(envelope, blank)) }
    }
    if let bundles = root["attestation_bundles"], bundles.isArray {
      bundles.forEachElement { bundle in
        let publisher = Self.repository(ofPublisher: bundle["publisher"])
        bundle["attestations"]?.forEachElement { add(Envelope(pep740: $0, publisher: publisher)) }
      }
    } else if let list = root["attestations"], list.isArray {
      list.forEachElement { one in
        add(Envelope(bundle: one["bundle"] ?? one, named: one["predicateType"]?.text))
      }
    } else if root["verification_material"] != nil, root["envelope"] != nil {
      add(Envelope(pep740: root, publisher: nil))
    } else if root["verificationMaterial"] != nil {
      add(Envelope(bundle: root, named: nil))
    } else {
      throw DocumentError("attestation: unknown schema")
    }
    return found
  }

  /// `host/owner/name` of PyPI's publisher object; nil for kinds that name no repository.
  private static func repository(ofPublisher publisher: JSONValue?) -> String? {
    guard let path = publisher?["repository"]?.text else { return nil }
    switch publisher?["kind"]?.text {
    case "GitHub": return AttestationStatement.repository("https://github.com/\(path)")
    case "GitLab": return AttestationStatement.repository("https://gitlab.com/\(path)")
    default: return nil
    }
  }

  // MARK: One attestation

  private func decode(_ envelope: Envelope, _ blank: AttestationFacts) -> DecodedAttestation {
    var decoded = DecodedAttestation(facts: blank, predicateType: nil, subjects: [], digests: [:])
    decoded.facts.problems = envelope.problems
    decoded.facts.loggedAt = envelope.loggedAt
    decoded.facts.statedRepository = envelope.publisher
    readCertificate(envelope, &decoded.facts)
    readStatement(envelope, &decoded)
    compare(&decoded.facts)
    return decoded
  }

  private func readCertificate(_ envelope: Envelope, _ facts: inout AttestationFacts) {
    guard let certificate = envelope.certificate else {
      facts.keyHint = envelope.keyHint
      if envelope.keyHint == nil { facts.problems.append("neither certificate nor key is named") }
      return
    }
    guard let bytes = Self.base64(certificate) else {
      facts.problems.append("the certificate is not base64")
      return
    }
    do throws(DocumentError) {
      facts.signer = try SigningCertificate.identity(in: bytes)
    } catch {
      facts.problems.append(error.reason)
    }
  }

  /// The bytes behind base64, which may be broken into lines; nil when it is none.
  private static func base64(_ text: String) -> [UInt8]? {
    Data(base64Encoded: Data(text.utf8.filter { !FieldText.isBlank($0) })).map(Array.init)
  }

  private func readStatement(_ envelope: Envelope, _ decoded: inout DecodedAttestation) {
    guard let payload = envelope.payload else {
      decoded.facts.problems.append("no statement: only a digest is signed")
      return
    }
    guard let bytes = Self.base64(payload) else {
      decoded.facts.problems.append("the payload is not base64")
      return
    }
    do {
      let statement = try JSONParser(maximumBytes: Self.maximumBytes).parse(bytes) {
        root, _ in try AttestationStatement(reading: root)
      }
      take(statement, named: envelope.predicateType, &decoded)
    } catch let error as DocumentError {
      decoded.facts.problems.append(error.reason)
    } catch {
      decoded.facts.problems.append("the payload is no JSON")
    }
  }

  private func take(
    _ statement: AttestationStatement, named: String?, _ decoded: inout DecodedAttestation
  ) {
    decoded.predicateType = statement.predicateType
    decoded.subjects = statement.subjects.map(\.name)
    for subject in statement.subjects {
      for (algorithm, digest) in subject.digests {
        decoded.digests["\(algorithm):\(subject.name)"] = digest
      }
    }
    decoded.facts.predicate = statement.predicateType.map { type in
      type.split(separator: "/").suffix(2).joined(separator: "/")
    }
    decoded.facts.statedCommit = statement.statedCommit
    decoded.facts.statedRepository = statement.statedRepository ?? decoded.facts.statedRepository
    if statement.subjects.contains(where: \.digests.isEmpty) {
      decoded.facts.problems.append("a content has no digest")
    }
    if statement.lacksSubject { decoded.facts.problems.append("the statement names no content") }
    if let named, named != statement.predicateType {
      decoded.facts.problems.append("the statement is of another type than announced")
    }
  }

  /// Whether certificate and statement tell of the same source.
  private func compare(_ facts: inout AttestationFacts) {
    guard let signer = facts.signer else { return }
    if let certified = signer.repository.flatMap(AttestationStatement.repository),
      let stated = facts.statedRepository, certified != stated
    {
      facts.problems.append("certificate and statement name different repositories")
    }
    if let certified = signer.commit, let stated = facts.statedCommit, certified != stated {
      facts.problems.append("certificate and statement name different commits")
    }
  }
}
