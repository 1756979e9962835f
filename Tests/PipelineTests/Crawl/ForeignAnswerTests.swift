import Corpus
import Foundation
import Pipeline
import RegistrySimulator
import Storage
import Testing

/// Answers that are not the registry's own.
@Suite struct ForeignAnswerTests {
  @Test(
    "A page or an object without what its kind always has is foreign; damaged JSON is not",
    arguments: [
      (DocumentKind.packument, "<html>Sign in</html>", true),
      (.packument, "\u{FEFF} \n<!DOCTYPE html>", true), (.packument, #"{"error":"busy"}"#, true),
      (.packument, "{}", true), (.packument, "[]", true), (.packument, #"{"_id":"a"}"#, false),
      (.packument, #"{"name":"a"}"#, false), (.packument, #"{"name":"#, false),
      (.packument, "", false), (.projectJSON, #"{"message":"Not Found"}"#, true),
      (.projectJSON, #"{"info":null}"#, false), (.simpleDetail, #"{"name":"a"}"#, true),
      (.simpleDetail, #"{"files":[]}"#, false), (.indexFile, "<Error/>", true),
      (.indexFile, #"{"name":"a"}"#, false),
    ])
  func kinds(kind: DocumentKind, body: String, expected: Bool) {
    #expect(ForeignAnswer.isForeign(Array(body.utf8), kind) == expected)
  }

  @Test("A proxy's page takes no known package's place: the item stays owed, the facts stay")
  func proxy() async throws {
    let scratch = try ScratchFolder()
    var folder = HostileFolder(scratch)
    try folder.addSound(.npm, "sound")
    try folder.add(.npm, "packument", "sound", "<html>Sign in to this network</html>")
    try folder.finish()
    try await TestRegistries.with(replay: folder.path) { registries in
      let corpus = try TestCorpus()
      var options = CrawlOptions()
      options.ecosystems = [.npm]
      _ = try await corpus.crawl(registries, .night(0), options)
      let before = try await corpus.documents(.night(0))
      #expect(before.count == 1)
      try registries.server.advance(toDay: 1)
      let counts = try await corpus.crawl(registries, .night(1), options)[.npm]
      #expect(counts?.failed == 1 && counts?.owed == 1 && counts?.fetched == 0)
      #expect(try await corpus.documents(.night(1)) == before)
    }
  }

  @Test("Two spellings of one project in the journal are one project, with the newer serial")
  func spellings() throws {
    func row(_ name: String, _ action: String, _ serial: Int) -> String {
      let fields = [
        "<string>\(name)</string>", "<nil/>", "<int>1</int>", "<string>\(action)</string>",
      ]
      let values = (fields + ["<int>\(serial)</int>"]).map { "<value>\($0)</value>" }.joined()
      return "<value><array><data>\(values)</data></array></value>"
    }
    let rows =
      row("Old_Name", "new release", 4) + row("old.name", "add Owner zoe", 6)
      + row("b", "create", 7) + row("c", "remove project", 8) + row("d", "remove project", 9)
      + row("D", "create", 10)
    let projects = try JournalProject.all(
      inAnswer: Array(
        "<methodResponse><params><param><value><array><data>\(rows)</data></array></value></param></params></methodResponse>"
          .utf8))
    #expect(projects.map(\.key) == ["old-name", "b", "c", "d"])
    let items = projects.map { $0.item(.simpleDetail, isKnown: true) }
    #expect(items.map(\.version) == ["6", "7", Absence.gone, "10"])
    #expect(items.map(\.lane) == [.newRelease, .newName, .change, .newName])
    #expect(projects[0].item(.simpleDetail, isKnown: false).lane == .newName)
  }
}
