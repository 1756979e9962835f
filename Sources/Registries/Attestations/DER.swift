import Corpus

/// One element of DER-encoded ASN.1.
struct DERElement: Equatable {
  let tag: UInt8
  let content: ArraySlice<UInt8>

  /// The elements within it.
  var children: DERReader { DERReader(content) }

  /// The content as text; nil when it is none of the string types.
  var text: String? {
    switch tag {
    case 0x0C, 0x13, 0x16: String(decoding: content, as: UTF8.self)
    default: nil
    }
  }
}

/// Cuts bytes into DER elements, one level at a time, so that nothing nests deeper than the caller asks.
///
/// Source: ITU-T X.690, sections 8.1 and 10.1.
struct DERReader {
  private var rest: ArraySlice<UInt8>

  /// Elements of one sequence that are read; more are refused.
  static let maximumElements = 256

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  /// The next element; nil at the end.
  ///
  /// - Throws: `DocumentError` for an indefinite or overlong length, a tag of more than one byte, or a cut.
  mutating func next() throws(DocumentError) -> DERElement? {
    guard let tag = rest.popFirst() else { return nil }
    guard tag & 0x1F != 0x1F, let first = rest.popFirst() else {
      throw DocumentError("certificate: a tag that is not read")
    }
    var length = Int(first)
    if first >= 0x80 {
      let count = Int(first & 0x7F)
      guard (1...4).contains(count), rest.count >= count else {
        throw DocumentError("certificate: a length that is not read")
      }
      length = rest.prefix(count).reduce(0) { $0 << 8 | Int($1) }
      rest = rest.dropFirst(count)
    }
    guard length <= rest.count else {
      throw DocumentError("certificate: an element reaches beyond its end")
    }
    let content = rest.prefix(length)
    rest = rest.dropFirst(length)
    return DERElement(tag: tag, content: content)
  }

  /// The next element, which must have this tag.
  mutating func next(_ tag: UInt8) throws(DocumentError) -> DERElement {
    guard let element = try next(), element.tag == tag else {
      throw DocumentError("certificate: another element than expected")
    }
    return element
  }

  /// All elements that are left.
  mutating func all() throws(DocumentError) -> [DERElement] {
    var elements: [DERElement] = []
    while let element = try next() {
      guard elements.count < Self.maximumElements else {
        throw DocumentError("certificate: more than \(Self.maximumElements) elements in a row")
      }
      elements.append(element)
    }
    return elements
  }
}
