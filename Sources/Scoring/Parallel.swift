import Dispatch
import Synchronization

/// Independent computations on all cores; the results are those of doing one after the other.
enum Parallel {
  /// Rows a piece of a long column has at least.
  private static let rowsPerPiece = 65_536

  /// One value for each number in `0..<count`, in order.
  static func map<Value: Sendable>(
    _ count: Int, _ value: @Sendable (Int) -> Value
  ) -> [Value] {
    guard count > 1 else { return (0..<count).map(value) }
    let values = Mutex([Value?](repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { index in
      let own = value(index)
      values.withLock { $0[index] = own }
    }
    return values.withLock { $0.compactMap(\.self) }
  }

  /// The values of all rows, made piece by piece.
  static func rows<Value: Sendable>(
    _ count: Int, _ values: @Sendable (Range<Int>) -> [Value]
  ) -> [Value] {
    let pieces = max(1, count / rowsPerPiece)
    let made = map(pieces) { piece in
      values(piece * count / pieces..<(piece + 1) * count / pieces)
    }
    return made.count == 1 ? made[0] : Array(made.joined())
  }
}
