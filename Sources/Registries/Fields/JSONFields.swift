import JSON

extension JSONValue {
  /// Trimmed text of at most 64 KiB; nil when empty, or no string.
  var text: String? {
    guard let count = stringByteCount, count > 0, let string else { return nil }
    return FieldText.trimmed(FieldText.cut(string))
  }

  /// A web address; nil for anything else.
  var webAddress: String? {
    guard let text, text.utf8.count <= 4096, FieldText.isWebAddress(text) else { return nil }
    return text
  }

  /// Unicode scalars of a text that is not only white space; nil otherwise.
  var characters: Int? {
    let hasInk = unsafe withUTF8 { bytes in unsafe bytes.contains { !FieldText.isBlank($0) } }
    return hasInk == true ? unicodeScalarCount() : nil
  }

  /// A whole number that is not negative; nil for anything else.
  var size: Int64? { int.flatMap { $0 >= 0 ? $0 : nil } }
}
