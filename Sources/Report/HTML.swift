/// A piece of markup in which every interpolated string is escaped.
///
/// A literal is markup, an interpolated `String` is text and escaped, an interpolated `HTML` is markup again: whatever
/// a registry or a label file says can only ever become text.
package struct HTML: ExpressibleByStringInterpolation, Sendable, Equatable {
  package var markup: String

  package init(stringLiteral value: String) { markup = value }

  package init(stringInterpolation: Interpolation) { markup = stringInterpolation.markup }

  /// Text, escaped.
  package init(text: String) { markup = Self.escaped(text) }

  private init(markup: String) { self.markup = markup }

  /// Pieces one after the other, each ended by a newline.
  package static func lines(_ pieces: [HTML]) -> HTML {
    HTML(markup: pieces.filter { !$0.isEmpty }.map(\.markup).joined(separator: "\n"))
  }

  /// Pieces one after the other.
  package static func joined(_ pieces: [HTML]) -> HTML {
    HTML(markup: pieces.map(\.markup).joined())
  }

  package var isEmpty: Bool { markup.isEmpty }

  /// Text as it may stand in an element or in a quoted attribute.
  ///
  /// Control characters and those that reorder text become U+FFFD, so that a name cannot rewrite the line it is in.
  /// Source: https://html.spec.whatwg.org/multipage/parsing.html, https://unicode.org/reports/tr9/
  package static func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      default: result.unicodeScalars.append(isHarmless(scalar) ? scalar : "\u{FFFD}")
      }
    }
    return result
  }

  private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse: false
    default: !(0xFDD0...0xFDEF).contains(scalar.value)
    }
  }

  /// Collects literals as markup and strings as escaped text.
  package struct Interpolation: StringInterpolationProtocol {
    var markup = ""

    package init(literalCapacity: Int, interpolationCount: Int) {
      markup.reserveCapacity(literalCapacity + interpolationCount * 16)
    }

    package mutating func appendLiteral(_ literal: String) { markup += literal }

    package mutating func appendInterpolation(_ html: HTML) { markup += html.markup }

    package mutating func appendInterpolation(_ text: String) { markup += HTML.escaped(text) }

    package mutating func appendInterpolation(_ number: Int) { markup += String(number) }
  }
}
