import JSON
import Testing

@Suite struct JSONParserTests {
  @Test func `reads members, elements and scalars`() throws {
    let text = #"{"a":1,"b":[true,null,"x\u00e9"],"a":2.5,"c":{}}"#
    try JSONParser().parse(Array(text.utf8)) { root, wasRepaired in
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
      var elements: [String] = []
      root["b"]?.forEachElement {
        elements.append($0.string ?? ($0.isNull ? "null" : "\($0.bool!)"))
      }
      #expect(elements == ["true", "null", "xé"])
    }
  }

  @Test func `repairs and says so`() throws {
    let text = #"{"a":123456789012345678901234567890,"b":"\ud800x","c":NaN}"#
    try JSONParser().parse(Array(text.utf8)) { root, wasRepaired in
      #expect(wasRepaired)
      #expect(root["a"]?.double == 123456789012345678901234567890.0)
      #expect(root["b"]?.string == "\u{FFFD}x")
      #expect(root["c"]?.isNull == true)
    }
  }
}
