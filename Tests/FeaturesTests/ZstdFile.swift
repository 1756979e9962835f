import CZstd
import Foundation

/// Lines of a zstd-compressed text file of the recorded data.
enum ZstdFile {
  /// The recorded data beside the package, where that folder is there.
  static let shared = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "shared/data")

  static func isThere(_ path: String) -> Bool {
    let found = FileManager.default.fileExists(atPath: shared.appending(path: path).path)
    if !found { print("\(path): skipped, \(shared.path) has no such file") }
    return found
  }

  /// The lines below the header.
  static func lines(_ path: String) throws -> [Substring] {
    let packed = [UInt8](try Data(contentsOf: shared.appending(path: path)))
    let text = String(decoding: try decompressed(packed), as: UTF8.self)
    return Array(text.split(whereSeparator: \.isNewline).dropFirst())
  }

  private static func decompressed(_ packed: [UInt8]) throws -> [UInt8] {
    let stream = unsafe ZSTD_createDStream()
    defer { _ = unsafe ZSTD_freeDStream(stream) }
    var plain: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 20)
    var position = 0
    while position < packed.count {
      let written = try unsafe packed.withUnsafeBytes { source in
        try unsafe block.withUnsafeMutableBytes { target in
          var input = unsafe ZSTD_inBuffer(
            src: source.baseAddress, size: source.count, pos: position)
          var output = unsafe ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
          let code = unsafe ZSTD_decompressStream(stream, &output, &input)
          guard ZSTD_isError(code) == 0 else { throw CocoaError(.fileReadCorruptFile) }
          unsafe position = input.pos
          return unsafe output.pos
        }
      }
      plain += block[..<written]
    }
    return plain
  }
}
