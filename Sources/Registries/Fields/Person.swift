/// A person as packages write them: `Name <mail> (url)`.
enum Person {
  /// The name in front of mail and address; nil when there is none.
  static func name(in text: String) -> String? {
    let end = text.utf8.firstIndex { $0 == 0x3C || $0 == 0x28 } ?? text.endIndex
    return FieldText.trimmed(String(text[..<end])).map { FieldText.cut($0, to: 256) }
  }
}
