/// Polynomial hashes of a name and of the name with one or two bytes left out, each in constant time.
///
/// Equal names have equal hashes; unequal names may too, so every hit is verified.
struct DeletionHash {
  private static let base: UInt64 = 0x9E37_79B9_7F4A_7C15
  private static let powers: [UInt64] = {
    var powers: [UInt64] = [1]
    for _ in 0..<NameTargets.maximumNameBytes { powers.append(powers[powers.count - 1] &* base) }
    return powers
  }()

  /// Hash of the first n bytes, for every n.
  private let prefix: [UInt64]

  /// Prepares a name of at most `NameTargets.maximumNameBytes` bytes.
  init(_ bytes: [UInt8]) {
    var prefix: [UInt64] = [0]
    prefix.reserveCapacity(bytes.count + 1)
    for byte in bytes {
      prefix.append(prefix[prefix.count - 1] &* Self.base &+ UInt64(byte) &+ 1)
    }
    self.prefix = prefix
  }

  static func whole(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 &* base &+ UInt64($1) &+ 1 }
  }

  var whole: UInt64 { prefix[prefix.count - 1] }
  private var count: Int { prefix.count - 1 }

  /// Calls `body` with the hash of the whole name and of every name one byte shorter.
  @inline(__always)
  func forEachUpToOne(_ body: (UInt64) -> Void) {
    body(whole)
    for skip in 0..<count { body(append(skip + 1, count, to: prefix[skip])) }
  }

  /// Calls `body` with the hash of every name two bytes shorter.
  @inline(__always)
  func forEachTwo(_ body: (UInt64) -> Void) {
    guard count >= 2 else { return }
    for first in 0..<count - 1 {
      for second in first + 1..<count {
        let middle = append(first + 1, second, to: prefix[first])
        body(append(second + 1, count, to: middle))
      }
    }
  }

  /// The hash of what `hash` stands for followed by bytes `from..<to`.
  private func append(_ from: Int, _ to: Int, to hash: UInt64) -> UInt64 {
    let power = Self.powers[to - from]
    return (hash &- prefix[from]) &* power &+ prefix[to]
  }
}
