import Pipeline
import Testing

@Suite struct FeedPromiseTests {
  @Test(
    "An answer is judged by the number its feed promised",
    arguments: [
      ("17", 200, "17", nil, FeedPromise.Verdict.kept),
      ("17", 200, "16", nil, .broken),
      ("17-abc", 200, "18-def", nil, .kept),
      ("17-abc", 200, "9-fff", nil, .broken),
      ("3-0-1700000000000", 200, nil, 3, .kept),
      ("3-0-1700000000000", 200, nil, 2, .broken),
      ("17", 304, "17", nil, .kept),
      ("17", 304, "16", nil, .unknown),
      ("17-abc", 304, nil, nil, .unknown),
      ("17", 404, nil, nil, .kept),
      (nil, 304, nil, nil, .kept),
      (nil, 200, "1", nil, .kept),
    ] as [(String?, Int, String?, Int?, FeedPromise.Verdict)])
  func judges(
    promised: String?, status: Int, version: String?, versions: Int?,
    verdict: FeedPromise.Verdict
  ) {
    #expect(
      FeedPromise(promised).judge(status: status, version: version, versions: versions) == verdict)
  }

  @Test("A version with two lines counts once, as in the dump; what cannot be read counts")
  func versions() {
    func count(_ lines: String...) -> Int {
      FeedPromise.versionCount(ofIndexFile: Array((lines.joined(separator: "\n") + "\n").utf8))
    }
    let (first, second) = (#"{"vers":"0.1.0"}"#, #"{"vers":"0.2.0"}"#)
    #expect(count(first, second) == 2)
    #expect(count(first, second, first) == 2)
    #expect(count(first, first) == 1)
    #expect(count(first, "{", second) == 3)
  }
}
