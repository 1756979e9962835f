import Foundation

/// A logistic regression with a ridge: an intercept and one coefficient a column.
package struct LogisticFit: Codable, Sendable, Equatable {
  package var intercept: Double
  package var coefficients: [Double]
  /// Whether the steps became small enough before they ran out.
  package var isConverged: Bool

  /// A start for a fit: nothing is known.
  static func zero(columns: Int) -> LogisticFit {
    LogisticFit(
      intercept: 0, coefficients: [Double](repeating: 0, count: columns), isConverged: false)
  }

  /// Every number, the intercept first.
  fileprivate var parameters: [Double] { [intercept] + coefficients }
}

/// Minimises `sum w logloss + ridge/2 |b|^2`; the intercept is free (method, section 2.7).
///
/// Newton steps, halved until the loss falls, come close. With `isNonNegative` each step minimises
/// its quadratic model over coefficients of at least 0, and the accelerated projected gradient of
/// the method goes on from there until it moves less than 1e-9 or 4,000 steps are done: it is the
/// definition of the fit, and started at the solution one step of it is enough to confirm it.
struct RidgeLogistic {
  let design: DesignMatrix
  let isPositive: [SIMD8<Double>]
  let weights: [SIMD8<Double>]
  let ridge: Double
  let isNonNegative: Bool

  init(
    _ design: DesignMatrix, isPositive: [Bool], weights: [Double], ridge: Double,
    isNonNegative: Bool
  ) {
    self.design = design
    self.isPositive = DesignMatrix.packed(isPositive.map { $0 ? 1 : 0 })
    self.weights = DesignMatrix.packed(weights)
    self.ridge = ridge
    self.isNonNegative = isNonNegative
  }

  /// The minimum, searched from `start` on.
  func fit(from start: LogisticFit? = nil) -> LogisticFit {
    let first = start ?? .zero(columns: design.columns.count)
    let near = newton(first.parameters)
    let (best, isConverged) =
      isNonNegative ? accelerated(near.parameters) : (near.parameters, near.isConverged)
    return LogisticFit(
      intercept: best[0], coefficients: Array(best.dropFirst()), isConverged: isConverged)
  }

  /// Loss, gradient and curvature weights at one point.
  private struct Point {
    var loss: Double
    var gradient: [Double]
    var curvature: [SIMD8<Double>]
  }

  private func point(_ parameters: [Double]) -> Point {
    var residuals = design.margins(Array(parameters.dropFirst()), intercept: parameters[0])
    var curvature = residuals
    var loss = SIMD8<Double>.zero
    for index in residuals.indices {
      let (margin, weight, truth) = (residuals[index], weights[index], isPositive[index])
      for lane in 0..<8 {
        let small = exp(-abs(margin[lane]))
        let share = margin[lane] >= 0 ? 1 / (1 + small) : small / (1 + small)
        loss[lane] +=
          weight[lane] * (log1p(small) + max(margin[lane], 0) - truth[lane] * margin[lane])
        residuals[index][lane] = weight[lane] * (share - truth[lane])
        curvature[index][lane] = weight[lane] * share * (1 - share)
      }
    }
    var gradient = [residuals.reduce(.zero, +).sum()] + design.products(with: residuals)
    var penalty = 0.0
    for index in parameters.indices.dropFirst() {
      gradient[index] += ridge * parameters[index]
      penalty += parameters[index] * parameters[index]
    }
    return Point(loss: loss.sum() + ridge / 2 * penalty, gradient: gradient, curvature: curvature)
  }

  private func newton(_ start: [Double]) -> (parameters: [Double], isConverged: Bool) {
    var (parameters, here) = (start, point(start))
    for _ in 0..<100 {
      guard let step = step(from: parameters, here) else { return (parameters, false) }
      var (length, next, there) = (1.0, parameters, here)
      repeat {
        next = zip(parameters, step).map { $0 + length * $1 }
        there = point(next)
        length /= 2
      } while !(there.loss <= here.loss + 1e-12 * abs(here.loss)) && length > 1e-9
      guard there.loss.isFinite else { return (parameters, false) }
      let moved = zip(parameters, next).reduce(0) { max($0, abs($1.0 - $1.1)) }
      (parameters, here) = (next, there)
      if moved < 1e-10 || (here.gradient.allSatisfy { abs($0) < 1e-10 }) {
        return (parameters, true)
      }
    }
    return (parameters, false)
  }

  /// The Newton step; nil when the curvature is not positive.
  private func step(from parameters: [Double], _ here: Point) -> [Double]? {
    var curvature = design.gram(weights: here.curvature)
    for index in 1..<max(curvature.size, 1) { curvature[index, index] += ridge }
    guard isNonNegative else { return curvature.solved(here.gradient.map { -$0 }) }
    return bounded(curvature, here.gradient, parameters)
  }

  /// Minimises the quadratic model over coefficients of at least 0, one coordinate at a time.
  private func bounded(
    _ curvature: SquareMatrix, _ gradient: [Double], _ parameters: [Double]
  ) -> [Double]? {
    var step = [Double](repeating: 0, count: gradient.count)
    var slope = gradient
    for _ in 0..<2000 {
      var moved = 0.0
      for index in step.indices {
        guard curvature[index, index] > 0 else { continue }
        var next = step[index] - slope[index] / curvature[index, index]
        if index > 0 { next = max(next, -parameters[index]) }
        let change = next - step[index]
        guard change != 0 else { continue }
        step[index] = next
        moved = max(moved, abs(change))
        for other in slope.indices { slope[other] += change * curvature[index, other] }
      }
      if moved < 1e-13 { break }
    }
    return step.allSatisfy(\.isFinite) ? step : nil
  }

  /// Source: https://doi.org/10.1137/080716542
  private func accelerated(_ start: [Double]) -> (parameters: [Double], isConverged: Bool) {
    let largest = SymmetricEigen(design.gram(weights: weights)).values.first ?? 0
    let length = 1 / (0.25 * largest + ridge)
    var (parameters, ahead, momentum) = (start, start, 1.0)
    for _ in 0..<4000 {
      let gradient = point(ahead).gradient
      var next = zip(ahead, gradient).map { $0 - length * $1 }
      for index in next.indices.dropFirst() { next[index] = max(0, next[index]) }
      let moved = zip(next, parameters).reduce(0) { max($0, abs($1.0 - $1.1)) }
      let following = (1 + (1 + 4 * momentum * momentum).squareRoot()) / 2
      let push = (momentum - 1) / following
      ahead = zip(next, parameters).map { $0 + push * ($0 - $1) }
      (parameters, momentum) = (next, following)
      if moved < 1e-9 { return (parameters, true) }
    }
    return (parameters, false)
  }
}

extension LogisticFit {
  /// Fits columns of numbers with a ridge; `isNonNegative` keeps every coefficient at 0 or above.
  package static func ridge(
    _ columns: [[Double]], isPositive: [Bool], weights: [Double], ridge: Double,
    isNonNegative: Bool
  ) -> LogisticFit {
    let design = DesignMatrix(
      rowCount: isPositive.count, columns: columns.map(DesignMatrix.packed))
    return RidgeLogistic(
      design, isPositive: isPositive, weights: weights, ridge: ridge, isNonNegative: isNonNegative
    ).fit()
  }
}
