import Foundation
import JSON
import Testing

@Suite struct JSONParserTests {
  private func parse<R>(_ text: String, _ body: (JSONValue, Bool) throws -> R) throws -> R {
    try JSONParser().parse(Array(text.utf8), body)
  }

  private func errorCode(_ bytes: [UInt8], depth: Int = 512) -> JSONError.Code? {
    do {
      try JSONParser(maximumDepth: depth).parse(bytes) { _, _ in }
      return nil
    } catch {
      return (error as? JSONError)?.code
    }
  }

  @Test func `reads members, elements and scalars`() throws {
    try parse(#"{"a":1,"b":[true,null,"x\u00e9"],"a":2.5,"c":{}}"#) { root, wasRepaired in
      #expect(!wasRepaired)
      #expect(root.count == 4)
      #expect(root["a"]?.double == 2.5)
      #expect(root["a"]?.int == nil)
      #expect(root["b"]?.count == 3)
      #expect(root["c"]?.isObject == true)
      #expect(root["d"] == nil)
      var seen: [String] = []
      root.forEachMember { key, _ in seen.append(key) }
      #expect(seen == ["a", "b", "a", "c"])
      var kinds: [String] = []
      root["b"]?.forEachElement { value in
        kinds.append(value.string ?? value.bool.map { "\($0)" } ?? "\(value.isNull)")
      }
      #expect(kinds == ["true", "true", "xé"])
    }
  }

  @Test(arguments: ["1", " \"x\" ", "true", "null", "[]", "{}", "-0.5"])
  func `reads a scalar at the root`(text: String) throws {
    #expect(
      try parse(text) { root, _ in root.isArray || root.isObject } == "[{".contains(text.first!))
  }

  @Test(
    arguments: [
      ("0", 0, 0), ("-9223372036854775808", Int64.min, -9.223372036854775808e18),
      ("9223372036854775807", Int64.max, 9.223372036854775807e18),
      ("18446744073709551615", nil, 0x1p64), ("1e3", 1000, 1000),
      ("0.5", nil, 0.5),
      ("-0", 0, 0), ("5e-324", nil, .leastNonzeroMagnitude),
    ] as [(String, Int64?, Double)])
  func `reads numbers without repair`(text: String, int: Int64?, double: Double) throws {
    try parse("[\(text)]") { root, wasRepaired in
      root.forEachElement { value in
        #expect(value.int == int)
        #expect(value.double == double)
        #expect(value.string == nil)
      }
      #expect(!wasRepaired)
    }
  }

  @Test func `keys are compared by bytes, not by canonical equivalence`() throws {
    try parse("{\"\u{E9}\":1,\"e\u{301}\":2}") { root, _ in
      #expect(root["\u{E9}"]?.int == 1)
      #expect(root["e\u{301}"]?.int == 2)
    }
  }

  @Test func `measures strings without reading them`() throws {
    try parse(#"["a\u0000é😀",""]"#) { root, _ in
      var sizes: [[Int?]] = []
      root.forEachElement { sizes.append([$0.stringByteCount, $0.unicodeScalarCount()]) }
      #expect(sizes == [[8, 4], [0, 0]])
      #expect(root.stringByteCount == nil && root.string == nil)
    }
  }

  @Test func `a byte order mark is no damage`() throws {
    let bytes: [UInt8] = [0xEF, 0xBB, 0xBF] + Array("{\"a\":1}".utf8)
    let result = try JSONParser().parse(bytes) { ($0["a"]?.int, $1) }
    #expect(result.0 == 1 && !result.1)
  }

  @Test(arguments: ["", " \n", "\u{FEFF}", "\0"])
  func `says when there is nothing`(text: String) {
    #expect(errorCode(Array(text.utf8)) == .empty)
  }

  @Test(arguments: [
    "{", "[1,]", "{\"a\"}", "[1 2]", "nul", "\"open", "[01]", "{'a':1}", "<html>", "[\"\\x\"]",
    "[\"\\u12\"]", "{}{}", "[1,\0 2]", "[+1]", "[.5]", "[\"\\ud8",
  ])
  func `refuses what no repair makes JSON`(text: String) {
    #expect(errorCode(Array(text.utf8)) == .syntax)
  }

  @Test func `nesting up to the limit is read, beyond it is an error`() {
    func nested(_ depth: Int) -> [UInt8] {
      let opening = [UInt8](repeating: 0x5B, count: depth)
      return opening + [0x31] + [UInt8](repeating: 0x5D, count: depth)
    }
    #expect(errorCode(nested(512)) == nil)
    #expect(errorCode(nested(513)) == .tooDeep)
    #expect(errorCode(nested(1_000_000)) == .tooDeep)
    #expect(errorCode([UInt8](repeating: 0x5B, count: 1_000_000)) == .syntax)
    #expect(errorCode(nested(2), depth: 2) == nil)
    #expect(errorCode(nested(3), depth: 2) == .tooDeep)
  }

  @Test func `a document above the limit is refused unread`() {
    let parser = JSONParser(maximumBytes: 10)
    #expect(throws: JSONError.self) { try parser.parse(Array("[1,2,3,4,5,6]".utf8)) { _, _ in } }
  }

  @Test func `one parser reads documents of all sizes in turn`() throws {
    let parser = JSONParser()
    for count in [1, 100_000, 3, 5_000_000, 7] {
      let text = "[" + Array(repeating: "1", count: count).joined(separator: ",") + "]"
      var sum: Int64 = 0
      try parser.parse(Array(text.utf8)) { root, _ in
        root.forEachElement { sum += $0.int ?? 0 }
        #expect(root.count == count)
      }
      #expect(sum == Int64(count))
      #expect(throws: JSONError.self) { try parser.parse([0x7B]) { _, _ in } }
    }
  }

  @Test(.enabled(if: ProcessInfo.processInfo.environment["ASSAY_SLOW_TESTS"] == "1"))
  func `more members than the tape counts are counted by walking`() throws {
    let count = (1 << 24) + 5
    var bytes: [UInt8] = [0x5B, 0x31]
    bytes.reserveCapacity(2 * count + 1)
    for _ in 1..<count { bytes.append(contentsOf: [0x2C, 0x31]) }
    bytes.append(0x5D)
    #expect(try JSONParser().parse(bytes) { root, _ in root.count } == count)
  }

  @Test func `an error in the closure passes through and frees the parser`() throws {
    struct Stop: Error {}
    let parser = JSONParser()
    #expect(throws: Stop.self) { try parser.parse([0x31]) { _, _ in throw Stop() } }
    #expect(try parser.parse([0x32]) { root, _ in root.int } == 2)
  }
}
