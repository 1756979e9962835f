import JSON

/// What the parsers of all feed pages share.
enum FeedPage {
  /// Parses a page and reads it; throws `badPage` when it is no JSON or the reader gives nil.
  static func read<Page>(
    _ bytes: [UInt8], _ noun: String, _ parser: JSONParser, _ body: (JSONValue) -> Page?
  ) throws(RegistryError) -> Page {
    if bytes.first(where: { !FieldText.isBlank($0) }) == UInt8(ascii: "<") {
      throw RegistryError(
        .badPage, "the \(noun) is HTML, not JSON; check the registry's address and what is between")
    }
    let page: Page?
    do {
      page = try parser.parse(bytes) { root, _ in body(root) }
    } catch {
      throw RegistryError(
        .badPage, "the \(noun) is not readable JSON; fetch it again", cause: error)
    }
    guard let page else {
      throw RegistryError(
        .badPage, "the \(noun) lacks what the protocol promises; check the registry's address")
    }
    return page
  }
}
