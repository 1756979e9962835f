import Corpus
import Registries
import Testing

@Suite struct FactsDecoderTests {
  private static let project = #"{"info":{"name":"x","summary":"a tool"},"releases":{}}"#
  private static let detail = #"{"meta":{"api-version":"1.1"},"name":"x","files":[]}"#

  private func decode(_ project: String, _ detail: String) throws -> DecodedFacts {
    let documents = [(DocumentKind.projectJSON, project), (.simpleDetail, detail)].map {
      Document(
        kind: $0, bytes: Array($1.utf8), digest: "digest-\($0.rawValue)",
        observedAt: Fixtures.observedAt)
    }
    return try FactsDecoder().decode(PackageID(.pypi, "x"), from: documents)
  }

  @Test func `sets nothing aside when every document can be read`() throws {
    let decoded = try decode(Self.project, Self.detail)
    #expect(decoded.setAside.isEmpty)
    #expect(decoded.facts.summaryCharacters == .present(6))
  }

  @Test func `names the document that was left out beside one that was read`() throws {
    let decoded = try decode(Self.project, "<!DOCTYPE html><title>Links for x</title>")
    #expect(decoded.facts.summaryCharacters == .present(6))
    #expect(decoded.setAside.map(\.reason) == ["simple-detail: HTML where JSON was expected"])
    let other = try decode("<html>", Self.detail)
    #expect(other.setAside.map(\.reason) == ["project-json: HTML where JSON was expected"])
  }

  @Test func `rejects a package none of whose documents can be read`() {
    let error = #expect(throws: DocumentError.self) { try decode("<html>", "<html>") }
    #expect(error?.reason.contains("simple-detail: HTML") == true)
    #expect(error?.reason.contains("project-json: HTML") == true)
  }
}
