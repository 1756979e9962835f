import JSON
import Testing

@Suite struct JSONRepairTests {
  private func string(_ content: [UInt8]) throws -> (String?, Bool) {
    try JSONParser().parse([0x22] + content + [0x22]) { ($0.string, $1) }
  }

  @Test(arguments: [
    (#"\ud800"#, "\u{FFFD}"), (#"\udc00x"#, "\u{FFFD}x"), (#"\ud800\ud800"#, "\u{FFFD}\u{FFFD}"),
    (#"\ud800\u0041"#, "\u{FFFD}A"), (#"a\udfff\ud83d\ude00"#, "a\u{FFFD}😀"),
    ("\u{1}\t\n", "\u{1}\t\n"), ("a\u{0}b", "a\u{0}b"), (#"\\\ud800\""#, "\\\u{FFFD}\""),
  ])
  func `mends strings`(content: String, expected: String) throws {
    let (text, wasRepaired) = try string(Array(content.utf8))
    #expect(text == expected)
    #expect(wasRepaired)
  }

  @Test(
    arguments: [
      ([0xFF], "\u{FFFD}"), ([0xC3], "\u{FFFD}"), ([0xC0, 0x80], "\u{FFFD}\u{FFFD}"),
      ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"), ([0xE2, 0x82, 0xAC, 0x80], "€\u{FFFD}"),
      ([0xF4, 0x90, 0x80, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"), ([0x61, 0xE2], "a\u{FFFD}"),
    ] as [([UInt8], String)])
  func `mends UTF-8`(content: [UInt8], expected: String) throws {
    let (text, wasRepaired) = try string(content)
    #expect(text == expected)
    #expect(wasRepaired)
  }

  @Test func `numbers of any size go on`() throws {
    let text = #"[123456789012345678901234567890,-9223372036854775809,1e999,-1e999,NaN,-Infinity]"#
    try JSONParser().parse(Array(text.utf8)) { root, wasRepaired in
      var values: [JSONValue] = []
      root.forEachElement { values.append($0) }
      #expect(values[0].double == 123456789012345678901234567890.0)
      #expect(values[1].double == -9223372036854775809.0)
      #expect(values[2].string == "1e999")
      #expect(values[3].string == "-1e999")
      #expect(values[4].isNull && values[5].isNull)
      #expect(wasRepaired)
    }
  }

  @Test func `zero bytes at the end are cut off`() throws {
    let bytes = Array("{\"a\":1}\n".utf8) + [0, 0, 0]
    #expect(try JSONParser().parse(bytes) { root, _ in root["a"]?.int } == 1)
  }

  @Test func `words that only look broken inside strings stay`() throws {
    let text = #"{"NaN":"Infinity 1e999 \u0041","x":NaN}"#
    #expect(
      try JSONParser().parse(Array(text.utf8)) { root, _ in root["NaN"]?.string }
        == "Infinity 1e999 A")
  }

  @Test func `sound bytes have nothing to repair`() {
    let sound = Array(#"{"a":[1,-2.5e3,"\ud83d\ude00é",null]}"#.utf8)
    #expect(JSONRepair.repaired(sound[...]) == nil)
  }

  @Test(arguments: 0..<200)
  func `random bytes never trap`(seed: UInt64) {
    var state = seed
    func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
    let letters = Array("{}[]\",:\\ud80 1e9-.NaInfity\u{0}\u{1F}".utf8) + [0xC3, 0xFF, 0xF0]
    let parser = JSONParser()
    for _ in 0..<20 {
      let bytes = (0..<next() % 64).map { _ in letters[Int(next() % UInt64(letters.count))] }
      _ = try? parser.parse(bytes) { root, _ in root.count }
    }
  }
}
