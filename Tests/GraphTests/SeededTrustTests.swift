import Foundation
import Graph
import Testing

/// `golden-graph.json`: trust on the dependency graph of 25,528 crates.
struct GraphGolden: Decodable, Sendable {
  struct Alpha: Decodable, Sendable {
    let iterations: Int
    let bound: Int
    let reached: Int
    let top: [Ranked]

    enum CodingKeys: String, CodingKey {
      case iterations = "iterations_l1_1e_10"
      case bound = "iteration_bound"
      case reached
      case top = "top10"
    }
  }

  struct Ranked: Decodable, Sendable {
    let name: String
    let trust: Double

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      name = try container.decode(String.self)
      trust = try container.decode(Double.self)
    }
  }

  let nodes: Int
  let edges: Int
  let top10InDegree: [Ranked]
  let half: Alpha
  let high: Alpha
  let higher: Alpha
  let zeroShare: Double

  enum CodingKeys: String, CodingKey {
    case nodes, edges
    case top10InDegree = "top10_in_degree"
    case half = "alpha_0.5"
    case high = "alpha_0.85"
    case higher = "alpha_0.95"
    case zeroShare = "share_of_packages_with_zero_trust"
  }

  static let expected: GraphGolden = {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Golden/golden-graph.json")
    do {
      return try JSONDecoder().decode(GraphGolden.self, from: Data(contentsOf: file))
    } catch {
      fatalError("\(error)")
    }
  }()
}

/// The dependency graph behind the golden numbers and its seeds: the hundred most depended on.
struct CratesGraph {
  let names: [String]
  let edges: [(from: Int, to: Int)]
  let seeds: [Int]

  static let isThere =
    ZstdFile.isThere("golden/graph-nodes.csv.zst") && ZstdFile.isThere("golden/graph-edges.csv.zst")

  init() throws {
    names = try ZstdFile.lines("golden/graph-nodes.csv.zst").map {
      String($0.split(separator: ",")[1])
    }
    edges = try ZstdFile.lines("golden/graph-edges.csv.zst").map { line in
      let ends = line.split(separator: ",").compactMap { Int($0) }
      return (from: ends[0], to: ends[1])
    }
    var dependents = [Int](repeating: 0, count: names.count)
    for edge in edges { dependents[edge.to] += 1 }
    let names = names
    seeds = Array(
      names.indices.sorted {
        dependents[$0] == dependents[$1]
          ? names[$0] < names[$1] : dependents[$0] > dependents[$1]
      }.prefix(100))
  }
}

@Suite struct SeededTrustTests {
  static func settings(_ damping: Double) -> SeededTrust.Settings {
    var settings = SeededTrust.Settings()
    settings.damping = damping
    return settings
  }

  @Test(
    .enabled(if: CratesGraph.isThere),
    arguments: [
      (0.5, GraphGolden.expected.half), (0.85, GraphGolden.expected.high),
      (0.95, GraphGolden.expected.higher),
    ])
  func `agrees with networkx on 25,528 crates`(_ damping: Double, _ expected: GraphGolden.Alpha)
    throws
  {
    let graph = try CratesGraph()
    #expect(graph.names.count == GraphGolden.expected.nodes)
    #expect(graph.edges.count == GraphGolden.expected.edges)
    let result = SeededTrust(
      TrustNetwork(nodeCount: graph.names.count, edges: graph.edges), seeds: graph.seeds,
      settings: Self.settings(damping))
    #expect(abs(result.trust.reduce(0, +) - 1) < 1e-12)
    #expect(result.trust.count { $0 > 0 } == expected.reached)
    #expect(result.iterations == expected.iterations)
    #expect(result.iterations <= expected.bound)
    let order = result.trust.indices.sorted { result.trust[$0] > result.trust[$1] }
    #expect(order.prefix(10).map { graph.names[$0] } == expected.top.map(\.name))
    for (node, ranked) in zip(order, expected.top) {
      #expect(abs(result.trust[node] - ranked.trust) < 1e-9)
    }
  }

  @Test(.enabled(if: CratesGraph.isThere))
  func `almost all packages of a registry have no trust at all`() throws {
    let graph = try CratesGraph()
    let result = SeededTrust(
      TrustNetwork(nodeCount: graph.names.count, edges: graph.edges), seeds: graph.seeds)
    let zero = Double(result.trust.count { $0 == 0 }) / Double(graph.names.count)
    #expect(abs(zero - GraphGolden.expected.zeroShare) < 1e-12)
  }

  /// A ring of 20 honest nodes with two seeds, and a clique of sybils that some of them point at.
  @Test(arguments: [10, 100, 1_000], [0, 1, 5, 20])
  func `sybils get what their attack edges carry, however many they are`(
    _ sybils: Int, _ attacks: Int
  ) {
    var edges = (0..<20).map { (from: $0, to: ($0 + 1) % 20) }
    edges += (0..<20).map { (from: $0, to: ($0 * 7 + 3) % 20) }
    let attacked = (0..<attacks).map { (from: $0, to: 20 + $0 % sybils) }
    edges += attacked
    edges += (0..<sybils).map { (from: 20 + $0, to: 20 + ($0 + 1) % sybils) }
    edges += (0..<sybils).map { (from: 20 + $0, to: 20 + ($0 * 3 + 2) % sybils) }
    for damping in [0.5, 0.85] {
      var settings = Self.settings(damping)
      settings.tolerance = 1e-14
      let trust = SeededTrust(
        TrustNetwork(nodeCount: 20 + sybils, edges: edges), seeds: [0, 10], settings: settings
      ).trust
      var out = [Int](repeating: 0, count: 20 + sybils)
      for edge in Set(edges.map { [$0.from, $0.to] }) { out[edge[0]] += 1 }
      let carried = attacked.reduce(0) { $0 + trust[$1.from] / Double(out[$1.from]) }
      let got = trust[20...].reduce(0, +)
      #expect(abs(got - damping / (1 - damping) * carried) < 1e-9)
      #expect(attacks > 0 || got == 0)
    }
  }

  @Test func `trust with nowhere to go returns to the seeds`() {
    let network = TrustNetwork(nodeCount: 3, edges: [(from: 0, to: 1)])
    let trust = SeededTrust(network, seeds: [0]).trust
    // x0 = 1/2 + 1/2 x1, x1 = 1/2 x0.
    #expect(abs(trust[0] - 2.0 / 3) < 1e-10 && abs(trust[1] - 1.0 / 3) < 1e-10)
    #expect(trust[2] == 0)
  }

  @Test func `an account passes on no more than a hundredth of the seeds' mass`() {
    // Package 0, account 1, package 2: without the cap a third of all trust would arrive.
    let network = TrustNetwork(
      nodeCount: 3, edges: [(from: 0, to: 2), (from: 2, to: 1)])
    let capped = SeededTrust(network, seeds: [0], cappedFrom: 2).trust
    #expect(abs(capped[1] - 0.005) < 1e-9)
    #expect(abs(capped.reduce(0, +) - 1) < 1e-12)
    #expect(SeededTrust(network, seeds: [0]).trust[1] > 0.1)
  }

  @Test func `the order of the edges does not matter`() {
    var edges = (0..<200).map { (from: $0 % 50, to: ($0 * 13 + 7) % 50) }
    let one = SeededTrust(TrustNetwork(nodeCount: 50, edges: edges), seeds: [3, 9]).trust
    edges.reverse()
    edges += edges.prefix(20)
    let other = SeededTrust(TrustNetwork(nodeCount: 50, edges: edges), seeds: [3, 9]).trust
    #expect(one == other)
  }
}
