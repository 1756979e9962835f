/// Two spellings of one PyPI version are one key: `1.0`, `1.0.0`, `v1.0` and, in file names, `1_0`.
struct PyPIVersionKey: Hashable {
  private let bytes: [UInt8]

  init(_ text: String) {
    switch PyPIVersion(text).form {
    case .standard(let version): bytes = Self.spelling(of: version)
    case .legacy: bytes = text.utf8.map { $0 == 0x5F ? 0x2D : FieldText.lowercased($0) }
    }
  }

  private static func spelling(of version: PyPIVersion.Standard) -> [UInt8] {
    var bytes = version.epoch.digits + [0x21]
    for number in version.release { bytes += number.digits + [0x2E] }
    if let kind = version.preKind {
      bytes += [UInt8(ascii: "p"), UInt8(kind)] + version.pre.digits
    }
    if let post = version.post { bytes += [UInt8(ascii: "s")] + post.digits }
    if let dev = version.dev { bytes += [UInt8(ascii: "d")] + dev.digits }
    for part in version.local {
      switch part {
      case .number(let number): bytes += [UInt8(ascii: "#")] + number.digits
      case .text(let text): bytes += [UInt8(ascii: "+")] + text
      }
    }
    return bytes
  }
}
