import Foundation

/// Evidence and shares as people read them: decibans and "1 in N" (method, section 4.8).
package enum Statements {
  /// `10 log10` of a likelihood ratio.
  package static func decibans(_ ratio: Double) -> Double { 10 * log10(ratio) }

  /// Decibans of a natural logarithm.
  package static func decibans(nats: Double) -> Double { nats * (10 / log(10)) }

  /// The evidence that lifts a base rate to a precision, in decibans.
  package static func neededDecibans(precision: Double, baseRate: Double) -> Double {
    decibans(precision / (1 - precision) * (1 - baseRate) / baseRate)
  }

  /// `1 in N` with two significant digits; `none` at 0 and below.
  package static func oneIn(_ share: Double) -> String {
    guard share > 0 else { return "none" }
    return "1 in \(twoDigits(1 / share))"
  }

  /// The statement of a share with its 95 % limits.
  ///
  /// A lower limit of 0 makes it a bound; a range wider than 100 is printed alone.
  package static func oneIn(low: Double, mid: Double, high: Double) -> String {
    guard high > 0 else { return "none" }
    guard low > 0 else { return "at most \(oneIn(high))" }
    let range = "\(oneIn(high)) to \(oneIn(low))"
    return high / low > 100 ? range : "\(oneIn(mid)) (\(range))"
  }

  private static func twoDigits(_ value: Double) -> String {
    let rounded = toTwoDigits(value)
    guard rounded >= 10 else { return String(format: "%.1f", rounded) }
    return String(format: "%.0f", rounded)
  }

  /// A number above 0 to two significant digits.
  static func toTwoDigits(_ value: Double) -> Double {
    let scale = pow(10, floor(log10(value)) - 1)
    return (value / scale).rounded(.toNearestOrEven) * scale
  }
}

/// Phrases of shares, each made once: a million packages have a few thousand of them.
struct OneInPhrases {
  /// Shares as their phrase shows them.
  private struct Shown: Hashable {
    let low, mid, high: Double
    /// Whether the range is so wide that it stands alone.
    let isWide: Bool
  }

  private var phrases: [Shown: String] = [:]

  /// As `Statements.oneIn(low:mid:high:)`.
  mutating func phrase(low: Double, mid: Double, high: Double) -> String {
    let shown = Shown(
      low: Self.shown(low), mid: Self.shown(mid), high: Self.shown(high), isWide: high > 100 * low)
    if let known = phrases[shown] { return known }
    let phrase = Statements.oneIn(low: low, mid: mid, high: high)
    phrases[shown] = phrase
    return phrase
  }

  private static func shown(_ share: Double) -> Double {
    share > 0 ? Statements.toTwoDigits(1 / share) : 0
  }
}
