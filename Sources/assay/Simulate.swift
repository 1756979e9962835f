import ArgumentParser
import Corpus
import Foundation
import RegistrySimulator

struct Simulate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Serve the three registries' protocols on loopback, over a generated population.",
    discussion: """
      Example: assay simulate --port 8700 --packages 3000 --seed 1 --day 0 --truth truth
      The same seed, packages and day always give the same answers.
      """)

  @Option(help: "The loopback port; 0 chooses a free one.")
  var port: UInt16 = 8700

  @Option(help: "Write the port to this file once the server answers.")
  var portFile: String?

  @Option(help: "Packages per ecosystem on day 0.")
  var packages = 3000

  @Option(help: "The seed of the population.")
  var seed: UInt64 = 1

  @Option(help: "The simulated day, from 0.")
  var day = 0

  @Option(
    help:
      "Write the ground truth, the reports of the day, base rates and the moment to this folder.")
  var truth: String?

  @Option(help: "Serve the recorded documents of this folder in place of generated ones.")
  var replay: String?

  @Flag(help: "With --replay: print as CSV what is served on which day, and end.")
  var list = false

  @Option(help: "Faults to inject, as 429=0.02,500=0.02,truncate=0.01.")
  var faults: String?

  func validate() throws {
    guard packages > 0, day >= 0 else {
      throw ValidationError("--packages must be positive and --day at least 0")
    }
    if list, replay == nil { throw ValidationError("--list needs --replay") }
  }

  func run() async throws {
    if list, let replay {
      let listing = try Replay(folder: replay, day: day).listingCSV()
      return FileHandle.standardOutput.write(Data(listing))
    }
    var configuration = SimulatorConfiguration(
      packages: packages, seed: seed, day: day, replay: replay, port: port)
    if let faults { configuration.faults = try FaultPlan(parsing: faults) }
    let server = try SimulatorServer(configuration)
    if let truth, let world = server.world { try Truth.write(world, to: truth) }
    try await server.run { bound in
      print("simulator: http://127.0.0.1:\(bound)")
      if let portFile {
        try? "\(bound)\n".write(toFile: portFile, atomically: true, encoding: .utf8)
      }
    }
  }
}

/// The ground truth of a simulated day as files: what a real night can only guess.
enum Truth {
  static func write(_ world: World, to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let files = [
      "truth.csv": world.truthCSV(), "labels.jsonl": world.labelsJSONL(),
      "base-rates.csv": world.baseRatesCSV(), "now": world.now.iso8601 + "\n",
    ]
    for (name, text) in files {
      try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    }
  }
}
