import Foundation
import Report
import Testing

@Suite struct StatementTests {
  static let scope = "relative to malware of the kind that gets reported"

  @Test func `the talk's sentence`() {
    #expect(
      Statement.lowestScores(of: SampleContent.talk)
        == "At a base rate of 1 in 63 PyPI projects, 1 in 11 (1 in 8.8 to 1 in 14) packages scoring "
        + "at most 0.6 is malicious, \(Self.scope). That base rate is known to be 1 in 56 to 1 in 72 "
        + "(95 %): talk, counted sample, 2023-03-01.")
  }

  @Test func `the good`() {
    #expect(
      Statement.theGood(of: SampleContent.talk)
        == "At a base rate of 1 in 63 PyPI projects, at most 1 in 10,000 packages scoring 6.8 or "
        + "more is malicious (upper 95 % limit), \(Self.scope). 30 % of good packages score that much."
    )
  }

  /// The example of the method, section 4.8, and its two exceptions.
  @Test(arguments: [
    (
      Interval(low: 1 / 310, mid: 1 / 160, high: 1 / 90),
      "1 in 160 (1 in 90 to 1 in 310) packages scoring 0 is malicious"
    ),
    (Interval(low: 0, mid: 0.001, high: 0.01), "at most 1 in 100 packages scoring 0 is malicious"),
    (
      Interval(low: 0.0001, mid: 0.001, high: 0.1),
      "1 in 10 to 1 in 10,000 packages scoring 0 is malicious"
    ),
  ])
  func `the sentence follows from the interval`(posterior: Interval, text: String) {
    let rate = BaseRateFigures(
      low: 5e-4, mid: 1e-3, high: 2e-3, population: "arrivals", unit: "project", source: "week",
      asOf: "2024-01-01")
    let subject = Statement.subject(bin: 0, upperEdges: [0, .infinity])
    #expect(
      Statement.sentence(posterior, of: subject, at: rate, in: "npm")
        == "At a base rate of 1 in 1,000 new npm projects, \(text), \(Self.scope).")
  }

  @Test(arguments: [
    (0, "packages scoring 0"), (1, "packages scoring above 0 and at most 2.5"),
    (2, "packages scoring above 2.5"),
  ])
  func `a bin is named by its scores`(bin: Int, text: String) {
    #expect(Statement.subject(bin: bin, upperEdges: [0, 2.5, .infinity]) == text)
    #expect(
      Statement.subject(bin: bin, upperEdges: [0, 2.5, .infinity], unit: "release")
        == text.replacingOccurrences(of: "packages", with: "releases"))
  }

  @Test func `a base rate that nobody counted says so, and all others are shown first`() throws {
    let text = Statement.lowestScores(of: SampleContent.held)
    #expect(
      text.hasSuffix(
        "That base rate is assumed, not counted, between 1 in 100 and 1 in 10,000: \"elicited\" <range>, 2026-11-01."
      ))
    let page = ReportPage.html(SampleContent.content([SampleContent.held]))
    let sweep = try #require(page.range(of: "What if malice is rarer"))
    let evidence = try #require(page.range(of: "How much evidence is a score?"))
    #expect(sweep.lowerBound < evidence.lowerBound)
  }

  /// Base rate, population, unit, interval and scope stand in every claim the page opens with.
  @Test func `every claim on the page names what it depends on`() {
    let page = ReportPage.html(SampleContent.whole)
    let claims = page.components(separatedBy: "<p class=\"claim\">").dropFirst().map {
      $0.components(separatedBy: "</p>")[0]
    }
    #expect(claims.count == 3)
    for claim in claims where !claim.hasPrefix("No probability can be stated for ") {
      for part in ["At a base rate of 1 in ", " is malicious", Self.scope, "That base rate is "] {
        #expect(claim.contains(part), "\(part) is not in \(claim)")
      }
    }
  }

  @Test func `one bin means the score says nothing`() {
    var figures = SampleContent.talk
    figures.map = .bins(Array(figures.map.bins.prefix(1)))
    if case .bins(var bins) = figures.map {
      bins[0].upperEdge = .infinity
      figures.map = .bins(bins)
    }
    #expect(
      Statement.lowestScores(of: figures).contains("packages, whatever they score, is malicious"))
  }

  @Test(arguments: [
    (LikelihoodMap.none(reason: "no labels"), true, "no labels"),
    (.bins([]), true, "there are no scored packages"),
    (.bins(SampleContent.talk.map.bins), false, "no base rate is known"),
  ])
  func `no statement without its ground`(map: LikelihoodMap, hasRate: Bool, reason: String) {
    var figures = SampleContent.talk
    figures.map = map
    if !hasRate { figures.baseRate = nil }
    #expect(
      Statement.lowestScores(of: figures) == "No probability can be stated for PyPI: \(reason).")
  }

  @Test func `a refused posterior names its flags`() {
    var figures = SampleContent.talk
    var bins = figures.map.bins
    bins[0].posterior = nil
    bins[0].flags = ["prior_contradicts_data"]
    figures.map = .bins(bins)
    #expect(
      Statement.lowestScores(of: figures)
        == "No probability can be stated for PyPI: the base rate is impossible given the scores.")
  }

  @Test func `evidence leads from base rate to posterior`() throws {
    let decibans = try #require(LikelihoodBin.decibans(from: 0.01575, to: 1.0 / 11))
    #expect(abs(decibans - 7.96) < 0.01)
    #expect(LikelihoodBin.decibans(from: 0, to: 0.5) == nil)
    #expect(LikelihoodBin.decibans(from: 0.1, to: 1) == nil)
  }
}
