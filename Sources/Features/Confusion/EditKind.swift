/// Edits between two names: what one edit was, and whether two suffice.
enum EditKind {
  /// The kind of the single edit that makes `query` out of `target`; nil when they are not one edit apart.
  ///
  /// One edit is an insertion, a deletion, a substitution or a swap of neighbours
  /// (optimal string alignment). Source: scoring method, appendix A.4.
  static func one(_ query: [UInt8], _ target: [UInt8]) -> NameRule? {
    switch query.count - target.count {
    case 0: sameLength(query, target)
    case -1: shorter(query, target)
    case 1: longer(query, target)
    default: nil
    }
  }

  /// Optimal string alignment distance, or `limit + 1` when it is larger than `limit`.
  ///
  /// Source: Boytsov 2011, section 2; the restricted form of Damerau 1964.
  static func distance(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int {
    guard abs(left.count - right.count) <= limit else { return limit + 1 }
    var beforePrevious = [Int](repeating: 0, count: right.count + 1)
    var previous = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      current.reserveCapacity(right.count + 1)
      for column in right.indices {
        let isSame = left[row] == right[column]
        var best = min(
          previous[column] + (isSame ? 0 : 1), previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, beforePrevious[column - 1] + 1)
        }
        current.append(best)
      }
      (beforePrevious, previous) = (previous, current)
    }
    return min(previous[right.count], limit + 1)
  }

  private static func sameLength(_ query: [UInt8], _ target: [UInt8]) -> NameRule? {
    guard let first = query.indices.first(where: { query[$0] != target[$0] }) else { return nil }
    let next = first + 1
    if query[next...].elementsEqual(target[next...]) {
      return substitution(query[first], target[first])
    }
    guard next < query.count, query[first] == target[next], query[next] == target[first],
      query[(next + 1)...].elementsEqual(target[(next + 1)...])
    else { return nil }
    return .swap
  }

  private static func substitution(_ typed: UInt8, _ meant: UInt8) -> NameRule {
    if Keyboard.areNeighbours(typed, meant) { return .adjacentKey }
    let vowels = Array("aeiouy".utf8)
    return vowels.contains(typed) && vowels.contains(meant) ? .vowel : .substitution
  }

  private static func shorter(_ query: [UInt8], _ target: [UInt8]) -> NameRule? {
    let missing = query.indices.first { query[$0] != target[$0] } ?? query.count
    guard query[missing...].elementsEqual(target[(missing + 1)...]) else { return nil }
    return missing == query.count ? .dropEnd : .drop
  }

  private static func longer(_ query: [UInt8], _ target: [UInt8]) -> NameRule? {
    let extra = target.indices.first { query[$0] != target[$0] } ?? target.count
    guard query[(extra + 1)...].elementsEqual(target[extra...]) else { return nil }
    let byte = query[extra]
    let before = extra > 0 ? query[extra - 1] : nil
    let after = extra + 1 < query.count ? query[extra + 1] : nil
    if byte == before || byte == after { return .double }
    if after == nil { return addition(atEnd: byte) }
    if before == nil { return .addStart }
    let isNeighbour = [before, after].contains {
      $0.map { Keyboard.areNeighbours(byte, $0) } == true
    }
    return isNeighbour ? .addKey : .add
  }

  private static func addition(atEnd byte: UInt8) -> NameRule {
    if byte == UInt8(ascii: "s") { return .plural }
    return (0x30...0x39).contains(byte) ? .digitEnd : .addEnd
  }
}

/// Which keys touch on a US keyboard, rows aligned by column.
enum Keyboard {
  private static let rows = ["1234567890-", "qwertyuiop", "asdfghjkl", "zxcvbnm"].map {
    Array($0.utf8)
  }

  /// Row and column of every key by its byte; negative where there is none.
  private static let places: [(row: Int, column: Int)] = {
    var places = [(row: Int, column: Int)](repeating: (-9, -9), count: 256)
    for (row, keys) in rows.enumerated() {
      for (column, key) in keys.enumerated() { places[Int(key)] = (row, column) }
    }
    return places
  }()

  /// Whether two different keys touch, diagonals included.
  static func areNeighbours(_ left: UInt8, _ right: UInt8) -> Bool {
    let (one, other) = (places[Int(left)], places[Int(right)])
    guard left != right, one.row >= 0, other.row >= 0 else { return false }
    return abs(one.row - other.row) <= 1 && abs(one.column - other.column) <= 1
  }
}
