/// One object of a git repository: its bytes and the name they hash to.
///
/// Source: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
struct GitObject: Sendable {
  enum Kind: Int, Sendable {
    case commit = 1
    case tree = 2
    case tag = 4

    var word: String {
      switch self {
      case .commit: "commit"
      case .tree: "tree"
      case .tag: "tag"
      }
    }
  }

  let kind: Kind
  let bytes: [UInt8]
  /// Lower-case hexadecimal SHA-1 of kind, size and bytes.
  let id: String

  init(_ kind: Kind, _ text: String) {
    self.kind = kind
    bytes = Array(text.utf8)
    id = Digests.hex(Array("\(kind.word) \(bytes.count)\0".utf8) + bytes, .sha1)
  }

  /// The tree of every simulated commit: no files at all.
  static let emptyTree = GitObject(.tree, "")
}

extension GitObject {
  /// The objects as a pack, every one of them stored without compression or deltas.
  ///
  /// Source: https://git-scm.com/docs/gitformat-pack
  static func pack(_ objects: [GitObject]) -> [UInt8] {
    var pack = Array("PACK".utf8) + bigEndian(2) + bigEndian(UInt32(objects.count))
    for object in objects { pack += object.header + object.zlib }
    return pack + Digests.digest(pack, .sha1)
  }

  /// Kind and size: four bits of size in the first byte, then seven in each.
  private var header: [UInt8] {
    var size = bytes.count >> 4
    var header = [UInt8(kind.rawValue << 4 | bytes.count & 15)]
    while size > 0 {
      header[header.count - 1] |= 0x80
      header.append(UInt8(size & 0x7F))
      size >>= 7
    }
    return header
  }

  /// One stored block of a zlib stream.
  ///
  /// Source: RFC 1950; RFC 1951, section 3.2.4.
  private var zlib: [UInt8] {
    precondition(bytes.count <= 0xFFFF, "a simulated git object is small")
    let count = UInt16(bytes.count)
    let lengths = [count, ~count].flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    return [0x78, 0x01, 0x01] + lengths + bytes + Self.bigEndian(adler32)
  }

  private var adler32: UInt32 {
    var (low, high): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
      low = (low + UInt32(byte)) % 65_521
      high = (high + low) % 65_521
    }
    return high << 16 | low
  }

  private static func bigEndian(_ number: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - $0 * 8)) }
  }
}
