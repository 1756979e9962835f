/// Quantiles of ascending values by linear interpolation (type 7).
package enum Quantile {
  /// The quantile at a probability in 0...1; NaN when there are no values.
  package static func of(sorted values: [Double], _ probability: Double) -> Double {
    guard let last = values.last else { return .nan }
    let position = probability * Double(values.count - 1)
    let index = Int(position)
    guard index + 1 < values.count else { return last }
    let part = position - Double(index)
    return values[index] + part * (values[index + 1] - values[index])
  }
}
