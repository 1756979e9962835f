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
    help: "Serve this moment, ISO 8601; GET /simulator/now?at=MOMENT moves on while it runs.")
  var now: String?

  @Option(help: "Hours that malicious packages of day 4 and later live on average.")
  var malwareHours: Double?

  @Option(
    help:
      "Write the ground truth, the reports of the day, base rates and the moment to this folder.")
  var truth: String?

  @Option(help: "Serve the recorded documents of this folder in place of generated ones.")
  var replay: String?

  @Flag(help: "With --replay: print as CSV what is served on which day, and end.")
  var list = false

  @Option(
    help:
      "Faults to inject with their shares, as 429=0.02,truncate=0.01; all=0.01 for every kind. An unknown name lists them."
  )
  var faults: String?

  func validate() throws {
    guard (1...Self.maximumPackages).contains(packages) else {
      throw ValidationError("--packages must be from 1 to \(Self.maximumPackages)")
    }
    guard (0...Self.maximumDay).contains(day) else {
      throw ValidationError("--day must be from 0 to \(Self.maximumDay)")
    }
    guard malwareHours.map({ $0 > 0 && $0 <= 240 }) ?? true else {
      throw ValidationError("--malware-hours must be above 0 and at most 240")
    }
    if let now, UTCInstant(parsing: now) == nil {
      throw ValidationError("--now \(now) is no moment: write it as 2026-01-05T14:30:00Z")
    }
    if list, replay == nil { throw ValidationError("--list needs --replay") }
  }

  private static let maximumPackages = 10_000_000
  /// Ten years.
  private static let maximumDay = 3650

  func run() async throws {
    if list, let replay {
      let listing = try Replay(folder: replay, day: day).listingCSV()
      return FileHandle.standardOutput.write(Data(listing))
    }
    var configuration = SimulatorConfiguration(
      packages: packages, seed: seed, day: day, replay: replay, port: port)
    configuration.malwareHours = malwareHours
    if let moment = now.flatMap({ UTCInstant(parsing: $0) }) { configuration.move(to: moment) }
    if let faults { configuration.faults = try FaultPlan(parsing: faults) }
    if let portFile { try Self.checkWritable(portFile) }
    let server = try SimulatorServer(configuration)
    if let truth, let world = server.world { try Truth.write(world, to: truth) }
    try await server.run { bound in
      print("simulator: http://127.0.0.1:\(bound)")
      if let portFile {
        try? "\(bound)\n".write(toFile: portFile, atomically: true, encoding: .utf8)
      }
    }
  }

  /// Before the server starts, since nobody would learn the port afterwards.
  private static func checkWritable(_ path: String) throws {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    var isFolder: ObjCBool = false
    let exists = unsafe FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder)
    guard exists, isFolder.boolValue, FileManager.default.isWritableFile(atPath: folder) else {
      throw ValidationError("--port-file \(path): \(folder) is no folder that can be written to")
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
