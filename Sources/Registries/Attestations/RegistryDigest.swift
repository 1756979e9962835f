package import Corpus
import Foundation
import JSON

/// The digest a registry itself shows for a release: what an attestation has to be about.
package struct RegistryDigest: Sendable, Equatable {
  /// `sha256` or `sha512`.
  package var algorithm: String
  /// Lower-case hexadecimal.
  package var hexadecimal: String

  package init(algorithm: String, hexadecimal: String) {
    self.algorithm = algorithm
    self.hexadecimal = hexadecimal
  }

  /// The digest of a file or version in the package's own document; nil when it does not say.
  package init?(of subject: AttestationPlan.Subject, in document: Document) {
    let found = try? JSONParser().parse(document.bytes) { root, _ -> RegistryDigest? in
      document.kind == .packument
        ? Self.npm(root["versions"]?[subject.version]) : Self.pypi(root["files"], subject.file)
    }
    guard let digest = found ?? nil else { return nil }
    self = digest
  }

  private static func pypi(_ files: JSONValue?, _ name: String?) -> RegistryDigest? {
    var digest: String?
    files?.forEachElement { file in
      guard let name, file["filename"]?.equals(name) == true else { return }
      digest = file["hashes"]?["sha256"]?.text?.lowercased()
    }
    return digest.map { RegistryDigest(algorithm: "sha256", hexadecimal: $0) }
  }

  /// `dist.integrity` is base64 behind the algorithm's name.
  private static func npm(_ manifest: JSONValue?) -> RegistryDigest? {
    let prefix = "sha512-"
    guard let text = manifest?["dist"]?["integrity"]?.text, text.hasPrefix(prefix),
      let bytes = Data(base64Encoded: String(text.dropFirst(prefix.count)))
    else { return nil }
    let digits = bytes.map { byte in
      let text = String(byte, radix: 16)
      return byte < 16 ? "0\(text)" : text
    }
    return RegistryDigest(algorithm: "sha512", hexadecimal: digits.joined())
  }
}

extension DecodedAttestation {
  /// The facts, compared with what the registry shows for the release.
  ///
  /// - Parameter digest: nil when the registry's document is not there or does not say.
  package func facts(comparedWith digest: RegistryDigest?, of package: PackageID)
    -> AttestationFacts
  {
    var facts = facts
    if let digest, !digests.isEmpty {
      let own = digests.filter { $0.key.hasPrefix("\(digest.algorithm):") }
      facts.matchesRegistry = own.values.contains(digest.hexadecimal)
      if facts.matchesRegistry == false {
        facts.problems.append("the statement is about other content than the registry has")
      }
    }
    let name = facts.file ?? "\(package.purl)@\(facts.version)"
    if !subjects.isEmpty, !subjects.contains(name) {
      facts.problems.append("the statement is about another release")
    }
    return facts
  }
}
