import Corpus

/// Reads who an X.509 certificate of the signing authority was issued to; checks no signature.
///
/// Source: RFC 5280, section 4.1; https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md
enum SigningCertificate {
  /// 1.3.6.1.4.1.57264.1, under which the authority's extensions are numbered.
  private static let authority: [UInt8] = [0x2B, 0x06, 0x01, 0x04, 0x01, 0x83, 0xBF, 0x30, 0x01]
  /// 2.5.29.17
  private static let subjectAlternativeName: [UInt8] = [0x55, 0x1D, 0x11]
  private static let maximumBytes = 64 << 10
  private static let maximumTextBytes = 2048

  /// - Throws: `DocumentError` when the bytes are no certificate.
  static func identity(in bytes: [UInt8]) throws(DocumentError) -> SignerIdentity {
    guard bytes.count <= maximumBytes else {
      throw DocumentError("certificate: \(bytes.count) bytes are above the cap")
    }
    var outer = DERReader(bytes[...])
    var certificate = try outer.next(0x30).children
    var body = try certificate.next(0x30).children
    var identity = SignerIdentity()
    var sequences = 0
    // [0] version, serial, algorithm, issuer, validity, subject, key, …, [3] extensions
    for element in try body.all() {
      if element.tag == 0x30 {
        sequences += 1
        if sequences == 3 { identity.certifiedAt = try notBefore(element) }
      } else if element.tag == 0xA3 {
        var wrapped = element.children
        var extensions = try wrapped.next(0x30).children
        for one in try extensions.all() { try read(one, into: &identity) }
      }
    }
    guard sequences >= 4 else { throw DocumentError("certificate: it lacks parts") }
    return identity
  }

  private static func notBefore(_ validity: DERElement) throws(DocumentError) -> UTCInstant? {
    var reader = validity.children
    guard let element = try reader.next(), element.tag == 0x17 || element.tag == 0x18 else {
      return nil
    }
    var digits = String(decoding: element.content, as: UTF8.self)
    // Two digits of the year: 1950 to 2049 (RFC 5280, section 4.1.2.5.1).
    if element.tag == 0x17 { digits = (digits < "50" ? "20" : "19") + digits }
    guard digits.utf8.count == 15, digits.hasSuffix("Z") else { return nil }
    let parts = [(0, 4), (4, 2), (6, 2), (8, 2), (10, 2), (12, 2)].map { start, count in
      String(digits.dropFirst(start).prefix(count))
    }
    return UTCInstant(
      parsing: "\(parts[0])-\(parts[1])-\(parts[2])T\(parts[3]):\(parts[4]):\(parts[5])Z")
  }

  /// Object identifier, perhaps a truth value, then the value in an octet string.
  private static func read(
    _ element: DERElement, into identity: inout SignerIdentity
  ) throws(DocumentError) {
    guard element.tag == 0x30 else { return }
    var reader = element.children
    let oid = try reader.next(0x06).content
    guard let value = try reader.all().last, value.tag == 0x04 else { return }
    if oid.elementsEqual(subjectAlternativeName) {
      identity.subject = try name(value) ?? identity.subject
    } else if oid.count == authority.count + 1, oid.starts(with: authority), let number = oid.last {
      set(number, try text(value.content, isRaw: number <= 6), in: &identity)
    }
  }

  /// A mail address, a URI, or the user name that the authority puts into another name.
  private static func name(_ value: DERElement) throws(DocumentError) -> String? {
    var outer = value.children
    var names = try outer.next(0x30).children
    for name in try names.all() {
      switch name.tag {
      case 0x81, 0x86: return cut(name.content)
      case 0xA0:
        var parts = name.children
        _ = try parts.next(0x06)
        guard let wrapped = try parts.next() else { continue }
        var inner = wrapped.children
        if let text = try inner.next()?.text { return FieldText.cut(text, to: maximumTextBytes) }
      default: continue
      }
    }
    return nil
  }

  private static func text(
    _ content: ArraySlice<UInt8>, isRaw: Bool
  ) throws(DocumentError) -> String? {
    if isRaw { return cut(content) }
    var reader = DERReader(content)
    return try reader.next()?.text.map { FieldText.cut($0, to: maximumTextBytes) }
  }

  private static func cut(_ content: ArraySlice<UInt8>) -> String {
    FieldText.cut(String(decoding: content, as: UTF8.self), to: maximumTextBytes)
  }

  /// Numbers 1 to 6 are the old form of what 8 and above say; the newer one wins.
  private static func set(_ number: UInt8, _ text: String?, in identity: inout SignerIdentity) {
    guard let text, !text.isEmpty else { return }
    switch number {
    case 1: identity.issuer = identity.issuer ?? text
    case 2: identity.trigger = identity.trigger ?? text
    case 3: identity.commit = identity.commit ?? text
    case 4: identity.workflow = identity.workflow ?? text
    case 5: identity.repository = identity.repository ?? text
    case 6: identity.ref = identity.ref ?? text
    case 8: identity.issuer = text
    case 11: identity.runner = text
    case 12: identity.repository = text
    case 13: identity.commit = text
    case 14: identity.ref = text
    case 15: identity.repositoryID = text
    case 17: identity.ownerID = text
    case 18: identity.workflow = text
    case 20: identity.trigger = text
    default: break
    }
  }
}
