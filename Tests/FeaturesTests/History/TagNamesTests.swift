import Corpus
import Features
import Registries
import Testing

/// Names of one package as the link stage prepares them.
func tagNames(_ package: PackageID) -> TagNames {
  TagNames(package) { CanonicalVersion.of($0, in: package.ecosystem) }
}

@Suite struct TagNamesTests {
  @Test(arguments: Golden.provenance.tagNames)
  func `agrees with the worked tags`(_ tag: ProvenanceGolden.Tag) throws {
    let ecosystem = try #require(Ecosystem(rawValue: tag.ecosystem))
    let match = tagNames(PackageID(ecosystem, tag.package)).match(tag.tag)
    #expect(match?.version == tag.match?.version)
    #expect(match?.rule.rawValue == tag.match?.rule)
  }

  static let further: [(Ecosystem, String, String, String?, TagRule?)] = [
    (.npm, "lodash.get", "lodash.get@4.4.2", "4.4.2", .named),
    (.npm, "x", "v/1.2.3", "1.2.3", .worded),
    (.pypi, "x", "rel_1_2_3", "1.2.3", .worded),
    (.pypi, "x", "release_2020.01", "2020.1", .worded),
    (.npm, "web", "web-v1.0", "1.0", .named),
    (.pypi, "2captcha-python", "2captcha-python-1.0.1", "1.0.1", .named),
    (.npm, "@scope/core", "packages/core/1.0.0", "1.0.0", .folder),
    (.npm, "core", "other/core-2/1.0.0", nil, nil),
    (.npm, "core", "other-1.0.0", nil, nil),
    (.npm, "core", "core", nil, nil), (.npm, "core", "core-", nil, nil),
    (.npm, "core", "", nil, nil), (.npm, "core", "v", nil, nil), (.npm, "core", "@", nil, nil),
    (.crates, "foo_bar", "foo-bar/1.0.0", "1.0.0", .named),
    (.pypi, "x", "v1!2.0.post1.dev3+local.1", "1!2.post1.dev3+local.1", .bare),
    (.npm, "x", "v1.0.0\u{1F600}", nil, nil),
    (.npm, "x", String(repeating: "1", count: 5_000), nil, nil),
  ]

  @Test(arguments: further)
  func `reads what repositories really use`(
    _ ecosystem: Ecosystem, _ package: String, _ tag: String, _ version: String?, _ rule: TagRule?
  ) {
    let match = tagNames(PackageID(ecosystem, package)).match(tag)
    #expect(match?.version == version)
    #expect(match?.rule == rule)
  }
}
