import ArgumentParser

/// Speed and size against named peers doing the same work in the same run.
@main
struct Bench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assay-bench",
    abstract: "Measures workloads against named peers; one JSON line each.",
    discussion: """
      Example: ASSAY_PYTHON=.build/venv/bin/python assay-bench json
      The peers are Python programs in Tests/Peers; without ASSAY_PYTHON their figures are null.
      """,
    subcommands: [
      JSONBench.self, ParquetBench.self, StoreBench.self, CrawlBench.self, CrawlRun.self,
      StatisticsBench.self, NamesBench.self, LinkBench.self, All.self,
    ], defaultSubcommand: All.self)

  /// Every workload in turn.
  struct All: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Every workload in turn.")

    func run() async throws {
      try JSONBench.parse([]).run()
      try StatisticsBench.parse([]).run()
      try ParquetBench.parse([]).run()
      try await StoreBench.parse([]).run()
      try await CrawlBench.parse([]).run()
      try NamesBench.parse([]).run()
      try LinkBench.parse([]).run()
    }
  }
}
