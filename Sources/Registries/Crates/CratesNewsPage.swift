package import Corpus

/// One RSS feed of crates.io: new crates, or new versions, of the last hour at least.
///
/// Protocols, section 3.5.
package struct CratesNewsPage: Sendable {
  package struct Item: Sendable, Hashable {
    package var name: String
    /// Nil in the feed of new crates.
    package var version: String?
    package var publishedAt: UTCInstant?
  }

  /// Newest first, as the feed has them; items without a name are left out.
  package var items: [Item] = []

  package var newest: UTCInstant? { items.compactMap(\.publishedAt).max() }
  package var oldest: UTCInstant? { items.compactMap(\.publishedAt).min() }

  /// Throws `RegistryError` when the bytes are no RSS channel.
  package init(parsing bytes: [UInt8]) throws(RegistryError) {
    var scanner = XMLScanner(bytes)
    var isChannel = false
    while let event = try scanner.next() {
      switch event {
      case .open("channel"): isChannel = true
      case .open("item") where isChannel:
        if let item = try Self.item(&scanner) { items.append(item) }
      default: break
      }
    }
    guard isChannel else {
      throw RegistryError(.badPage, "the feed of crates is no RSS channel; check its address")
    }
  }

  private static func item(_ scanner: inout XMLScanner) throws(RegistryError) -> Item? {
    var fields: [String: String] = [:]
    var element: String?
    while let event = try scanner.next() {
      switch event {
      case .open(let name): element = name
      case .text(let text): if let element { fields[element, default: ""] += text }
      case .close("item"):
        guard let name = fields["crates:name"], !name.isEmpty else { return nil }
        return Item(
          name: name, version: fields["crates:version"],
          publishedAt: fields["pubDate"].flatMap(instant))
      case .close: element = nil
      }
    }
    throw RegistryError(.badPage, "the feed of crates is cut off; fetch it again")
  }

  /// Reads `Thu, 01 Jan 2026 02:00:00 +0000` and the same with `GMT`.
  ///
  /// Source: RFC 2822, section 3.3.
  private static func instant(_ text: String) -> UTCInstant? {
    let words = text.split { $0 == " " || $0 == "," }
    guard words.count == 6, let day = Int(words[1]),
      let month = months.firstIndex(of: words[2].lowercased())
    else { return nil }
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let zone = ["GMT", "UTC", "Z"].contains(words[5]) ? "Z" : String(words[5])
    return UTCInstant(
      parsing: "\(words[3])-\(two(month + 1))-\(two(day))T\(words[4])\(zone)")
  }

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]
}
