import Features
import Testing

/// Whether two numbers agree to one part in 10⁹.
func agree(_ left: Double, _ right: Double) -> Bool {
  abs(left - right) <= 1e-9 * max(abs(left), abs(right), 1e-300)
}

@Suite struct HistoryTestTests {
  @Test(arguments: Golden.provenance.cases)
  func `agrees with the worked histories`(_ worked: ProvenanceGolden.Case) {
    let result = HistoryTest.result(
      published: worked.publishDays.map { (version: $0.key, day: $0.value) },
      tags: VersionTags(days: worked.tagDays))
    let expected = worked.result
    #expect(result.status.rawValue == expected.status)
    #expect(result.events == expected.events)
    #expect(result.hits == expected.hits)
    #expect(agree(result.p, expected.p), "\(result.p), \(expected.p)")
    #expect(agree(result.decibans, expected.decibans))
    #expect(result.chances.count == expected.q.count)
    for (own, other) in zip(result.chances, expected.q) { #expect(agree(own, other)) }
    #expect(agree(result.coverage, expected.coverage))
    #expect(agree(result.spanDays, expected.span))
    #expect(agree(result.daysBeforeTag, expected.window[0]))
    #expect(agree(result.daysAfterTag, expected.window[1]))
    // The reference defines the variation from two gaps on; here it needs the three the rules ask for.
    if let variation = result.gapVariation, let number = expected.gapCv.number {
      #expect(agree(variation, number))
    }
  }
}
