import ArgumentParser
import Corpus
import Features
import Foundation

/// Comparing names with popular ones, against rapidfuzz computing the same distance.
struct NamesBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "names",
    abstract: "Compare names with popular ones, against rapidfuzz on a sample of the names.")

  @Option(help: "Names to compare.")
  var names = 1_000_000
  @Option(help: "Popular names.")
  var targets = 10_000

  func run() throws {
    var words = SampleNames(seed: 7)
    let popular = words.distinct(targets)
    let names = (0..<names).map { _ in words.name(near: popular) }
    var index = PopularNames()
    let build = seconds { index = PopularNames(ranked: [.npm: popular]) }
    var matched = 0
    let query = seconds {
      for name in names where index.match(PackageID(.npm, name)).rule != nil { matched += 1 }
    }
    let peer = try peer(popular, names)
    let peerSeconds = peer.flatMap { figures in
      figures["seconds_per_name"].map { $0 * Double(names.count) }
    }
    Peer.report(
      "names",
      [
        ("names", Double(names.count)), ("targets", Double(popular.count)), ("build_s", build),
        ("query_s", query), ("matched_share", Double(matched) / Double(names.count)),
        ("peer_s", peerSeconds), ("speedup", peerSeconds.map { $0 / (build + query) }),
        ("peak_mib", peakMemoryMiB()),
      ])
  }

  private func peer(_ popular: [String], _ names: [String]) throws -> [String: Double]? {
    let folder = FileManager.default.temporaryDirectory.path + "/assay-bench-\(getpid())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let paths = ["\(folder)/popular.txt", "\(folder)/names.txt"]
    for (path, list) in zip(paths, [popular, Array(names.prefix(2_000))]) {
      try list.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    }
    return Peer.figures("name_distances.py", paths)
  }
}

/// Names as registries have them: one to three words, some near a popular name.
struct SampleNames {
  private var state: UInt64
  private static let syllables = [
    "re", "quest", "lo", "dash", "ex", "press", "web", "pack", "bab", "el", "mo", "ment", "co",
    "lor", "par", "ser", "type", "script", "node", "core", "util", "data", "net", "form", "vue",
    "act", "ion", "ta", "sk", "run", "ner", "file", "sys", "tem", "au", "th", "log", "ger", "no",
    "va", "mi", "xa", "zu", "ke", "pli", "gra", "ph", "ql", "doc", "test",
  ]

  init(seed: UInt64) { state = seed }

  private mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }

  private mutating func word() -> String {
    (0...1 + next(2)).map { _ in Self.syllables[next(Self.syllables.count)] }.joined()
  }

  private mutating func plain() -> String {
    (0...next(3)).map { _ in word() }.joined(separator: "-")
  }

  /// So many different names, in the order they were made.
  mutating func distinct(_ count: Int) -> [String] {
    var seen: Set<String> = []
    var names: [String] = []
    while names.count < count {
      let name = plain()
      if seen.insert(name).inserted { names.append(name) }
    }
    return names
  }

  /// A new name; one in twenty is a popular one with a letter changed.
  mutating func name(near popular: [String]) -> String {
    guard next(20) == 0 else { return plain() }
    var letters = Array(popular[next(popular.count)])
    letters[next(letters.count)] = "q"
    return String(letters)
  }
}
