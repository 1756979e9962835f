import Corpus
import Foundation
import Registries
import Testing
import Transport

/// The feeds of the last hour.
@Suite struct CratesNewsTests {
  private static let channel = """
    <?xml version="1.0" encoding="utf-8"?>
    <rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:crates="https://crates.io/">
    <channel><title>crates.io: recent updates</title><atom:link href="https://a/>b" rel="self"/>
    <item><title>New crate version published: Foo-bar v1.0.0</title>
    <link>https://crates.io/crates/Foo-bar/1.0.0</link>
    <guid>https://crates.io/crates/Foo-bar/1.0.0</guid>
    <pubDate>Thu, 1 Jan 2026 02:00:00 +0000</pubDate>
    <crates:name>Foo-bar</crates:name><crates:version>1.0.0</crates:version></item>
    <item><description><![CDATA[a <b> & c]]></description><crates:name>two</crates:name>
    <pubDate>Wed, 31 Dec 2025 23:30:00 GMT</pubDate></item>
    <item><title>without a name</title></item>
    <item><crates:name>three</crates:name><pubDate>yesterday</pubDate></item>
    </channel></rss>
    """

  @Test("Names in their published spelling, versions where there are any, both zones' spellings")
  func items() throws {
    let page = try CratesNewsPage(parsing: Array(Self.channel.utf8))
    #expect(page.items.map(\.name) == ["Foo-bar", "two", "three"])
    #expect(page.items.map(\.version) == ["1.0.0", nil, nil])
    #expect(page.newest == UTCInstant(parsing: "2026-01-01T02:00:00Z"))
    #expect(page.oldest == UTCInstant(parsing: "2025-12-31T23:30:00Z"))
    #expect(page.items[2].publishedAt == nil)
  }

  @Test(
    "What is no channel, or is cut off, is refused",
    arguments: [
      "", "<html></html>", "{}", "<rss><channel><item><crates:name>a</crates:name>",
      "<rss><channel><item><title>a", "<rss><channel><title>&unknown;</title></channel></rss>",
    ])
  func refused(text: String) {
    #expect(throws: RegistryError.self) { try CratesNewsPage(parsing: Array(text.utf8)) }
  }

  @Test("The recorded feed of one crate is read whole", .enabled(if: Fixtures.areThere))
  func recorded() throws {
    let file = "crates/_feeds/rss.ossgadget.b9bfc9d0.xml"
    let bytes = [UInt8](try Data(contentsOf: Fixtures.folder.appending(path: file)))
    let page = try CratesNewsPage(parsing: bytes)
    #expect(page.items.count == 10)
    #expect(page.items.allSatisfy { $0.name == "rand" && $0.version != nil })
    #expect(page.items.first?.version == "0.9.0")
    #expect(page.newest == UTCInstant(parsing: "2025-01-27T13:38:34Z"))
    #expect(page.items.allSatisfy { $0.publishedAt != nil })
  }

  @Test("The feeds lie beside the dump")
  func requests() {
    let client = CratesClient(
      index: "https://index.example", dump: "https://static.example/db-dump.tar.gz",
      http: Clients.polite())
    #expect(client.newsRequest(.newCrates).url == "https://static.example/rss/crates.xml")
    #expect(client.newsRequest(.newVersions).url == "https://static.example/rss/updates.xml")
  }
}
