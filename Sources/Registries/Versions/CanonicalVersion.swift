package import Corpus

/// The one spelling that all spellings of a version share, for joining versions with tags.
package enum CanonicalVersion {
  /// PyPI: the normal form of PEP 440 without trailing zeros. npm, crates.io: without build metadata.
  ///
  /// A text that is no version comes back in lower case.
  /// Source: scoring method, section 7.1.
  package static func of(_ text: String, in ecosystem: Ecosystem) -> String {
    switch ecosystem {
    case .pypi:
      var scanner = PEP440Scanner(text)
      return scanner.version().map(normalForm) ?? text.lowercased()
    case .npm, .crates:
      return text.firstIndex(of: "+").map { String(text[..<$0]) } ?? text
    }
  }

  private static func normalForm(_ version: PyPIVersion.Standard) -> String {
    var text = version.epoch.isZero ? "" : "\(decimal(version.epoch))!"
    text += version.release.isEmpty ? "0" : version.release.map(decimal).joined(separator: ".")
    if let kind = version.preKind { text += ["a", "b", "rc"][kind] + decimal(version.pre) }
    if let post = version.post { text += ".post" + decimal(post) }
    if let dev = version.dev { text += ".dev" + decimal(dev) }
    let local = version.local.map { part in
      switch part {
      case .number(let number): decimal(number)
      case .text(let text): String(decoding: text, as: UTF8.self)
      }
    }
    return local.isEmpty ? text : text + "+" + local.joined(separator: ".")
  }

  private static func decimal(_ number: DigitString) -> String {
    number.isZero ? "0" : String(decoding: number.digits, as: UTF8.self)
  }
}
