import Corpus
import Storage
import Testing

/// Label claims by the import they came with.
struct ClaimBatchTests {
  private static func claim(_ name: String, _ ecosystem: Ecosystem = .npm) -> LabelClaim {
    LabelClaim(
      report: "MAL-\(name)", source: "test", package: PackageID(ecosystem, name), campaign: name)
  }

  /// Names of the claims of a batch after a second import of it.
  private func names(keepingOthers: Bool) async throws -> [String] {
    let corpus = ScratchCorpus()
    let store = try corpus.open()
    try await store.replaceClaims([Self.claim("a"), Self.claim("b", .pypi)], source: "osv")
    try await store.replaceClaims([Self.claim("other")], source: "another")
    try await store.replaceClaims([Self.claim("c")], source: "osv", keepingOthers: keepingOthers)
    let names = try await store.claims(batch: "osv").map(\.package.key)
    let all = try await store.claims().count
    #expect(all == names.count + 1)
    try await store.close()
    return names
  }

  @Test func `a whole import replaces what its batch said in every registry`() async throws {
    #expect(try await names(keepingOthers: false) == ["c"])
  }

  @Test func `an import read in part only adds`() async throws {
    #expect(try await names(keepingOthers: true) == ["a", "c", "b"])
  }
}
