import ArgumentParser
import Corpus
import Foundation
import Graph

/// Connecting a whole registry, and the flow of trust alone against a sparse power iteration in scipy.
struct LinkBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "link",
    abstract: "Let trust flow over a registry, against scipy's sparse matrices.")

  @Option(help: "Packages of the registry.")
  var packages = 1_000_000
  @Option(help: "Dependencies between them.")
  var edges = 5_000_000

  func run() throws {
    let sample = SampleRegistry(packages: packages, edges: edges)
    var trust: SeededTrust?
    let flow = seconds {
      trust = SeededTrust(
        TrustNetwork(nodeCount: packages, edges: sample.edges), seeds: sample.seeds)
    }
    let peer = try peer(sample)
    let facts = sample.facts()
    var linked = 0
    let link = seconds {
      linked = Link.run(facts, trust: TrustInput(now: SampleRegistry.now)).signals.count
    }
    Peer.report(
      "link",
      [
        ("packages", Double(linked)), ("edges", Double(edges)), ("trust_s", flow),
        ("iterations", trust.map { Double($0.iterations) }), ("peer_s", peer?["seconds"]),
        ("peer_iterations", peer?["iterations"]),
        ("trust_time_ratio", peer?["seconds"].map { flow / $0 }), ("link_s", link),
        ("largest_ppm", trust?.trust.max().map { $0 * 1e6 }),
        ("peer_largest_ppm", peer?["largest"].map { $0 * 1e6 }),
        ("peak_mib", peakMemoryMiB()),
      ])
  }

  private func peer(_ sample: SampleRegistry) throws -> [String: Double]? {
    let folder = FileManager.default.temporaryDirectory.path + "/assay-bench-\(getpid())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var bytes = Data(capacity: sample.edges.count * 8)
    for edge in sample.edges {
      for end in [UInt32(edge.from), UInt32(edge.to)] {
        unsafe withUnsafeBytes(of: end.littleEndian) { unsafe bytes.append(contentsOf: $0) }
      }
    }
    let path = "\(folder)/edges.bin"
    try bytes.write(to: URL(fileURLWithPath: path))
    let seeds = sample.seeds.map(String.init).joined(separator: ",")
    return Peer.figures("seeded_trust.py", [path, "\(packages)", seeds])
  }
}

/// A made-up registry: some packages are depended on by many, most by nobody.
struct SampleRegistry {
  static let now = UTCInstant(milliseconds: 1_750_000_000_000)

  let packages: Int
  let edges: [(from: Int, to: Int)]
  let seeds: [Int]

  init(packages: Int, edges count: Int) {
    var state: UInt64 = 42
    func share() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 33) / Double(1 << 31)
    }
    let limit = Double(packages)
    edges = (0..<count).map { _ in
      let popular = share() * share() * share()
      return (from: Int(share() * limit), to: Int(popular * limit))
    }
    self.packages = packages
    seeds = Array(0..<100)
  }

  /// The same registry as facts: dependencies by name, one account for three packages.
  func facts() -> [PackageFacts] {
    var targets = [[Int]](repeating: [], count: packages)
    for edge in edges { targets[edge.from].append(edge.to) }
    let first = Self.now.addingDays(-1_000)
    return (0..<packages).map { row in
      var facts = PackageFacts(package: PackageID(.npm, "package-\(row)"), observedAt: Self.now)
      facts.documentDigest = "sample"
      facts.releases = [ReleaseFacts(version: "1.0.0", publishedAt: first)]
      facts.maintainers = .present(["account-\(row / 3)"])
      facts.dependencies = .present(
        targets[row].map { Dependency(name: "package-\($0)", kind: .runtime, requirement: "*") })
      return facts
    }
  }
}
