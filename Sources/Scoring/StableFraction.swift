import CCrypto

/// Splits that depend on a key alone: the same on every machine and in every run.
package enum StableFraction {
  /// The top 53 bits of SHA-256 of the key, as a share in 0..<1.
  package static func of(_ key: String) -> Double {
    let digest = sha256(Array(key.utf8))
    var value: UInt64 = 0
    for byte in digest.prefix(8) { value = value << 8 | UInt64(byte) }
    return Double(value >> 11) * 0x1p-53
  }

  /// The fold of a key, in `0..<folds`.
  package static func fold(_ key: String, folds: Int) -> Int {
    Int(of(key) * Double(folds))
  }

  private static func sha256(_ bytes: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    // https://docs.openssl.org/3.0/man3/SHA256_Init/
    _ = unsafe bytes.withUnsafeBufferPointer { input in
      unsafe digest.withUnsafeMutableBufferPointer { output in
        unsafe SHA256(input.baseAddress, input.count, output.baseAddress)
      }
    }
    return digest
  }
}
