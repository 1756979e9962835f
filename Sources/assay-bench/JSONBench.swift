import ArgumentParser
import Foundation
import JSON

/// Parsing documents and visiting every value, against orjson.
struct JSONBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "json", abstract: "Parse and visit documents, against orjson.")

  @Option(help: "Documents in the sample.")
  var documents = 400

  @Option(help: "Times the sample is read.")
  var rounds = 10

  func run() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/assay-bench-\(getpid())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let bodies = (0..<documents).map { SampleDocument.packument(number: $0) }
    for (number, body) in bodies.enumerated() {
      try Data(body).write(to: URL(fileURLWithPath: "\(folder)/\(10_000 + number).json"))
    }
    var counts = (strings: 0, integers: 0)
    let parser = JSONParser()
    let own = try seconds {
      for _ in 0..<rounds {
        for body in bodies { try parser.parse(body) { root, _ in visit(root, &counts) } }
      }
    }
    let peer = Peer.figures("json_walk.py", [folder, "\(rounds)"])
    if let peer, peer["strings"] != Double(counts.strings) {
      throw ValidationError("the peer counted \(peer), this program \(counts): not the same work")
    }
    let size = Double(bodies.reduce(0) { $0 + $1.count } * rounds)
    Peer.report(
      "json",
      [
        ("mb_per_s", size / own / 1e6), ("peer_mb_per_s", peer?["seconds"].map { size / $0 / 1e6 }),
        ("speed_ratio", peer?["seconds"].map { $0 / own }), ("peak_mib", peakMemoryMiB()),
      ])
  }

  private func visit(_ value: JSONValue, _ counts: inout (strings: Int, integers: Int)) {
    if value.isObject {
      value.forEachMember { _, child in visit(child, &counts) }
    } else if value.isArray {
      value.forEachElement { visit($0, &counts) }
    } else if value.stringByteCount != nil {
      counts.strings += 1
    } else if value.int != nil {
      counts.integers += 1
    }
  }
}

/// A document shaped as an npm packument, the same for the same number.
enum SampleDocument {
  static func packument(number: Int) -> [UInt8] {
    let versions = (0..<(number % 40 + 1)).map { version in
      """
      "1.\(version).0":{"name":"sample-\(number)","version":"1.\(version).0","description":"A sample \
      document with some text","dist":{"tarball":"http://127.0.0.1/sample-\(number)/-/1.\(version).0.tgz",\
      "shasum":"\(String(repeating: "a1", count: 20))","fileCount":\(version + 3),"unpackedSize":\(version * 917)},\
      "maintainers":[{"name":"someone","email":"someone@example.org"}],"dependencies":{"left":"^1.0.0",\
      "right":"~2.\(version).0"},"scripts":{"test":"run tests"}}
      """
    }
    let text = """
      {"_id":"sample-\(number)","_rev":"\(number + 1)-abc","name":"sample-\(number)","versions":{\
      \(versions.joined(separator: ","))},"readme":"\(String(repeating: "words and words ", count: 60))"}
      """
    return Array(text.utf8)
  }
}
