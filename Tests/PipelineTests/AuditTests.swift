import Corpus
import Foundation
import Labels
import Pipeline
import Storage
import Testing

/// An audit from the draw to the base rate that the next fit stands on.
@Suite struct AuditTests {
  /// The cells of one sheet, row by row.
  private struct Sheet {
    let lines: [String]

    init(_ path: String) throws {
      lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\r\n").map(
        String.init)
    }

    /// The sheet with these verdicts, by the number of the row.
    func filled(_ verdict: (Int) -> String) -> String {
      let rows = lines.dropFirst().enumerated().map { index, line in
        var cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        cells[3] = verdict(index + 1)
        return cells.joined(separator: ",")
      }
      return ([lines[0]] + rows).joined(separator: "\n")
    }

    var purls: [String] { lines.dropFirst().map { String($0.split(separator: ",")[1]) } }
  }

  @Test("A sheet is drawn the same again, filled in, and becomes the base rate of the next fit")
  func audit() async throws {
    try await TestRegistries.with(packages: 300) { registries in
      let corpus = try TestCorpus()
      let scratch = try ScratchFolder()
      _ = try await corpus.night(0, at: registries)
      let sheet = try await draws(corpus, scratch)
      try await refusesHalfAReview(corpus, scratch, sheet)
      let path = try scratch.write(sheet.filled { $0 <= 9 ? "malicious" : "good" }, to: "full.csv")
      let read = try await corpus.open(.night(0, hours: 1)) { context in
        try await AuditRead.run(path: path, in: context)
      }
      #expect(read.rate.method == .audit && read.rate.malicious == 9 && read.rate.reviewed == 150)
      #expect(read.rate.low < read.rate.mid && read.rate.mid < read.rate.high)
      #expect(
        read.text.contains(" npm projects that nobody had reported by 2026-01-01 is malicious"))
      #expect(read.text.contains("a standard error of 25 % takes about"))
      try await isUsed(read.rate, corpus)
    }
  }

  private func draws(_ corpus: TestCorpus, _ scratch: ScratchFolder) async throws -> Sheet {
    var texts: [String] = []
    for (name, seed) in [("a", UInt64(7)), ("b", 7), ("c", 8)] {
      let path = "\(scratch.path)/\(name).csv"
      let drawn = try await corpus.open(.night(0, hours: 1), mode: .read) { context in
        try await AuditDraw.run(.npm, reviews: 150, seed: seed, to: path, in: context)
      }
      #expect(drawn.design.reviews == 150)
      #expect(drawn.design.strata.allSatisfy { $0.reviews >= min(30, $0.packages) })
      #expect(drawn.text.contains("a standard error of 25 % takes"))
      texts.append(try String(contentsOfFile: path, encoding: .utf8))
    }
    #expect(texts[0] == texts[1])
    let (first, other) = (try Sheet("\(scratch.path)/a.csv"), try Sheet("\(scratch.path)/c.csv"))
    #expect(Set(first.purls).count == 150 && Set(first.purls) != Set(other.purls))
    #expect(first.lines[1].contains("https://www.npmjs.com/package/"))
    #expect(
      first.lines.dropFirst().allSatisfy { $0.contains(",status ") && $0.contains(",score ") })
    return first
  }

  private func refusesHalfAReview(
    _ corpus: TestCorpus, _ scratch: ScratchFolder, _ sheet: Sheet
  ) async throws {
    let path = try scratch.write(sheet.filled { $0 < 150 ? "good" : "" }, to: "half.csv")
    let error = await #expect(throws: LabelsError.self) {
      try await corpus.open(.night(0, hours: 1)) { context in
        try await AuditRead.run(path: path, in: context)
      }
    }
    #expect(error?.message.contains("has no verdict") == true)
  }

  /// The rate and its sheet outlive the catalog, and the next fit prefers it to a window.
  private func isUsed(_ rate: BaseRate, _ corpus: TestCorpus) async throws {
    for ending in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: "\(corpus.path)/catalog.sqlite\(ending)")
    }
    try await corpus.open(.night(0, hours: 2)) { context in
      try await ImportStage.restoreIfLost(in: context)
      #expect(try await context.store.baseRates().contains(rate))
      let sheets = try await context.store.newestSnapshots(ecosystem: .npm, kinds: [.labels])
        .filter { $0.subject.hasPrefix("audits/") }
      #expect(sheets.count == 1 && sheets[0].bodyBytes > 1000)
      try await FitStage.run([.npm], in: context)
      let model = try String(
        contentsOfFile: context.layout.model("npm-\(RunFolder.name(at: context.now))"),
        encoding: .utf8)
      #expect(model.contains("\"source\":\"\(rate.source)\""))
    }
  }
}
