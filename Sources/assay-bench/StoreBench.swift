import ArgumentParser
import Corpus
import Foundation
import Storage

/// Storing documents with random access, as appended and compacted, against one solid `zstd -3` stream of their bodies.
struct StoreBench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store", abstract: "Store, read and verify documents, against one zstd stream.")

  @Option(help: "Packages of each simulated registry.")
  var packages = 10_000

  @Option(help: "Documents over which memory must not grow.")
  var growth = 100_000

  @Option(help: "Documents read in random order.")
  var reads = 5000

  func run() async throws {
    // The growth comes first: the peak of a process never falls.
    try await measureGrowth(.crates(simulated: packages))
    try await measure(.crates(simulated: packages))
    try await measure(.simulated(.npm, .packument, packages: packages))
    try await measure(.simulated(.pypi, .projectJSON, packages: packages))
    try await measure(.simulated(.pypi, .simpleDetail, packages: packages))
  }

  /// Peak memory after a tenth of the documents and after all of them.
  private func measureGrowth(_ source: DocumentSource) async throws {
    try await withStore { store, _ in
      var count = 0
      var early: Double?
      while count < growth {
        let pass = count
        try await source.forEach(limit: growth - count) { document in
          let subject = "\(document.subject)-\(pass)"
          try await store.append(SampleAnswer.capture(document.body, subject, source))
          count += 1
          if count == growth / 10 { early = peakMemoryMiB() }
        }
        guard count > pass else { break }
      }
      try await store.flush()
      Peer.report(
        "store-growth",
        [
          ("documents", Double(count)), ("peak_mib_at_tenth", early),
          ("peak_mib", peakMemoryMiB()),
        ])
    }
  }

  private func measure(_ source: DocumentSource) async throws {
    try await withStore { store, folder in
      let solid = try SolidStream()
      var (count, plain, appending) = (0, 0, Duration.zero)
      let clock = ContinuousClock()
      try await source.forEach(limit: .max) { document in
        try solid.write(document.body)
        plain += document.body.count
        count += 1
        let capture = SampleAnswer.capture(document.body, document.subject, source)
        appending += try await clock.measure { _ = try await store.append(capture) }
      }
      appending += try await clock.measure { try await store.flush() }
      try solid.finish()
      let appended = try await Self.segmentBytes(store, source.ecosystem)
      let compacting = try await clock.measure { try await store.compact { _ in } }
      let stored = try await Self.segmentBytes(store, source.ecosystem)
      let times = try await readTimes(store, source.ecosystem)
      let verifying = try await clock.measure {
        let report = try await store.verify { _ in }
        guard report.isClean else { throw ValidationError("\(report.problems)") }
      }
      let documents = Double(count)
      Peer.report(
        "store-\(source.kind.rawValue)-\(source.origin)",
        [
          ("documents", documents), ("documents_per_s", documents / appending.inSeconds),
          ("compact_documents_per_s", documents / compacting.inSeconds),
          ("bytes_per_document", Double(plain) / documents),
          ("solid_bytes_per_document", Double(solid.bytes) / documents),
          ("appended_bytes_per_document", Double(appended) / documents),
          ("compact_bytes_per_document", Double(stored) / documents),
          ("appended_size_ratio", Double(appended) / Double(solid.bytes)),
          ("size_ratio", Double(stored) / Double(solid.bytes)),
          ("read_p50_us", times[times.count / 2] * 1e6),
          ("read_p99_us", times[times.count * 99 / 100] * 1e6),
          ("verify_mb_per_s", Double(plain) / verifying.inSeconds / 1e6),
          ("peak_mib", peakMemoryMiB()),
        ])
    }
  }

  /// Seconds of reads in random order, the shortest first.
  private func readTimes(_ store: CorpusStore, _ ecosystem: Ecosystem) async throws -> [Double] {
    let snapshots = try await store.newestSnapshots(ecosystem: ecosystem, asOf: nil)
    var random = SystemRandomNumberGenerator()
    let clock = ContinuousClock()
    var times: [Double] = []
    for _ in 0..<reads {
      guard let snapshot = snapshots.randomElement(using: &random) else { break }
      times.append(try await clock.measure { _ = try await store.body(of: snapshot) }.inSeconds)
    }
    return times.sorted()
  }

  private static func segmentBytes(_ store: CorpusStore, _ ecosystem: Ecosystem) async throws -> Int
  {
    let folder = store.folder.segments(ecosystem)
    return try FileManager.default.contentsOfDirectory(atPath: folder).reduce(0) { sum, name in
      let size = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")[.size]
      return sum + (size as? Int ?? 0)
    }
  }

  private func withStore(_ body: (CorpusStore, String) async throws -> Void) async throws {
    try await withTemporaryFolder { folder in
      let store = try CorpusStore.open(path: folder, mode: .write, now: SampleAnswer.moment)
      try await body(store, folder)
      try await store.close()
    }
  }
}

/// The answer a document arrives in: the header lines a static file server sends.
enum SampleAnswer {
  static let moment = UTCInstant(milliseconds: 1_767_232_800_000)

  static func capture(_ body: [UInt8], _ subject: String, _ source: DocumentSource) -> Capture {
    let size = String(body.count, radix: 16)
    return Capture(
      ecosystem: source.ecosystem, subject: subject, kind: source.kind,
      url: "http://127.0.0.1:8080/documents/\(subject)", status: 200,
      headers: [
        HeaderField("Server", "nginx/1.22.1"),
        HeaderField("Date", "Thu, 01 Jan 2026 02:00:00 GMT"),
        HeaderField("Content-Type", "application/json"),
        HeaderField("Content-Length", "\(body.count)"),
        HeaderField("Last-Modified", "Wed, 31 Dec 2025 23:10:05 GMT"),
        HeaderField("ETag", "\"6955a0cd-\(size)\""),
        HeaderField("Accept-Ranges", "bytes"),
      ],
      body: body, fetchedAt: moment)
  }
}
