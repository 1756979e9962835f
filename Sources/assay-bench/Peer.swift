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
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = ["Tests/Peers/\(script)"] + arguments
    let output = Pipe()
    process.standardOutput = output
    do {
      try process.run()
      let data = output.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      return try JSONDecoder().decode([String: Double].self, from: data)
    } catch {
      FileHandle.standardError.write(Data("peer \(script) failed: \(error)\n".utf8))
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

/// Seconds that a piece of work takes on the continuous clock.
func seconds(_ work: () throws -> Void) rethrows -> Double {
  let elapsed = try ContinuousClock().measure(work)
  return Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
}

/// Peak resident memory of this process so far, in MiB; nil where the system does not tell.
///
/// Source: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html, `VmHWM`
func peakMemoryMiB() -> Double? {
  let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
  let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
  let kibibytes = line?.split(separator: " ").dropFirst().first.flatMap { Double($0) }
  return kibibytes.map { $0 / 1024 }
}
