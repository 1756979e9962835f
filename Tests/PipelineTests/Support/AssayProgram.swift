import Foundation
import Testing

/// The built `assay`, run as users run it.
struct AssayProgram {
  /// Beside the test bundle; nil when it was not built.
  static let path: String? = {
    let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
    let folder = URL(filePath: bundle ?? CommandLine.arguments[0]).deletingLastPathComponent()
    let path = folder.appending(path: "assay").path
    guard FileManager.default.isExecutableFile(atPath: path) else {
      print("CommandTests are skipped: \(path) is missing; `swift build --build-tests` makes it")
      return nil
    }
    return path
  }()

  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  /// How a run of the program ended.
  struct Ending {
    var code: Int32
    var output: String
    var errors: String
  }

  /// A program that runs.
  final class Running {
    let process: Process
    private let folder: String
    /// Keeps the folder for as long as the program runs.
    private let scratch: ScratchFolder

    fileprivate init(_ process: Process, folder: String, in scratch: ScratchFolder) {
      self.process = process
      self.folder = folder
      self.scratch = scratch
    }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits for the end; a program that takes longer than two minutes is killed.
    func ending() async throws -> Ending {
      for _ in 0..<24_000 where process.isRunning { try await Task.sleep(for: .milliseconds(5)) }
      if process.isRunning {
        send(SIGKILL)
        Issue.record("assay did not end")
      }
      process.waitUntilExit()
      func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: "\(folder)/\(name)")), as: UTF8.self)
      }
      return Ending(
        code: process.terminationStatus, output: try text("output"), errors: try text("errors"))
    }
  }

  /// Starts the program with an environment that names no registry.
  ///
  /// - Parameters:
  ///   - limit: the largest file it may write, in KiB; nil means no limit.
  ///   - memory: the most memory it may map, in KiB; nil means no limit.
  func start(
    _ arguments: [String], environment: [String: String] = [:], limit: Int? = nil,
    memory: Int? = nil
  ) throws -> Running {
    let program = try #require(Self.path)
    let folder = "\(scratch.path)/\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: "\(folder)/home", withIntermediateDirectories: true)
    let process = Process()
    let limits = [limit.map { "ulimit -f \($0); " }, memory.map { "ulimit -v \($0); " }]
      .compactMap(\.self).joined()
    process.executableURL = URL(filePath: limits.isEmpty ? program : "/bin/bash")
    process.arguments =
      limits.isEmpty ? arguments : ["-c", "\(limits)exec \"$0\" \"$@\"", program] + arguments
    process.environment = [
      "HOME": "\(folder)/home", "PIP_CONFIG_FILE": "/dev/null", "PATH": "/usr/bin:/bin",
    ].merging(environment) { $1 }
    for (name, place) in [("output", \Process.standardOutput), ("errors", \.standardError)] {
      _ = FileManager.default.createFile(atPath: "\(folder)/\(name)", contents: nil)
      process[keyPath: place] = try FileHandle(
        forWritingTo: URL(filePath: "\(folder)/\(name)"))
    }
    process.standardInput = FileHandle.nullDevice
    try process.run()
    return Running(process, folder: folder, in: scratch)
  }

  /// Runs the program to its end.
  func run(
    _ arguments: [String], environment: [String: String] = [:], limit: Int? = nil,
    memory: Int? = nil
  ) async throws -> Ending {
    try await start(arguments, environment: environment, limit: limit, memory: memory).ending()
  }
}
