import Corpus
import Foundation
import Registries
import Testing

/// Well-known packages whose recorded documents were read by hand.
@Suite(.enabled(if: Fixtures.areThere)) struct RecordedPackageTests {
  private func decode(
    _ ecosystem: Ecosystem, _ name: String, _ documents: [(DocumentKind, String)]
  ) throws -> PackageFacts {
    try FactsDecoder().facts(
      for: PackageID(ecosystem, name),
      from: documents.map { try Fixtures.document($0.1, $0.0) })
  }

  @Test func `eslint-scope lost its malicious version`() throws {
    let facts = try decode(
      .npm, "eslint-scope", [(.packument, "npm/eslint-scope/packument.cli.07aeff73.json")])
    let removed = facts.releases.filter { $0.isRemoved }
    #expect(removed.map(\.version) == ["3.7.2"])
    #expect(removed.first?.publishedAt?.iso8601.hasPrefix("2018-07-12T") == true)
    #expect(facts.releases.count == 13)
    #expect(facts.currentVersion == "5.1.1")
    #expect(facts.status == .active)
    #expect(facts.summaryCharacters == .present(36))
    #expect(facts.readmeCharacters == .present(1504))
    #expect(facts.licence == .present("BSD-2-Clause"))
    #expect(facts.keywordCount == .absent)
    #expect(facts.maintainers == .present(["eslintbot", "ivolodin", "nzakas"]))
    #expect(
      facts.repository
        == .present(
          RepositoryClaim(host: "github.com", path: "eslint/eslint-scope", rule: "repository")))
    #expect(facts.dependencies.value?.filter { $0.kind == .runtime }.count == 2)
    #expect(facts.dependencies.value?.filter { $0.kind == .development }.count == 13)
    #expect(facts.fileCount == .present(12))
    #expect(facts.sizeBytes == .present(78356))
    #expect(facts.installHook == .present(false))
    #expect(facts.releases.last?.publisher == "eslintbot")
    #expect(facts.releases.last?.publishedAt?.iso8601 == "2020-09-12T18:29:01.228Z")
  }

  @Test func `webpack_js_org is a placeholder with six removed versions`() throws {
    let facts = try decode(
      .npm, "webpack.js.org", [(.packument, "npm/webpack.js.org/packument.cnpmcore.13f07bbd.json")])
    #expect(facts.status == .holder)
    #expect(facts.repository == .absent)
    #expect(facts.maintainers == .absent)
    #expect(facts.summaryCharacters == .present(24))
    #expect(facts.releases.filter { $0.isRemoved }.count == 6)
    #expect(facts.releases.last?.version == "0.0.1-security")
    #expect(facts.releases.last?.publisher == "npm")
    #expect(facts.releases.first?.publishedAt?.iso8601 == "2021-12-27T15:22:51.697Z")
  }

  @Test(arguments: [
    ("npm-registry-mock.de7cd2ab", 64, "2.27.0", ["mikeal"], false, Int?.none),
    ("anitya.0b481e75", 92, "2.55.0", ["fredkschott", "mikeal", "nylen", "simov"], false, nil),
    ("yarn.96693e20", 118, "2.81.0", ["fredkschott", "mikeal", "nylen", "simov"], false, nil),
    ("cli.f74d2bdf", 126, "2.88.2", ["fredkschott", "mikeal", "nylen", "simov"], true, 17),
  ])
  func `request over seven years`(
    file: String, versions: Int, current: String, people: [String], isDeprecated: Bool, files: Int?
  ) throws {
    let facts = try decode(.npm, "request", [(.packument, "npm/request/packument.\(file).json")])
    #expect(facts.releases.filter { !$0.isRemoved }.count == versions)
    #expect(facts.currentVersion == current)
    #expect(facts.maintainers == .present(people))
    #expect(facts.deprecated == .present(isDeprecated))
    #expect(facts.fileCount.value == files)
    #expect(facts.repository.value?.owner == (versions == 64 ? "mikeal" : "request"))
    #expect(facts.repository.value?.rule == "repository")
  }

  @Test func `the unpublished version of my-package stays on record`() throws {
    let facts = try decode(
      .npm, "@dsp-testing/my-package",
      [(.packument, "npm/@dsp-testing__my-package/packument.dependabot-core.e2d7c653.json")])
    #expect(facts.repository.value?.key == "github.com/dsp-testing/npm-private-registry")
    #expect(facts.maintainers == .absent)
    #expect(facts.currentVersion == "1.0.4")
    #expect(facts.status == .active)
  }

  @Test func `zlibxjson, malicious, before it was removed`() throws {
    let facts = try decode(
      .pypi, "zlibxjson", [(.projectJSON, "pypi/zlibxjson/json-project.macaron.634b237b.json")])
    #expect(facts.releases.count == 2)
    #expect(facts.releases.last?.publishedAt?.iso8601.hasPrefix("2024-06-29T20:46:26") == true)
    #expect(facts.repository == .absent)
  }

  @Test func `Django at two moments`() throws {
    let old = try decode(
      .pypi, "Django", [(.projectJSON, "pypi/Django/json-project.pyup.be1d08d1.json")])
    #expect(old.package.key == "django")
    #expect(old.displayName == "Django")
    #expect(old.currentVersion == "1.9rc1")
    #expect(old.releases.count == 98)
    #expect(old.releases.filter { $0.publishedAt == nil }.count == 7)
    #expect(old.summaryCharacters == .present(96))
    #expect(old.readmeCharacters == .present(1803))
    #expect(old.licence == .present("BSD"))
    #expect(old.sourceOnly == .present(true))
    #expect(old.sizeBytes == .present(7_282_447))
    #expect(old.homepage == .present("http://www.djangoproject.com/"))
    #expect(old.repository == .absent)
    #expect(old.dependencies == .absent)
    #expect(old.releases.compactMap(\.publishedAt).max()?.iso8601 == "2015-11-16T21:10:10Z")

    let new = try decode(
      .pypi, "Django", [(.projectJSON, "pypi/Django/json-project.fetchcode.0ef31260.json")])
    #expect(new.currentVersion == "5.0")
    #expect(new.releases.count == 347)
    #expect(new.licence == .present("BSD-3-Clause"))
    #expect(new.classifierCount == .present(17))
    #expect(new.sizeBytes == .present(18_721_772))
    #expect(new.fileCount == .present(2))
    #expect(new.sourceOnly == .present(false))
    #expect(new.documentation == .present("https://docs.djangoproject.com/"))
    #expect(new.vulnerabilityCount == .present(0))
    #expect(new.maintainers == .notCollected)
    #expect(
      new.repository
        == .present(
          RepositoryClaim(host: "github.com", path: "django/django", rule: "project_urls.source")))
    #expect(
      new.dependencies.value?.map { "\($0.kind) \($0.name)" } == [
        "runtime asgiref", "runtime sqlparse", "runtime tzdata", "optional argon2-cffi",
        "optional bcrypt",
      ])
  }

  @Test func `Django's files name more versions than its old metadata`() throws {
    let facts = try decode(
      .pypi, "Django",
      [
        (.projectJSON, "pypi/Django/json-project.fetchcode.0ef31260.json"),
        (.simpleDetail, "pypi/django/simple-json.osv-scanner.e6d3df57.json"),
      ])
    #expect(facts.status == .active)
    #expect(facts.currentVersion == "5.0")
    // 433 versions with files, and those of the metadata that have none.
    #expect(facts.releases.count == 440)
    #expect(facts.releases.filter { $0.publishedAt == nil }.count == 7)
  }

  @Test func `chardet's attested releases are its newer ones`() throws {
    let rows = try Fixtures.table(Fixtures.folder.appending(path: "MANIFEST.csv"))
    let row = try #require(rows.first { $0["kind"] == "simple-json" && $0["package"] == "chardet" })
    let facts = try decode(.pypi, "chardet", [(.simpleDetail, try #require(row["file"]))])
    let attested = facts.releases.filter { $0.isAttested == true }
    #expect(!attested.isEmpty)
    #expect(facts.releases.allSatisfy { $0.isAttested != nil && $0.publishedAt != nil })
    #expect(facts.releases.first?.isAttested == false)
    #expect(facts.releases.last?.isAttested == true)
  }
}
