import Foundation

/// JSON Lines: one document a line. https://jsonlines.org
package enum JSONLines {
  /// Calls the closure with every line that is not blank, and its number from 1.
  ///
  /// Lines end with LF or CRLF, the end is left out; the last line may lack it.
  package static func forEachLine(
    of bytes: [UInt8], _ body: (_ lineNumber: Int, _ line: ArraySlice<UInt8>) throws -> Void
  ) rethrows {
    var number = 0
    var start = 0
    while start < bytes.count {
      let end = lineFeed(in: bytes, from: start) ?? bytes.count
      number += 1
      let line = bytes[start..<end].last == 0x0D ? bytes[start..<end - 1] : bytes[start..<end]
      if !line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { try body(number, line) }
      start = end + 1
    }
  }

  private static func lineFeed(in bytes: [UInt8], from start: Int) -> Int? {
    unsafe bytes.withUnsafeBytes { all in
      let rest = unsafe all[start...]
      let found = unsafe memchr(all.baseAddress! + start, 0x0A, rest.count)
      return unsafe found.map { unsafe all.baseAddress!.distance(to: UnsafeRawPointer($0)) }
    }
  }
}
