import Foundation
import Report
import Testing

@Suite struct ReportPageTests {
  /// Compares with `Golden/<name>`, or writes it when `ASSAY_RECORD=1`.
  private func expectGolden(_ text: String, _ name: String) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Golden")
    let file = folder.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["ASSAY_RECORD"] == "1" {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    let pairs = zip(
      text.split(separator: "\n", omittingEmptySubsequences: false),
      golden.split(separator: "\n", omittingEmptySubsequences: false))
    if let (line, expected) = pairs.first(where: { $0 != $1 }) {
      Issue.record("differs from \(name), first at\n\(line)\nwhich should be\n\(expected)")
    }
    #expect(text.utf8.count == golden.utf8.count)
  }

  @Test func `a whole page is as recorded`() throws {
    try expectGolden(ReportPage.html(SampleContent.whole), "report.html")
  }

  @Test func `the same content gives the same bytes`() {
    #expect(ReportPage.html(SampleContent.whole) == ReportPage.html(SampleContent.whole))
  }

  @Test func `the sentences come before everything else`() throws {
    let page = ReportPage.html(SampleContent.whole)
    let sentence = "1 in 11 (1 in 8.8 to 1 in 14) packages scoring at most 0.6 is malicious"
    let claim = try #require(page.range(of: sentence))
    let section = try #require(page.range(of: "<section"))
    #expect(claim.lowerBound < section.lowerBound)
    #expect(page.contains("relative to malware of the kind that gets reported"))
  }

  @Test func `nothing is loaded and nothing runs`() {
    let page = ReportPage.html(SampleContent.whole)
    for forbidden in ["<script", "http://", "https://", "@import", "url(", "<img", "<iframe"] {
      #expect(!page.contains(forbidden), "\(forbidden)")
    }
  }

  @Test func `hostile words stay words wherever they stand`() {
    let attack = "\"><script>alert(1)</script>\u{202E}"
    var ecosystem = SampleContent.talk
    ecosystem.name = attack
    ecosystem.population = attack
    ecosystem.certificate.verdict = .hold
    ecosystem.certificate.reasons = [attack]
    ecosystem.baseRate?.unit = attack
    ecosystem.baseRate?.source = attack
    ecosystem.baseRate?.asOf = attack
    ecosystem.notes = [ReportNote(.warning, attack)]
    if case .bins(var bins) = ecosystem.map {
      bins[0].flags = [attack]
      ecosystem.map = .bins(bins)
    }
    var refused = ecosystem
    refused.map = .none(reason: attack)
    var content = SampleContent.content([ecosystem, refused])
    content.run = RunFigures(
      runID: attack, asOf: attack, toolVersion: attack, inputDigest: attack,
      configurationDigest: attack, reference: attack)
    let page = ReportPage.html(content)
    #expect(!page.contains("<script"))
    #expect(!page.contains("\u{202E}"))
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;\u{FFFD}"))
  }

  @Test func `every picture has a title and a description that it names`() {
    let page = ReportPage.html(SampleContent.whole)
    let pictures = page.components(separatedBy: "<svg").dropFirst()
    #expect(pictures.count == 6)
    for picture in pictures {
      #expect(picture.contains("role=\"img\""))
      #expect(picture.contains("<title id=") && picture.contains("<desc id="))
    }
    let ids = page.components(separatedBy: " id=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
    #expect(Set(ids).count == ids.count)
  }

  @Test func `a bin without a lower limit says so and its band has no floor`() {
    var ecosystem = SampleContent.talk
    var bins = ecosystem.map.bins
    bins[7].decibansLow = nil
    ecosystem.map = .bins(bins)
    let page = ReportPage.html(SampleContent.content([ecosystem]))
    #expect(page.contains("\u{2212}18.1 dB (95 %: no lower limit .. \u{2212}16.9)"))
    // The plot's lower right corner, where the band must now end.
    #expect(page.contains("class=\"band\" points=") && page.contains("696,268 "))
  }

  @Test func `an ecosystem without a map says why`() {
    let page = ReportPage.html(SampleContent.content([SampleContent.unlabelled]))
    #expect(
      page.contains(
        "No probability can be stated for crates.io: 900 packages are fewer than 1,000."))
    #expect(page.contains("No package has a score."))
    #expect(page.contains("Partial: something expected is missing."))
  }

  @Test func `a run without ecosystems is still a page`() {
    #expect(ReportPage.html(SampleContent.content([])).contains("This run holds no ecosystem."))
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 0, -1, 1e300, 1e-300])
  func `no figure, however odd, is printed as not a number`(odd: Double) {
    let page = ReportPage.html(SampleContent.content([Self.all(odd)]))
    for forbidden in ["nan", "inf", "Optional", "e+", "e-3"] {
      let words = page.components(separatedBy: "</style>")[1]
      #expect(!Self.numbers(words).contains(where: { $0.contains(forbidden) }), "\(forbidden)")
    }
  }

  /// Words that start like a number.
  private static func numbers(_ text: String) -> [String] {
    text.split { " <>\"=,()".contains($0) }.map { $0.lowercased() }
      .filter { ["nan", "inf", "-inf", "+inf"].contains($0) || $0.first?.isNumber == true }
  }

  /// Figures in which every number is the same odd one.
  private static func all(_ odd: Double) -> EcosystemFigures {
    let interval = Interval(low: odd, mid: odd, high: odd)
    var ecosystem = SampleContent.talk
    ecosystem.baseRate = BaseRateFigures(
      low: odd, mid: odd, high: odd, unit: "project", source: "s", asOf: "")
    ecosystem.distribution.bins.append(.init(lower: odd, upper: odd, population: 1, malicious: 1))
    ecosystem.map = .bins([
      LikelihoodBin(
        upperEdge: odd, unlabelled: 0, campaigns: odd, packages: 0, rawRatio: odd, ratio: odd,
        likelihoodRatio: odd, decibans: odd, decibansLow: odd, decibansHigh: odd,
        posterior: interval)
    ])
    ecosystem.sweep = [odd, 1e-3, 1e-2].map {
      SweepPoint(bin: 0, baseRate: $0, posterior: interval, factor2: interval, factor4: interval)
    }
    ecosystem.coverage = [
      CoverageOfGood(
        baseRate: odd, bound: odd, kappa: 1, threshold: odd, coverage: odd, maliciousAbove: odd,
        low: odd, high: odd)
    ]
    ecosystem.ceilings = [
      PrecisionCeiling(
        baseRate: odd, precision: odd, bin: 99, recall: odd, neededFor10: odd, neededFor50: odd,
        neededFor90: odd)
    ]
    return ecosystem
  }
}
