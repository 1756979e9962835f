import Corpus
import Foundation
import Labels
import Pipeline
import Storage
import Testing

@Suite struct BaseRateRowsTests {
  private static let header =
    "ecosystem,population,unit,low,mid,high,malicious,reviewed,source,as_of,method\n"

  /// Malicious and published releases of one week of npm, day by day.
  private static let week = [
    (35, 23_452, "2021-07-29"), (2, 13_849, "2021-07-30"), (27, 7_042, "2021-07-31"),
    (1, 6_050, "2021-08-01"), (5, 13_562, "2021-08-02"), (6, 15_269, "2021-08-03"),
    (19, 17_063, "2021-08-04"),
  ].map { "npm,flow,release,,,,\($0),\($1),week,\($2),window\n" }

  private static func rows(_ lines: String) throws -> BaseRateRows {
    let scratch = try ScratchFolder()
    let path = try scratch.write(header + lines, to: "rates.csv")
    return try BaseRateRows(BaseRateImport.read(path: path).rows)
  }

  @Test("Days of one window become one rate with limits from days drawn again")
  func window() throws {
    let read = try Self.rows(Self.week.joined())
    let rate = try #require(read.rates.first)
    #expect(read.rates.count == 1)
    #expect(rate.malicious == 95 && rate.reviewed == 96_287 && rate.method == .window)
    #expect(rate.population == "arrivals" && rate.asOf == UTCInstant(parsing: "2021-08-04"))
    #expect(abs(rate.mid - 9.866e-4) < 1e-6)
    #expect(abs(rate.low - 4.09e-4) < 2e-5 && abs(rate.high - 1.676e-3) < 5e-5)
    #expect(read.notes[0].hasPrefix("week: 7 days differ 14.9 times as much as chance"))
  }

  @Test("The order of the days does not matter")
  func order() throws {
    let back = try Self.rows(Self.week.reversed().joined()).rates[0]
    #expect(back.malicious == 95 && back.asOf == UTCInstant(parsing: "2021-08-04"))
  }

  @Test("One day of counts is refused with its line")
  func oneDay() throws {
    let error = #expect(throws: PipelineError.self) { try Self.rows(Self.week[0]) }
    #expect(error?.message.contains("rates.csv:2: 1 days") == true)
  }

  @Test("Points of an elicited range become wider limits; limits stay as they are")
  func elicited() throws {
    let read = try Self.rows(
      """
      pypi,registry,project,0.0001,,0.01,,,panel,2024-01-01,elicited
      pypi,registry,project,0.0001,0.001,0.01,3,2000,review,2024-01-01,
      pypi,registry,project,0.0001,0.001,0.01,3,2000,sample,2024-01-01,audit

      """)
    #expect(read.rates.map(\.method) == [.elicited, .window, .audit])
    #expect(read.rates[0].low < 1e-4 && read.rates[0].high > 1e-2)
    #expect(abs(read.rates[0].mid - 1e-3) < 1e-4)
    #expect(read.rates[1].low == 1e-4 && read.rates[1].high == 1e-2)
  }

  @Test("Rates survive the catalog and their documents with method and counts")
  func stored() async throws {
    let corpus = try TestCorpus()
    let scratch = try ScratchFolder()
    let path = try scratch.write(Self.header + Self.week.joined(), to: "rates.csv")
    let before = try await corpus.open(.night(0)) { context in
      _ = try await ImportStage.baseRates(path: path, in: context)
      return try await context.store.baseRates()
    }
    #expect(before.map(\.method) == [.window] && before[0].reviewed == 96_287)
    try FileManager.default.removeItem(atPath: "\(corpus.path)/catalog.sqlite")
    for ending in ["-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: "\(corpus.path)/catalog.sqlite\(ending)")
    }
    let after = try await corpus.open(.night(1)) { context in
      try await ImportStage.restoreIfLost(in: context)
      return try await context.store.baseRates()
    }
    #expect(after == before)
  }
}
