import Scoring
import Testing

@Suite struct ReviewedWindowTests {
  /// One week of npm in 2021: releases published and releases found malicious.
  static let week = ReviewedWindow(
    [
      (35, 23_452), (2, 13_849), (27, 7_042), (1, 6_050), (5, 13_562), (6, 15_269), (19, 17_063),
    ].map { ReviewedWindow.Day(malicious: $0.0, reviewed: $0.1) })

  @Test func shareAndDispersionMatch() throws {
    #expect(Self.week.malicious == 95 && Self.week.reviewed == 96_287)
    #expect(agree(Self.week.share, 0.000_986_633_709_638_892_1))
    #expect(agree(try #require(Self.week.dispersion), 14.852_647_638_416_165, 1e-10))
  }

  /// Sums of seven days take few values: near its 2.5 % point the reference's limit steps by 3 %.
  @Test func daysDrawnAgainGiveTheLimits() {
    let limits = Self.week.dayLimits()
    #expect(agree(limits.low, 0.000_408_843_569_275_697_8, 0.05))
    #expect(agree(limits.high, 0.001_675_776_416_970_760_1, 0.03))
    let naive = BinomialInterval.jeffreys(95, of: 96_287)
    #expect(limits.low < naive.low && limits.high > naive.high)
  }

  @Test func oneDayDoesNotSayHowDaysDiffer() {
    #expect(ReviewedWindow([.init(malicious: 3, reviewed: 100)]).dispersion == nil)
    #expect(
      ReviewedWindow([.init(malicious: 0, reviewed: 9), .init(malicious: 0, reviewed: 5)])
        .dispersion == nil)
  }
}
