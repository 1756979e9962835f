package import Corpus
import Foundation
import JSON

/// Which attestations of a package are worth a request, read from its own document.
///
/// The cheap form (protocols, sections 6.2 and 6.3): the newest attested version, and the first attested
/// one after the publisher changed. What older versions said was captured when they were new.
package enum AttestationPlan {
  /// One attestation document that a registry holds.
  package struct Subject: Sendable, Hashable {
    /// The name it is stored under: `KEY/VERSION/FILENAME` (PyPI) or `NAME@VERSION` (npm).
    package var name: String
    package var version: String
    /// Nil where attestations are about versions.
    package var file: String?
  }

  /// The subjects named by a document; none for kinds that tell of no attestations.
  ///
  /// - Throws: `DocumentError` when the document cannot be read.
  package static func subjects(
    of package: PackageID, in document: Document, _ decoder: FactsDecoder
  ) throws -> [Subject] {
    switch document.kind {
    case .packument: try npm(package, document, decoder)
    case .simpleDetail: try pypi(package, document)
    default: []
    }
  }

  /// Whether the bytes can name an attestation at all: most documents need no second look.
  package static func mayName(_ document: Document) -> Bool {
    let mark = document.kind == .packument ? "\"attestations\"" : "/provenance\""
    return document.bytes.firstRange(of: Array(mark.utf8)) != nil
  }

  /// Reads a stored subject; nil for a name that is none.
  package static func subject(named name: String, of ecosystem: Ecosystem) -> (
    package: PackageID, subject: Subject
  )? {
    switch ecosystem {
    case .pypi:
      let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 3, !parts.contains("") else { return nil }
      return (
        PackageID(.pypi, parts[0]), Subject(name: name, version: parts[1], file: parts[2])
      )
    case .npm:
      guard let at = name.lastIndex(of: "@"), at != name.startIndex else { return nil }
      let version = String(name[name.index(after: at)...])
      guard !version.isEmpty else { return nil }
      return (
        PackageID(.npm, String(name[..<at])), Subject(name: name, version: version, file: nil)
      )
    case .crates: return nil
    }
  }

  private static func npm(
    _ package: PackageID, _ document: Document, _ decoder: FactsDecoder
  ) throws -> [Subject] {
    let attested = try decoder.facts(for: package, from: [document]).releases
      .filter { $0.isAttested == true && $0.publishedAt != nil && !$0.isRemoved }
    guard let newest = attested.last else { return [] }
    let changed = attested.indices.last {
      $0 > 0 && attested[$0].publisher != attested[$0 - 1].publisher
    }.map { attested[$0] }
    let wanted = changed.map { $0 == newest ? [newest] : [$0, newest] } ?? [newest]
    return wanted.map {
      Subject(name: "\(package.key)@\($0.version)", version: $0.version, file: nil)
    }
  }

  /// Of the files of the newest attested version the source distribution, else the first by name.
  private static func pypi(_ package: PackageID, _ document: Document) throws -> [Subject] {
    struct File {
      var subject: Subject
      var uploadedAt: UTCInstant
      var isSource: Bool
    }
    let time = ReleaseTime(observedAt: document.observedAt)
    var files: [File] = []
    try JSONParser().parse(document.bytes) { root, _ in
      root["files"]?.forEachElement { file in
        guard let name = file["filename"]?.text, let url = file["provenance"]?.text,
          let uploaded = time.instant(file["upload-time"]),
          let version = version(inProvenance: url, of: name)
        else { return }
        files.append(
          File(
            subject: Subject(
              name: "\(package.key)/\(version)/\(name)", version: version, file: name),
            uploadedAt: uploaded, isSource: PyPIFileName.isSource(Array(name.utf8))))
      }
    }
    guard let newest = files.max(by: { $0.uploadedAt < $1.uploadedAt }) else { return [] }
    let same = files.filter { $0.subject.version == newest.subject.version }
    let chosen = same.min {
      ($0.isSource ? 0 : 1, $0.subject.name) < ($1.isSource ? 0 : 1, $1.subject.name)
    }
    return [chosen?.subject].compactMap(\.self)
  }

  /// The version in `…/integrity/NAME/VERSION/FILENAME/provenance`; nil for another file's or no such URL.
  private static func version(inProvenance url: String, of file: String) -> String? {
    let parts = url.split(separator: "/").suffix(5).map { String($0).removingPercentEncoding }
    guard parts.count == 5, parts[0] == "integrity", parts[3] == file, parts[4] == "provenance",
      let version = parts[2], !version.isEmpty, !version.contains("/"), !file.contains("/")
    else { return nil }
    return version
  }
}
