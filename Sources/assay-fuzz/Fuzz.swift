import ArgumentParser
import Foundation

/// Feeds damaged documents to every reader: each must return or throw, quickly and in little memory.
@main
struct Fuzz: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assay-fuzz",
    abstract: "Feeds mutated documents to every reader of outside data.",
    discussion: """
      Example: assay-fuzz --seconds 60 --seed 7
      A trap ends the process; the folder of --state then holds the input and the line to replay it.
      """)

  @Option(help: "How long to run, all targets together.")
  var seconds = 60.0

  @Option(help: "Inputs per target instead of a time.")
  var iterations: Int?

  @Option(help: "Every input follows from this number, its target and its iteration.")
  var seed: UInt64 = 1

  @Option(help: "Folder of recorded documents; without it built-in ones are used.")
  var corpus = "../shared/data/registry-fixtures"

  @Option(help: "Folder of Parquet files that other programs wrote.")
  var parquet = "Tests/OutsideReaders/Golden"

  @Option(help: "Most memory of the process, in MiB: the kernel refuses more, which ends it.")
  var memoryLimitMb = 512.0

  @Option(help: "Most seconds for one input.")
  var inputLimit = 10.0

  @Option(help: "Only these targets; all when none is named.")
  var target: [Target] = []

  @Option(help: "Where the input at work is kept.")
  var state = FileManager.default.temporaryDirectory.path + "/assay-fuzz"

  @Option(help: "Run one input again: target:seed:iteration, or target:file.")
  var replay: String?

  func run() async throws {
    try Memory.limit(toMiB: memoryLimitMb)
    let journal = try Journal(folder: state)
    let seeds = try await Seeds.load(
      corpus: corpus, parquet: parquet, workFolder: journal.workFolder)
    let session = Session(
      seeds: seeds, journal: journal, watchdog: Watchdog(limit: inputLimit),
      memoryLimit: memoryLimitMb)
    if let replay { return try await session.replay(replay) }
    let targets = target.isEmpty ? Target.all : target
    try await session.run(
      targets, seed: seed, seconds: iterations == nil ? seconds : .infinity,
      iterations: iterations ?? .max)
  }
}
