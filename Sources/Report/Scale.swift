import Foundation

/// Maps numbers of a domain to pixels of a chart; pure, and finite for every finite input.
package struct Scale: Sendable, Equatable {
  /// How the domain is spread.
  package enum Kind: Sendable, Equatable {
    case linear, logarithmic
  }

  package let kind: Kind
  package let domain: ClosedRange<Double>
  /// Pixel of the lower and of the upper end; the first may be the larger one.
  package let start, end: Double

  /// A scale; a domain without extent is widened, a logarithmic one is kept above zero.
  package init(_ kind: Kind, _ domain: ClosedRange<Double>, from start: Double, to end: Double) {
    self.kind = kind
    self.start = start
    self.end = end
    switch kind {
    case .linear:
      let isPoint = domain.lowerBound == domain.upperBound
      self.domain = isPoint ? domain.lowerBound...(domain.lowerBound + 1) : domain
    case .logarithmic:
      let low = max(domain.lowerBound, 1e-12)
      self.domain = low...max(domain.upperBound, low * 10)
    }
  }

  /// The pixel of a value, kept inside the chart; the start for a value that is not a number.
  package func position(_ value: Double) -> Double {
    guard !value.isNaN else { return start }
    let clamped = min(max(value, domain.lowerBound), domain.upperBound)
    return start + (end - start) * share(of: clamped)
  }

  private func share(of value: Double) -> Double {
    let (low, high) = (domain.lowerBound, domain.upperBound)
    return switch kind {
    case .linear: (value - low) / (high - low)
    case .logarithmic: log10(value / low) / log10(high / low)
    }
  }

  /// Round values inside the domain: about `count` on a linear scale, powers of ten on a logarithmic one.
  package func ticks(about count: Int) -> [Double] {
    switch kind {
    case .linear:
      let step = Self.roundStep((domain.upperBound - domain.lowerBound) / Double(max(1, count)))
      let first = Int((domain.lowerBound / step - 1e-9).rounded(.up))
      let last = Int((domain.upperBound / step + 1e-9).rounded(.down))
      return first > last ? [] : (first...last).map { Double($0) * step }
    case .logarithmic:
      let first = Int((log10(domain.lowerBound) - 1e-9).rounded(.up))
      let last = Int((log10(domain.upperBound) + 1e-9).rounded(.down))
      return first > last ? [] : (first...last).map { pow(10, Double($0)) }
    }
  }

  /// The smallest of 1, 2, 5 times a power of ten that is at least this.
  private static func roundStep(_ step: Double) -> Double {
    let magnitude = pow(10, log10(step).rounded(.down))
    let factor = [1.0, 2, 5].first { $0 * magnitude >= step * (1 - 1e-9) } ?? 10
    return factor * magnitude
  }
}
