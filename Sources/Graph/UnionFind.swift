/// Disjoint sets over 0..<n, joined by size with path halving.
///
/// Complexity: near constant per operation. Source: Tarjan & van Leeuwen 1984.
struct UnionFind {
  private var parents: [Int32]
  private var sizes: [Int32]

  /// Every element alone.
  init(count: Int) {
    parents = Array(0..<Int32(count))
    sizes = [Int32](repeating: 1, count: count)
  }

  /// The element that stands for the set of `element`.
  mutating func root(of element: Int) -> Int {
    var current = Int32(element)
    while parents[Int(current)] != current {
      parents[Int(current)] = parents[Int(parents[Int(current)])]
      current = parents[Int(current)]
    }
    return Int(current)
  }

  /// Makes one set of the sets of two elements.
  mutating func join(_ left: Int, _ right: Int) {
    var (large, small) = (root(of: left), root(of: right))
    if large == small { return }
    if sizes[large] < sizes[small] { swap(&large, &small) }
    parents[small] = Int32(large)
    sizes[large] += sizes[small]
  }

  /// Elements in the set of `element`.
  mutating func size(of element: Int) -> Int { Int(sizes[root(of: element)]) }
}
