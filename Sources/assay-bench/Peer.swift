import Foundation

/// Runs a Python peer of the project and reads the JSON line it prints.
enum Peer {
  /// The figures of a script under `Tests/Peers`; nil when ASSAY_PYTHON is not set or the script fails.
  static func figures(_ script: String, _ arguments: [String]) -> [String: Double]? {
    guard let python = ProcessInfo.processInfo.environment["ASSAY_PYTHON"] else {
      FileHandle.standardError.write(
        Data("peer \(script) skipped: ASSAY_PYTHON names no Python\n".utf8))
      return nil
    }
    return figures(of: python, ["Tests/Peers/\(script)"] + arguments)
  }

  /// The figures of this program's own command, run as a process of its own for its peak memory.
  static func ownFigures(_ arguments: [String]) -> [String: Double]? {
    let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return own.flatMap { figures(of: $0, arguments) }
  }

  private static func figures(of program: String, _ arguments: [String]) -> [String: Double]? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    do {
      try process.run()
      let data = output.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      return try JSONDecoder().decode([String: Double].self, from: data)
    } catch {
      FileHandle.standardError.write(Data("\(program) \(arguments) failed: \(error)\n".utf8))
      return nil
    }
  }

  /// One line of results; a missing figure is null, never a zero.
  static func report(_ workload: String, _ figures: [(String, Double?)]) {
    let fields = figures.map { name, value in
      "\"\(name)\":\(value.map { "\(($0 * 1000).rounded() / 1000)" } ?? "null")"
    }
    print("{\"workload\":\"\(workload)\",\(fields.joined(separator: ","))}")
  }
}
