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

  /// The names in licence classifiers, joined by AND; nil when there is none.
  static func classifiers(_ classifiers: [String]) -> String? {
    let names = classifiers.filter { $0.hasPrefix("License ::") }
      .compactMap { $0.components(of: "::").last.flatMap { FieldText.trimmed(String($0)) } }
      .filter { $0 != "OSI Approved" && $0 != "License" }
    return names.isEmpty ? nil : short(FieldText.cut(names.joined(separator: " AND "), to: 100))
  }

  private static func isPlaceholder(_ text: String) -> Bool {
    ["UNKNOWN", "NONE", "NULL", "N/A"].contains(text.uppercased())
  }
}

extension String {
  /// The parts between a separator.
  func components(of separator: String) -> [Substring] {
    var parts: [Substring] = []
    var rest = self[...]
    while let found = rest.firstRange(of: separator) {
      parts.append(rest[..<found.lowerBound])
      rest = rest[found.upperBound...]
    }
    return parts + [rest]
  }
}
