import ArgumentParser
import Corpus
import Foundation
import Logging
import Pipeline
import Registries

/// Crawling a local file server into a corpus, against aiohttp, orjson and gzip files.
struct CrawlBench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "crawl", abstract: "Crawl a local nginx, against aiohttp, orjson and gzip files.")

  @Option(help: "Documents to crawl.")
  var documents = 20_000

  @Option(help: "Times both crawl, in turn; the fastest counts.")
  var rounds = 2

  @Option(help: "Documents over which memory must not grow; 0 leaves that out.")
  var growth = 100_000

  func run() async throws {
    try await withTemporaryFolder { folder in
      let index = "\(folder)/index"
      let names = try await writeIndex(
        index, documents: documents, names: "\(folder)/names.txt")
      guard let server = try LocalServer.start(serving: index, workFolder: folder) else { return }
      defer { server.stop() }
      var own: [[String: Double]] = []
      var peer: [[String: Double]] = []
      for round in 0..<rounds {
        let arguments = [server.url, "\(folder)/names.txt"]
        let figures = Peer.ownFigures(["crawl-run"] + arguments + ["\(folder)/corpus-\(round)"])
        guard let figures, figures["documents"] == Double(names) else {
          throw ValidationError("of \(names) documents the crawl stored \(figures ?? [:])")
        }
        own.append(figures)
        let files = "\(folder)/files-\(round)"
        if let figures = Peer.figures("crawl_files.py", arguments + [files]) {
          guard figures["documents"] == Double(names) else {
            throw ValidationError("of \(names) documents the peer stored \(figures)")
          }
          peer.append(figures)
        }
      }
      report(names, own, peer)
    }
    if growth > 0 { try await measureGrowth() }
  }

  /// Peak memory of crawls of a tenth of the documents and of all of them.
  private func measureGrowth() async throws {
    try await withTemporaryFolder { folder in
      let list = "\(folder)/names.txt"
      let names = try await writeIndex("\(folder)/index", documents: growth, names: list)
      let all = try String(contentsOfFile: list, encoding: .utf8).split(separator: "\n")
      try all.prefix(names / 10).joined(separator: "\n")
        .write(toFile: "\(list).tenth", atomically: true, encoding: .utf8)
      guard
        let server = try LocalServer.start(serving: "\(folder)/index", workFolder: folder)
      else { return }
      defer { server.stop() }
      let peaks = [".tenth", ""].map { suffix in
        Peer.ownFigures(["crawl-run", server.url, list + suffix, "\(folder)/corpus\(suffix)"])
      }
      Peer.report(
        "crawl-growth",
        [
          ("documents", peaks[1]?["documents"]), ("peak_mib_at_tenth", peaks[0]?["peak_mib"]),
          ("peak_mib", peaks[1]?["peak_mib"]), ("seconds", peaks[1]?["seconds"]),
        ])
    }
  }

  private func report(_ names: Int, _ own: [[String: Double]], _ peer: [[String: Double]]) {
    let seconds = own.compactMap { $0["seconds"] }.min()
    let peerSeconds = peer.compactMap { $0["seconds"] }.min()
    let sizes = (own: own.last?["bytes"], peer: peer.last?["bytes"])
    Peer.report(
      "crawl",
      [
        ("documents", Double(names)),
        ("documents_per_s", seconds.map { Double(names) / $0 }),
        ("peer_documents_per_s", peerSeconds.map { Double(names) / $0 }),
        ("speed_ratio", peerSeconds.flatMap { peer in seconds.map { peer / $0 } }),
        ("cpu_s", own.compactMap { $0["cpu_seconds"] }.min()),
        ("peer_cpu_s", peer.compactMap { $0["cpu_seconds"] }.min()),
        ("bytes", sizes.own), ("peer_bytes", sizes.peer),
        ("peak_mib", own.compactMap { $0["peak_mib"] }.max()),
      ])
  }

  /// Writes the index as files and the names one a line; returns how many there are.
  ///
  /// Beyond what the source has, its documents come again under other names.
  private func writeIndex(
    _ index: String, documents: Int, names path: String
  ) async throws -> Int {
    var names: [String] = []
    let source = DocumentSource.crates(simulated: documents)
    for pass in 0... {
      let before = names.count
      try await source.forEach(limit: documents - names.count) { document in
        let name = pass == 0 ? document.subject : "\(document.subject.prefix(56))-\(pass)"
        try write(document.body, to: "\(index)/\(try CratesClient.path(of: name))")
        names.append(name)
      }
      if names.count >= documents || names.count == before { break }
    }
    try names.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    return names.count
  }

  private func write(_ body: [UInt8], to file: String) throws {
    try FileManager.default.createDirectory(
      atPath: String(file[..<(file.lastIndex(of: "/") ?? file.endIndex)]),
      withIntermediateDirectories: true)
    try Data(body).write(to: URL(fileURLWithPath: file))
  }
}

/// This program's half of `crawl`, in a process of its own.
struct CrawlRun: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "crawl-run", abstract: "Crawl the named crates once.", shouldDisplay: false)

  @Argument(help: "The sparse index.")
  var url: String

  @Argument(help: "A file of names, one a line.")
  var names: String

  @Argument(help: "The corpus folder to make.")
  var corpus: String

  func run() async throws {
    var options = CrawlOptions()
    options.ecosystems = [.crates]
    let list = try String(contentsOfFile: names, encoding: .utf8)
    options.onlyPackages = [.crates: list.split(separator: "\n").map(String.init)]
    var settings = Settings()
    settings.endpoints = Endpoints(cratesIndex: url, cratesDump: "")
    var log = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
    log.logLevel = .critical
    var counts: CrawlCounts?
    let elapsed = try await ContinuousClock().measure {
      try await CorpusSession.run(
        path: corpus, access: .writing, settings: settings, now: SampleAnswer.moment, log: log,
        progress: Progress(isEnabled: false)
      ) { counts = try await CrawlStage.run(options, in: $0)[.crates] }
    }
    let figures: [String: Double] = [
      "seconds": elapsed.inSeconds, "documents": Double(counts?.fetched ?? 0),
      "unchanged": Double(counts?.unchanged ?? 0), "failed": Double(counts?.failed ?? 0),
      "rejected": Double(counts?.rejected ?? 0), "owed": Double(counts?.owed ?? 0),
      "cpu_seconds": Double(clock()) / Double(CLOCKS_PER_SEC),
      "bytes": folderBytes(corpus), "peak_mib": peakMemoryMiB() ?? 0,
    ]
    print(String(decoding: try JSONEncoder().encode(figures), as: UTF8.self))
  }
}
