import Corpus
import Foundation

/// Recorded documents for the simulator to replay, hostile names and bodies among them.
struct HostileFolder {
  private let scratch: ScratchFolder
  private var manifest = "file,ecosystem,kind,package,http_status\n"
  private var files = 0

  init(_ scratch: ScratchFolder) { self.scratch = scratch }

  var path: String { scratch.path }

  /// Adds a document about a package under the name the feed will give.
  mutating func add(
    _ ecosystem: Ecosystem, _ kind: String, _ name: String, _ body: String, suffix: String = "json"
  ) throws {
    files += 1
    let file = "document-\(files).\(suffix)"
    _ = try scratch.write(body, to: file)
    let quoted = name.replacingOccurrences(of: "\"", with: "\"\"")
    manifest += "\(file),\(ecosystem.rawValue),\(kind),\"\(quoted)\",200\n"
  }

  /// Adds a sound package of one release.
  mutating func addSound(_ ecosystem: Ecosystem, _ name: String) throws {
    switch ecosystem {
    case .npm:
      try add(
        .npm, "packument", name,
        #"{"_id":"x","_rev":"1-a","name":"x","dist-tags":{"latest":"1.0.0"},"versions":{"1.0.0":{"name":"x","version":"1.0.0"}},"time":{"created":"2025-01-01T00:00:00.000Z","1.0.0":"2025-01-01T00:00:00.000Z"}}"#
      )
    case .pypi:
      try add(
        .pypi, "json-project", name,
        #"{"info":{"name":"x","version":"1.0"},"releases":{"1.0":[]},"last_serial":1}"#)
      try add(
        .pypi, "simple-json", name,
        #"{"meta":{"api-version":"1.1"},"name":"x","files":[],"versions":["1.0"]}"#)
    case .crates:
      try add(
        .crates, "index-lines", name,
        "{\"name\":\"\(name)\",\"vers\":\"1.0.0\",\"deps\":[],\"cksum\":\"00\",\"features\":{},\"yanked\":false}\n",
        suffix: "jsonl")
    }
  }

  /// Writes the list of documents; nothing may be added after it.
  func finish() throws { _ = try scratch.write(manifest, to: "MANIFEST.csv") }
}
