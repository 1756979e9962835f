import Corpus
import Pipeline
import Storage
import Testing

/// Documents that reached the size cap: kept as far as they came, and never taken for facts.
struct CutDocumentTests {
  private static func capture(_ name: String, _ truncation: TruncationReason?) -> Capture {
    let line =
      #"{"name":"\#(name)","vers":"1.0.0","deps":[],"cksum":"00","features":{},"yanked":false}"#
    return Capture(
      ecosystem: .crates, subject: name, kind: .indexFile, url: "http://127.0.0.1/\(name)",
      status: 200, headers: [HeaderField("ETag", "\"1\"")], body: Array(line.utf8),
      fetchedAt: UTCInstant(milliseconds: 1_767_232_800_000), truncation: truncation)
  }

  @Test(arguments: [TruncationReason.length, .time, .disconnect])
  func `a cut document becomes a rejection with its reason, not facts`(
    reason: TruncationReason
  ) async throws {
    let corpus = try TestCorpus()
    try await corpus.open(UTCInstant(milliseconds: 1_767_232_800_000)) { context in
      try await context.store.append(Self.capture("whole", nil))
      try await context.store.append(Self.capture("cut", reason))
      let counts = try await ExtractStage.run([.crates], in: context)
      #expect(counts[.crates]?.rejected == 1)
      let stored = try await context.store.newest(
        ecosystem: .crates, kind: .indexFile, subject: "cut")
      #expect(stored?.truncation == reason)
      let rejections = try await context.store.rejections(run: context.runName)
      #expect(rejections.map(\.package.key) == ["cut"])
      #expect(rejections.first?.reason.contains("cut off (\(reason.rawValue))") == true)
    }
    #expect(try corpus.facts(.crates).map(\.package.key) == ["whole"])
  }
}
