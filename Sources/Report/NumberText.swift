import Foundation

/// Numbers as the page writes them: no locale, no exponent surprises, never `nan`.
package enum NumberText {
  /// What stands for a number that is not known.
  package static let unknown = "not known"

  /// A count with a comma between thousands.
  package static func count(_ value: Int) -> String {
    grouped(String(value.magnitude), isNegative: value < 0)
  }

  /// A number with a fixed number of digits after the point; `not known` when not finite.
  package static func fixed(_ value: Double, _ digits: Int) -> String {
    let scale = pow(10, Double(digits))
    let scaled = (value.magnitude * scale).rounded()
    guard scaled.isFinite, scaled < 9e18 else { return value.isNaN ? unknown : beyond(value) }
    let whole = String(Int64(scaled))
    let padded = String(repeating: "0", count: max(0, digits + 1 - whole.count)) + whole
    let isNegative = value < 0 && scaled > 0
    let units = grouped(String(padded.dropLast(digits)), isNegative: isNegative)
    return digits == 0 ? units : "\(units).\(padded.suffix(digits))"
  }

  private static func beyond(_ value: Double) -> String {
    value < 0 ? "below every bound" : "beyond every bound"
  }

  /// A number with this many significant digits, without an exponent.
  package static func significant(_ value: Double, _ digits: Int) -> String {
    guard value.isFinite, value != 0 else { return value == 0 ? "0" : fixed(value, 0) }
    var exponent = Int(log10(value.magnitude).rounded(.down))
    let step = pow(10, Double(exponent - digits + 1))
    let rounded = (value.magnitude / step).rounded() * step
    if rounded >= pow(10, Double(exponent + 1)) * (1 - 1e-12) { exponent += 1 }
    return fixed(value < 0 ? -rounded : rounded, max(0, digits - 1 - exponent))
  }

  /// A share in 0...1 as a percentage with two significant digits.
  ///
  /// Whole numbers near the ends are not rounded to 0 % or 100 % when they are neither.
  package static func percent(_ share: Double) -> String {
    guard share.isFinite else { return unknown }
    if share == 0 { return "0 %" }
    let value = share * 100
    if value >= 99, value < 100 { return "\(short(significant(100 - value, 2), from: value)) %" }
    return "\(trimmed(significant(value, 2))) %"
  }

  /// For 99 to 100: as many nines as it takes to show the distance to 100.
  private static func short(_ distance: String, from value: Double) -> String {
    let digits = distance.split(separator: ".").dropFirst().first?.count ?? 0
    let text = fixed(value, min(digits, 9))
    return text.hasPrefix("100") ? "above 99.999" : trimmed(text)
  }

  /// Drops zeros after the point, and the point when nothing is left.
  package static func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var result = Substring(text)
    while result.hasSuffix("0") { result = result.dropLast() }
    if result.hasSuffix(".") { result = result.dropLast() }
    return String(result)
  }

  /// `1 in N` for a probability, N = 1/p to two significant digits (method, section 4.8).
  package static func oneIn(_ probability: Double) -> String {
    guard probability.isFinite else { return unknown }
    return probability > 0 ? "1 in \(nOfOneIn(probability))" : "none"
  }

  /// The N of `1 in N`, with a comma between thousands; a probability above 0.
  package static func nOfOneIn(_ probability: Double) -> String {
    trimmed(significant(1 / probability, 2))
  }

  /// Decibans with one digit and a sign; ten times the decimal logarithm of a likelihood ratio.
  package static func decibans(_ value: Double) -> String {
    guard value.isFinite else { return unknown }
    let text = fixed(value, 1)
    return value > 0 && text != "0.0"
      ? "+\(text)" : text.replacingOccurrences(of: "-", with: "\u{2212}")
  }

  private static func grouped(_ digits: String, isNegative: Bool) -> String {
    var groups: [Substring] = []
    var rest = Substring(digits)
    while rest.count > 3 {
      groups.insert(rest.suffix(3), at: 0)
      rest = rest.dropLast(3)
    }
    groups.insert(rest, at: 0)
    return (isNegative ? "\u{2212}" : "") + groups.joined(separator: ",")
  }
}
