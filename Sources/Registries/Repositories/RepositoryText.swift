import Corpus
import JSON

/// Finds the repository that a description or readme links to: the last resort.
enum RepositoryText {
  /// Bytes of the text that are searched.
  private static let searchedBytes = 65_536
  private static let host = Array("github.com".utf8)

  /// The one GitHub repository a text links to; nil when it links to none, or to several.
  static func claim(in value: JSONValue?, rule: String) -> RepositoryClaim? {
    let text =
      unsafe value?.withUTF8 { bytes in unsafe Array(bytes.prefix(searchedBytes)) } ?? []
    var found: RepositoryClaim?
    var rest = text[...]
    while let slash = rest.firstIndex(of: 0x2F) {
      let isHost = rest[..<slash].suffix(host.count).elementsEqual(host)
      rest = rest[(slash + 1)...]
      guard isHost else { continue }
      let path = rest.prefix { isPathByte($0) }
      let url = "https://github.com/" + String(decoding: path, as: UTF8.self)
      guard let claim = RepositoryURL.claim(from: url, rule: rule) else { continue }
      if let found, found.key != claim.key { return nil }
      found = found ?? claim
    }
    return found
  }

  private static func isPathByte(_ byte: UInt8) -> Bool {
    FieldText.isDigit(byte) || FieldText.isLetter(byte) || byte == 0x2D || byte == 0x2E
      || byte == 0x5F || byte == 0x2F
  }
}
