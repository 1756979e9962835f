import Foundation

extension Duration {
  /// The duration as a number of seconds.
  var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}

/// Seconds that a piece of work takes on the continuous clock.
func seconds(_ work: () throws -> Void) rethrows -> Double {
  try ContinuousClock().measure(work).inSeconds
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

/// Bytes of all files below a folder.
func folderBytes(_ path: String) -> Double {
  let files = FileManager.default.enumerator(atPath: path)
  var bytes = 0
  while files?.nextObject() != nil {
    let kind = files?.fileAttributes?[.type] as? FileAttributeType
    if kind == .typeRegular { bytes += files?.fileAttributes?[.size] as? Int ?? 0 }
  }
  return Double(bytes)
}

/// Runs `body` with a fresh folder and removes the folder afterwards.
func withTemporaryFolder(_ body: (String) async throws -> Void) async throws {
  let folder = "\(FileManager.default.temporaryDirectory.path)/assay-bench-\(UUID().uuidString)"
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try await body(folder)
}
