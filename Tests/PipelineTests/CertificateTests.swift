import Foundation
import Pipeline
import Testing

@Suite struct CertificateTests {
  private static func invariants(
    packages: Int = 100, missing: Double = 0.1, histogram: [Int] = Array(repeating: 5, count: 20)
  ) -> RunInvariants {
    RunInvariants(
      packages: packages, distinctPackages: packages, missingShare: ["licence_given": missing],
      scoreHistogram: histogram)
  }

  private static func judge(
    _ now: RunInvariants, owed: Int = 0, published: RunInvariants? = invariants()
  ) -> EcosystemCertificate {
    var crawl = CrawlCounts()
    crawl.expected = 1000
    crawl.owed = owed
    return .judge(
      crawl: crawl, extract: ExtractCounts(), invariants: now, reference: nil,
      published: published.map { ($0, now.scoreHistogram) }, thresholds: CertificateThresholds())
  }

  @Test("A complete night like the last one is published")
  func publishes() {
    #expect(Self.judge(Self.invariants()).verdict == .publish)
    #expect(Self.judge(Self.invariants(), published: nil).verdict == .publish)
  }

  @Test(
    "Owed items beyond the limit make a night partial",
    arguments: [(10, Verdict.publish), (11, .partial)])
  func partial(owed: Int, verdict: Verdict) {
    #expect(Self.judge(Self.invariants(), owed: owed).verdict == verdict)
  }

  @Test("A feed that could not be read makes a night partial, with the reason")
  func feedFailure() {
    var crawl = CrawlCounts()
    crawl.feedFailure = "refused"
    let certificate = EcosystemCertificate.judge(
      crawl: crawl, extract: ExtractCounts(), invariants: Self.invariants(),
      reference: nil, published: nil, thresholds: CertificateThresholds())
    #expect(certificate.verdict == .partial)
    #expect(certificate.reasons == ["the feed could not be read: refused"])
  }

  @Test(
    "A broken invariant holds the night back",
    arguments: [
      invariants(packages: 94),
      invariants(missing: 0.21),
      invariants(histogram: [81] + Array(repeating: 1, count: 19)),
      RunInvariants(
        packages: 100, distinctPackages: 99, missingShare: [:],
        scoreHistogram: Array(repeating: 5, count: 20)),
    ])
  func holds(now: RunInvariants) {
    let certificate = Self.judge(now)
    #expect(certificate.verdict == .hold)
    #expect(certificate.reasons.count == 1)
  }

  @Test("The worst ecosystem decides, and the exit code says it")
  func worst() {
    let publish = Self.judge(Self.invariants())
    let held = Self.judge(Self.invariants(packages: 1))
    let certificate = Certificate(
      run: "r", asOf: "t", comparedWith: nil, ecosystems: ["npm": publish, "pypi": held])
    #expect(certificate.verdict == .hold)
    #expect([Verdict.publish, .partial, .hold].map(\.exitCode) == [0, 3, 4])
  }
}
