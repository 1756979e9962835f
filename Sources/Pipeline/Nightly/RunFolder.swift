package import Corpus
package import Foundation

/// One run's folder: written under a temporary name, then renamed; complete or absent.
package struct RunFolder: Sendable {
  package let name: String
  private let parent: String

  /// - Parameter now: the run's moment, which names the folder.
  package init(runs: String, now: UTCInstant) {
    parent = runs
    name = Self.name(at: now)
  }

  /// A moment as a folder name: ISO 8601 without colons.
  package static func name(at now: UTCInstant) -> String {
    now.iso8601.replacingOccurrences(of: ":", with: "")
  }

  package var final: String { "\(parent)/\(name)" }
  package var temporary: String { "\(parent)/.\(name).incomplete" }
  package var tables: String { "\(temporary)/tables" }

  /// Creates the temporary folder, empty.
  package func begin() throws {
    try? FileManager.default.removeItem(atPath: temporary)
    try FileManager.default.createDirectory(atPath: tables, withIntermediateDirectories: true)
  }

  package func write(_ data: Data, to file: String) throws {
    try data.write(to: URL(fileURLWithPath: "\(temporary)/\(file)"))
  }

  /// Makes everything durable and gives the folder its final name, replacing an earlier run of the same moment.
  package func commit() throws {
    for path in try FileManager.default.subpathsOfDirectory(atPath: temporary) {
      try Durability.sync("\(temporary)/\(path)")
    }
    try Durability.sync(temporary)
    if FileManager.default.fileExists(atPath: final) {
      try FileManager.default.removeItem(atPath: final)
    }
    try FileManager.default.moveItem(atPath: temporary, toPath: final)
    try Durability.sync(parent)
  }

  /// Names of complete runs, oldest first.
  package static func complete(in runs: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: runs)) ?? []
    return names.filter {
      !$0.hasPrefix(".")
        && FileManager.default.fileExists(atPath: "\(runs)/\($0)/certificate.json")
    }.sorted()
  }
}

/// Waits until a file's or folder's content is on the disk.
enum Durability {
  static func sync(_ path: String) throws {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw PipelineError(
        .missingArtefact, "cannot open \(path) to make it durable (errno \(errno))")
    }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else {
      throw PipelineError(
        .missingArtefact,
        "cannot write \(path) to the disk (errno \(errno)): free some space and run again")
    }
  }
}
