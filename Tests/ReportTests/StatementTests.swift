import Foundation
import Report
import Testing

@Suite struct StatementTests {
  @Test func `the talk's sentence`() {
    #expect(
      Statement.lowestScores(of: SampleContent.talk)
        == "At the lowest scores (up to 0.6 of 10) about 1 package in 11 is malicious (95 %: "
        + "1 in 8.8 .. 1 in 14), if 1.6 % of projects are (95 %: 1.4 % .. 1.8 %; talk, counted "
        + "sample, 2023-03-01).")
  }

  @Test func `the good`() {
    #expect(
      Statement.theGood(of: SampleContent.talk)
        == "At 6.8 and above, where 30 % of good packages are, at most 1 in 10,000 is malicious "
        + "(upper 95 % limit, at a base rate of 1.6 % of projects).")
  }

  @Test(arguments: [
    (
      Interval(low: 0.07, mid: 0.09, high: 0.11),
      "about 1 package in 11 is malicious (95 %: 1 in 9.1 .. 1 in 14)"
    ),
    (Interval(low: 0, mid: 0.001, high: 0.01), "at most 1 package in 100 is malicious (95 %)"),
    (
      Interval(low: 0.0001, mid: 0.001, high: 0.1),
      "the share of malicious packages is somewhere in 1 in 10 .. 1 in 10,000 (95 %)"
    ),
  ])
  func `the claim follows from the interval`(posterior: Interval, text: String) {
    #expect(Statement.claim(posterior) == text)
  }

  @Test func `a base rate that nobody counted says so, and all others are shown first`() throws {
    let text = Statement.lowestScores(of: SampleContent.held)
    #expect(text.contains("if 0.1 % of releases are (assumed, not counted; 95 %: 0.01 % .. 1 %;"))
    let page = ReportPage.html(SampleContent.content([SampleContent.held]))
    let sweep = try #require(page.range(of: "What if malice is rarer"))
    let evidence = try #require(page.range(of: "How much evidence is a score?"))
    #expect(sweep.lowerBound < evidence.lowerBound)
  }

  @Test func `one bin means the score says nothing`() {
    var figures = SampleContent.talk
    figures.map = .bins(Array(figures.map.bins.prefix(1)))
    #expect(Statement.lowestScores(of: figures).hasPrefix("At every score alike about 1 package"))
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
        == "No probability can be stated for PyPI: prior_contradicts_data.")
  }

  @Test func `evidence leads from base rate to posterior`() throws {
    let decibans = try #require(LikelihoodBin.decibans(from: 0.01575, to: 1.0 / 11))
    #expect(abs(decibans - 7.96) < 0.01)
    #expect(LikelihoodBin.decibans(from: 0, to: 0.5) == nil)
    #expect(LikelihoodBin.decibans(from: 0.1, to: 1) == nil)
  }
}
