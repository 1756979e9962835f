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
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      number += 1
      let line = bytes[start..<end].last == 0x0D ? bytes[start..<end - 1] : bytes[start..<end]
      if !line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { try body(number, line) }
      start = end + 1
    }
  }
}
