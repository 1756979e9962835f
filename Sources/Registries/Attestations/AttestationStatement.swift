import Corpus
import Foundation
import JSON

/// What was signed: an in-toto statement about one or more contents.
///
/// Source: https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md
struct AttestationStatement {
  /// One content, by name and digests.
  struct Subject: Equatable {
    var name: String
    /// Lower-case hexadecimal, by algorithm.
    var digests: [String: String]
  }

  var subjects: [Subject] = []
  var predicateType: String?
  var statedRepository: String?
  var statedCommit: String?
  /// Whether it names no content at all.
  var lacksSubject: Bool { subjects.isEmpty }

  private static let maximumSubjects = 64

  /// - Throws: `DocumentError` when the root is no statement.
  init(reading root: JSONValue) throws(DocumentError) {
    guard let type = root["_type"]?.text, type.hasPrefix("https://in-toto.io/Statement/") else {
      throw DocumentError("the payload is no in-toto statement")
    }
    predicateType = root["predicateType"]?.text.map { FieldText.cut($0, to: 256) }
    var subjects: [Subject] = []
    root["subject"]?.forEachElement { element in
      guard subjects.count < Self.maximumSubjects, let name = element["name"]?.text else { return }
      var digests: [String: String] = [:]
      element["digest"]?.forEachMember { algorithm, value in
        if digests.count < 8 { digests[algorithm] = value.text?.lowercased() }
      }
      subjects.append(Subject(name: FieldText.cut(name, to: 1024), digests: digests))
    }
    self.subjects = subjects
    if let predicate = root["predicate"] { readSource(predicate) }
  }

  /// Where the predicate says the content was built from: SLSA provenance v1, else v0.2.
  ///
  /// Source: https://slsa.dev/spec/v1.0/provenance; https://slsa.dev/spec/v0.2/provenance
  private mutating func readSource(_ predicate: JSONValue) {
    let build = predicate["buildDefinition"]
    let old = predicate["invocation"]?["configSource"]
    var dependency: JSONValue?
    build?["resolvedDependencies"]?.forEachElement { if dependency == nil { dependency = $0 } }
    let place =
      build?["externalParameters"]?["workflow"]?["repository"]?.text ?? dependency?["uri"]?.text
      ?? old?["uri"]?.text
    statedRepository = place.flatMap { Self.repository($0) }
    let commit = dependency?["digest"]?["gitCommit"] ?? old?["digest"]?["sha1"]
    statedCommit = commit?.text.map { FieldText.cut($0.lowercased(), to: 64) }
  }

  /// `git+https://github.com/o/r@refs/heads/main` as `github.com/o/r`.
  static func repository(_ text: String) -> String? {
    var text = text
    if let at = text.lastIndex(of: "@"), text[at...].hasPrefix("@refs/") {
      text = String(text[..<at])
    }
    return RepositoryURL.claim(from: text, rule: "attestation")?.key
  }
}
