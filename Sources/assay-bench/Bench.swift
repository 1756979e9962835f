import ArgumentParser
import Foundation

/// Speed and size against named peers doing the same work in the same run.
@main
struct Bench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assay-bench", abstract: "Measures workloads, one JSON line each.",
    subcommands: [JSONBench.self], defaultSubcommand: JSONBench.self)
}
