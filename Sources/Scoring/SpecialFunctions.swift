import Foundation

/// Gamma, beta, chi-square and normal functions, to about 1e-12 relative.
package enum Special {
  /// The logarithm of the gamma function, for `x` above 0.
  package static func logGamma(_ x: Double) -> Double {
    guard x < 10 else {
      return (x - 0.5) * log(x) - x + halfLogTwoPi + stirlingCorrection(x)
    }
    guard x >= 0.5 else {
      return log(Double.pi / sin(Double.pi * x)) - logGamma(1 - x)
    }
    return lanczos(x - 1)
  }

  private static let halfLogTwoPi = 0.918_938_533_204_672_741_78

  /// Lanczos's sum with g = 7; `x` is the argument less one.
  private static func lanczos(_ x: Double) -> Double {
    let coefficients = [
      676.520_368_121_885_1, -1259.139_216_722_402_8, 771.323_428_777_653_13,
      -176.615_029_162_140_59, 12.507_343_278_686_905, -0.138_571_095_265_720_12,
      9.984_369_578_019_571_6e-6, 1.505_632_735_149_311_6e-7,
    ]
    var sum = 0.999_999_999_999_809_93
    for (index, coefficient) in coefficients.enumerated() {
      sum += coefficient / (x + Double(index + 1))
    }
    let base = x + 7.5
    return halfLogTwoPi + (x + 0.5) * log(base) - base + log(sum)
  }

  /// What Stirling's formula leaves out, for `x` at least 10.
  private static func stirlingCorrection(_ x: Double) -> Double {
    let inverse = 1 / x
    let square = inverse * inverse
    // Reciprocals of 156, -360360/691, 1188, -1680, 1260, -360 and 12: https://dlmf.nist.gov/5.11#E1
    let reciprocals: [Double] = [156, -360_360.0 / 691, 1188, -1680, 1260, -360, 12]
    var sum = 0.0
    for reciprocal in reciprocals { sum = sum * square + 1 / reciprocal }
    return sum * inverse
  }

  /// The logarithm of the beta function, without cancellation for large arguments.
  package static func logBeta(_ a: Double, _ b: Double) -> Double {
    let (p, q) = (min(a, b), max(a, b))
    let share = p / (p + q)
    if p >= 10 {
      let correction = stirlingCorrection(p) + stirlingCorrection(q) - stirlingCorrection(p + q)
      return -0.5 * log(q) + halfLogTwoPi + correction + (p - 0.5) * log(share)
        + q * log1p(-share)
    }
    if q >= 10 {
      let correction = stirlingCorrection(q) - stirlingCorrection(p + q)
      return logGamma(p) + correction + p - p * log(p + q) + (q - 0.5) * log1p(-share)
    }
    return logGamma(p) + logGamma(q) - logGamma(p + q)
  }

  /// The regularised incomplete beta function, for `x` in 0...1.
  ///
  /// Source: https://dlmf.nist.gov/8.17#v
  package static func incompleteBeta(_ a: Double, _ b: Double, _ x: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    let front = exp(a * log(x) + b * log1p(-x) - logBeta(a, b))
    if x < (a + 1) / (a + b + 2) { return front * betaFraction(a, b, x) / a }
    return 1 - front * betaFraction(b, a, 1 - x) / b
  }

  /// The continued fraction of the incomplete beta function, by Lentz's method.
  private static func betaFraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    func kept(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / kept(1 - (a + b) * x / (a + 1))
    var result = d
    for step in 1...10_000 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / kept(1 + even * d)
      c = kept(1 + even / c)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / kept(1 + odd * d)
      c = kept(1 + odd / c)
      let change = d * c
      result *= change
      if abs(change - 1) < 1e-16 { break }
    }
    return result
  }

  /// The quantile of the beta distribution, for a probability in 0...1.
  package static func betaQuantile(_ a: Double, _ b: Double, _ probability: Double) -> Double {
    guard probability > 0 else { return 0 }
    guard probability < 1 else { return 1 }
    let scale = logBeta(a, b)
    return root(
      low: 0, high: 1, start: a / (a + b), target: probability,
      value: { incompleteBeta(a, b, $0) },
      slope: { exp((a - 1) * log($0) + (b - 1) * log1p(-$0) - scale) })
  }

  /// The upper regularised incomplete gamma function.
  ///
  /// Source: https://dlmf.nist.gov/8.11 and https://dlmf.nist.gov/8.9
  package static func upperGamma(_ a: Double, _ x: Double) -> Double {
    guard x > 0 else { return 1 }
    let front = exp(a * log(x) - x - logGamma(a))
    return x < a + 1 ? 1 - front * gammaSeries(a, x) : front * gammaFraction(a, x)
  }

  private static func gammaSeries(_ a: Double, _ x: Double) -> Double {
    var term = 1 / a
    var sum = term
    var n = a
    while abs(term) > abs(sum) * 1e-17 {
      n += 1
      term *= x / n
      sum += term
    }
    return sum
  }

  private static func gammaFraction(_ a: Double, _ x: Double) -> Double {
    var b = x + 1 - a
    var c = 1e300
    var d = 1 / b
    var result = d
    for step in 1...10_000 {
      let n = -Double(step) * (Double(step) - a)
      b += 2
      d = 1 / (n * d + b)
      c = b + n / c
      let change = d * c
      result *= change
      if abs(change - 1) < 1e-16 { break }
    }
    return result
  }

  /// The chance that a chi-square variable exceeds `x`.
  package static func chiSquareTail(degrees: Double, _ x: Double) -> Double {
    upperGamma(degrees / 2, x / 2)
  }

  /// The quantile of the chi-square distribution, for a probability in 0..<1.
  package static func chiSquareQuantile(degrees: Double, _ probability: Double) -> Double {
    guard probability > 0 else { return 0 }
    let shape = degrees / 2
    let scale = logGamma(shape)
    var high = max(2 * degrees, 10)
    while 1 - chiSquareTail(degrees: degrees, high) < probability { high *= 2 }
    return root(
      low: 0, high: high, start: degrees, target: probability,
      value: { 1 - chiSquareTail(degrees: degrees, $0) },
      slope: { 0.5 * exp((shape - 1) * log($0 / 2) - $0 / 2 - scale) })
  }

  /// The quantile of the standard normal distribution, for a probability inside 0...1.
  package static func normalQuantile(_ probability: Double) -> Double {
    guard probability != 0.5 else { return 0 }
    guard probability < 0.5 else { return -normalQuantile(1 - probability) }
    guard probability > 0 else { return -.infinity }
    // Abramowitz and Stegun 26.2.23 to 4.5e-4, then Halley's steps.
    let t = (-2 * log(probability)).squareRoot()
    let top = 2.515_517 + t * (0.802_853 + t * 0.010_328)
    let bottom = 1 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308))
    var x = top / bottom - t
    for _ in 0..<4 {
      let excess = 0.5 * erfc(-x / 2.0.squareRoot()) - probability
      let step = excess * (2 * Double.pi).squareRoot() * exp(x * x / 2)
      x -= step / (1 + x * step / 2)
    }
    return x
  }

  /// The chance that Kolmogorov's limit exceeds `x`.
  package static func kolmogorovTail(_ x: Double) -> Double {
    guard x > 0.04 else { return 1 }
    var sum = 0.0
    for k in 1...200 {
      let term = exp(-2 * Double(k * k) * x * x)
      sum += k % 2 == 1 ? term : -term
      if term < 1e-18 { break }
    }
    return min(1, 2 * sum)
  }

  /// Solves `value(x) = target` for an increasing function: Newton inside a bracket.
  private static func root(
    low: Double, high: Double, start: Double, target: Double,
    value: (Double) -> Double, slope: (Double) -> Double
  ) -> Double {
    var (low, high, x) = (low, high, start)
    for _ in 0..<400 {
      let excess = value(x) - target
      guard excess != 0 else { break }
      if excess > 0 { high = x } else { low = x }
      let rise = slope(x)
      let step = rise > 0 && rise.isFinite ? excess / rise : .infinity
      if abs(step) <= 1e-15 * x { break }
      let candidate = x - step
      x = candidate > low && candidate < high ? candidate : (low + high) / 2
    }
    return x
  }
}
