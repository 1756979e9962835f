import Corpus
import JSON

/// Requirements as PyPI lists them: `name[extra] (>=1) ; marker`.
///
/// Source: https://packaging.python.org/en/latest/specifications/dependency-specifiers/
enum PyPIDependencies {
  /// Nil when the field is null or missing: nobody knows whether there are any.
  static func read(_ value: JSONValue?) -> [Dependency]? {
    guard let value, value.isArray else { return nil }
    var list = DependencyList()
    value.forEachElement { entry in
      if let text = entry.text { insert(text, into: &list) }
    }
    return list.sorted
  }

  /// Adds one requirement; a text that does not start with a name is skipped.
  static func insert(_ text: String, into list: inout DependencyList) {
    let end = text.utf8.firstIndex { !isNameByte($0) } ?? text.endIndex
    let name = text[..<end]
    guard let first = name.utf8.first, first != 0x2D, first != 0x2E, first != 0x5F else { return }
    let rest = FieldText.trimmed(String(text[end...])) ?? ""
    let isDirectURL = withoutExtras(rest).hasPrefix("@")
    let mark = rest.firstIndex(of: ";")
    let isOptional = mark.map { mentionsExtra(rest[$0...]) } ?? false
    list.insert(
      PackageID(.pypi, String(name)).key, isOptional ? .optional : .runtime, requirement: rest,
      isDirectURL: isDirectURL)
  }

  private static func withoutExtras(_ rest: String) -> Substring {
    guard rest.hasPrefix("["), let close = rest.firstIndex(of: "]") else { return rest[...] }
    return rest[rest.index(after: close)...].drop { $0 == " " }
  }

  /// Whether a marker names the variable `extra`.
  private static func mentionsExtra(_ marker: Substring) -> Bool {
    let words = marker.utf8.split {
      !FieldText.isLetter($0) && !FieldText.isDigit($0) && $0 != 0x5F
    }
    return words.contains { $0.elementsEqual("extra".utf8) }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    FieldText.isDigit(byte) || FieldText.isLetter(byte) || byte == 0x2D || byte == 0x2E
      || byte == 0x5F
  }
}
