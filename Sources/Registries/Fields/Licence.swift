/// Licence texts cut down to what can be compared.
enum Licence {
  /// Longer texts are licences themselves, not names of them.
  static let maximumCharacters = 100

  /// One line of at most 100 characters; nil for empty texts, placeholders and whole licences.
  static func short(_ text: String) -> String? {
    guard text.utf8.count <= 4 * maximumCharacters, let trimmed = FieldText.trimmed(text),
      !trimmed.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }),
      trimmed.unicodeScalars.count <= maximumCharacters, !isPlaceholder(trimmed)
    else { return nil }
    return trimmed
  }

  /// crates.io's old form: `MIT/Apache-2.0` means either.
  static func crates(_ text: String) -> String? {
    guard let trimmed = FieldText.trimmed(text) else { return nil }
    let alternatives = trimmed.split(separator: "/").compactMap { FieldText.trimmed(String($0)) }
    return short(alternatives.joined(separator: " OR "))
  }

  /// The name at the end of a licence classifier; nil for other classifiers and for mere groups.
  static func classifier(_ text: String) -> String? {
    guard text.hasPrefix("License ::") else { return nil }
    let bytes = Array(text.utf8)
    let start = (bytes.lastIndex(of: UInt8(ascii: ":")) ?? -1) + 1
    let name = FieldText.trimmed(String(decoding: bytes[start...], as: UTF8.self))
    return name == "OSI Approved" ? nil : name
  }

  private static func isPlaceholder(_ text: String) -> Bool {
    ["UNKNOWN", "NONE", "NULL", "N/A"].contains(text.uppercased())
  }
}
