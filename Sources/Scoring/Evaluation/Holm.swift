/// Correction for looking at several measures at once.
///
/// Source: https://www.jstor.org/stable/4615733
package enum Holm {
  /// Adjusted p-values in the order given; each is at least its own and at most 1.
  package static func adjusted(_ values: [Double]) -> [Double] {
    var result = values
    var least = 0.0
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    for (place, index) in order.enumerated() {
      least = max(least, min(1, values[index] * Double(values.count - place)))
      result[index] = least
    }
    return result
  }
}
