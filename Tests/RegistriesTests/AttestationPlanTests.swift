import Corpus
import Foundation
import Registries
import Testing

@Suite struct AttestationPlanTests {
  private static let seen = UTCInstant(milliseconds: 1_767_232_800_000)

  private func plan(_ kind: DocumentKind, _ package: PackageID, _ text: String) throws -> [String] {
    let document = Document(kind: kind, bytes: Array(text.utf8), digest: "", observedAt: Self.seen)
    return try AttestationPlan.subjects(of: package, in: document, FactsDecoder()).map(\.name)
  }

  /// A packument with one version a letter: attested when upper-case; the letter's publisher.
  private func packument(_ versions: [(version: String, publisher: String, isAttested: Bool)])
    -> String
  {
    let manifests = versions.map { one in
      let attestations = one.isAttested ? #""attestations":{"url":"x"}"# : ""
      return
        #""\#(one.version)":{"_npmUser":{"name":"\#(one.publisher)"},"dist":{\#(attestations)}}"#
    }
    let times = versions.enumerated().map {
      #""\#($1.version)":"2025-01-0\#($0 + 1)T00:00:00.000Z""#
    }
    return #"{"name":"n","versions":{\#(manifests.joined(separator: ","))},"#
      + #""time":{\#(times.joined(separator: ","))}}"#
  }

  @Test
  func `npm: the newest attested version is wanted, and the first after a change of publisher`()
    throws
  {
    let package = PackageID(.npm, "n")
    #expect(try plan(.packument, package, packument([("1.0.0", "a", false)])) == [])
    let steady = packument([("1.0.0", "a", true), ("1.1.0", "a", true), ("1.2.0", "a", false)])
    #expect(try plan(.packument, package, steady) == ["n@1.1.0"])
    let changed = packument([("1.0.0", "a", true), ("1.1.0", "b", true), ("1.2.0", "b", true)])
    #expect(try plan(.packument, package, changed) == ["n@1.1.0", "n@1.2.0"])
    let now = packument([("1.0.0", "a", true), ("1.1.0", "b", true)])
    #expect(try plan(.packument, package, now) == ["n@1.1.0"])
  }

  private func file(_ name: String, _ version: String, _ day: Int, _ url: String? = nil) -> String {
    let address = url ?? "https://pypi.example/integrity/p/\(version)/\(name)/provenance"
    return
      #"{"filename":"\#(name)","upload-time":"2025-01-0\#(day)T00:00:00Z","provenance":"\#(address)"}"#
  }

  private func detail(_ files: [String]) -> String {
    #"{"name":"p","files":[\#(files.joined(separator: ","))]}"#
  }

  @Test func `PyPI: one file of the newest attested version, its source if there is one`() throws {
    let package = PackageID(.pypi, "p")
    let wheels = detail([
      file("p-1.0-py3-none-any.whl", "1.0", 1), file("p-1.1-b.whl", "1.1", 2),
      file("p-1.1-a.whl", "1.1", 2),
    ])
    #expect(try plan(.simpleDetail, package, wheels) == ["p/1.1/p-1.1-a.whl"])
    let source = detail([
      file("p-1.1-a.whl", "1.1", 2), file("p-1.1.tar.gz", "1.1", 2),
      #"{"filename":"p-1.2.tar.gz","upload-time":"2025-01-05T00:00:00Z","provenance":null}"#,
    ])
    #expect(try plan(.simpleDetail, package, source) == ["p/1.1/p-1.1.tar.gz"])
  }

  @Test(arguments: [
    "https://evil.example/x", "https://pypi.example/integrity/p/1.0/other.whl/provenance",
    "https://pypi.example/integrity/p/%2e%2e%2fx/p-1.0.whl/provenance", "",
  ])
  func `PyPI: an address that is none of the index names nothing`(url: String) throws {
    let text = detail([file("p-1.0.whl", "1.0", 1, url)])
    #expect(try plan(.simpleDetail, PackageID(.pypi, "p"), text) == [])
  }

  @Test(arguments: [
    (Ecosystem.npm, "@scope/name@1.0.0-rc.1", "@scope/name", "1.0.0-rc.1", String?.none),
    (.npm, "name@2", "name", "2", nil), (.pypi, "a-b/1.0/a_b-1.0.whl", "a-b", "1.0", "a_b-1.0.whl"),
  ])
  func `subjects name package, version and file`(
    ecosystem: Ecosystem, name: String, key: String, version: String, file: String?
  ) throws {
    let (package, subject) = try #require(AttestationPlan.subject(named: name, of: ecosystem))
    #expect(package.key == key)
    #expect(subject.version == version)
    #expect(subject.file == file)
  }

  @Test(arguments: [
    (Ecosystem.npm, "name"), (.npm, "@scope"), (.npm, "n@"), (.pypi, "a/b"), (.pypi, "a//c"),
    (.crates, "a@1"),
  ])
  func `other names are no subjects`(ecosystem: Ecosystem, name: String) {
    #expect(AttestationPlan.subject(named: name, of: ecosystem) == nil)
  }
}
