/// BLAKE2b with a digest of 32 bytes, which libcrypto 3.0 does not offer.
///
/// Source: RFC 7693.
package enum Blake2b {
  private static let start: [UInt64] = [
    0x6A09_E667_F3BC_C908, 0xBB67_AE85_84CA_A73B, 0x3C6E_F372_FE94_F82B, 0xA54F_F53A_5F1D_36F1,
    0x510E_527F_ADE6_82D1, 0x9B05_688C_2B3E_6C1F, 0x1F83_D9AB_FB41_BD6B, 0x5BE0_CD19_137E_2179,
  ]
  private static let schedule: [[Int]] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
    [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
    [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
    [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
    [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
    [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
    [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
    [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
    [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
  ]
  private static let columns = [
    (0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
    (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14),
  ]

  /// The digest of some bytes, 32 bytes long.
  package static func digest256(_ message: [UInt8]) -> [UInt8] {
    var state = start
    state[0] ^= 0x0101_0000 ^ 32
    var offset = 0
    repeat {
      let end = min(offset + 128, message.count)
      compress(&state, message[offset..<end], total: UInt64(end), isLast: end == message.count)
      offset = end
    } while offset < message.count
    return state.prefix(4).flatMap { word in
      (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
    }
  }

  /// The block as sixteen little-endian words, filled up with zeros.
  private static func words(_ block: ArraySlice<UInt8>) -> [UInt64] {
    let full = block.count == 128 ? block : block + [UInt8](repeating: 0, count: 128 - block.count)
    return unsafe full.withUnsafeBytes { bytes in
      stride(from: 0, to: 128, by: 8).map { offset in
        unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      }
    }
  }

  private static func compress(
    _ state: inout [UInt64], _ block: ArraySlice<UInt8>, total: UInt64, isLast: Bool
  ) {
    let words = Self.words(block)
    var v = state + start
    v[12] ^= total
    if isLast { v[14] = ~v[14] }
    let (schedule, columns) = (schedule, columns)
    for round in 0..<12 {
      let order = schedule[round % 10]
      var next = 0
      for (a, b, c, d) in columns {
        var (va, vb, vc, vd) = (v[a], v[b], v[c], v[d])
        va = va &+ vb &+ words[order[next]]
        vd = (vd ^ va) >> 32 | (vd ^ va) << 32
        vc = vc &+ vd
        vb = (vb ^ vc) >> 24 | (vb ^ vc) << 40
        va = va &+ vb &+ words[order[next + 1]]
        vd = (vd ^ va) >> 16 | (vd ^ va) << 48
        vc = vc &+ vd
        vb = (vb ^ vc) >> 63 | (vb ^ vc) << 1
        (v[a], v[b], v[c], v[d]) = (va, vb, vc, vd)
        next += 2
      }
    }
    for index in 0..<8 { state[index] ^= v[index] ^ v[index + 8] }
  }
}
