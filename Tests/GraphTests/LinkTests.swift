import Corpus
import Graph
import Testing

/// A package as the link stage sees it.
func node(
  _ name: String, _ ecosystem: Ecosystem = .npm, needs: [String] = [], by: [String]? = nil,
  from repository: String? = nil, at day: Double? = nil
) -> PackageFacts {
  let start = UTCInstant(milliseconds: 0)
  var facts = PackageFacts(package: PackageID(ecosystem, name), observedAt: start)
  facts.dependencies = .present(
    needs.map { Dependency(name: $0, kind: .runtime, requirement: "*") })
  if let by { facts.maintainers = .present(by) }
  if let repository {
    facts.repository = .present(
      RepositoryClaim(host: "github.com", path: repository, rule: "repository"))
  }
  if let day {
    facts.releases = [ReleaseFacts(version: "1", publishedAt: start.addingDays(day))]
  }
  return facts
}

@Suite struct LinkTests {
  /// a and b need core; c needs b; x is alone.
  static let small = [
    node("core", by: ["ann"], from: "ann/core", at: 10),
    node("a", needs: ["core", "core", "missing"], by: ["ann", "bob"], from: "ann/mono", at: 20),
    node("b", needs: ["core", "b"], by: ["cid"], from: "ann/core", at: 5),
    node("c", needs: ["b"], by: ["cid", "dan"], at: 1),
    node("x", from: "ann/core"),
    node("core", .crates, by: ["ann"], from: "ann/core", at: 3),
  ]

  @Test func `counts dependents once each and never across registries`() {
    #expect(Link.signals(of: Self.small).map(\.dependents) == [2, 0, 1, 0, 0, 0])
  }

  @Test func `counts the maintainers of dependents without its own`() {
    #expect(Link.signals(of: Self.small).map(\.dependentMaintainers) == [2, 0, 1, 0, 0, 0])
  }

  @Test func `sizes the weak component`() {
    #expect(Link.signals(of: Self.small).map(\.componentPackages) == [4, 4, 4, 4, 1, 1])
  }

  @Test func `counts claimants that share nobody and the unknown ones once`() {
    #expect(Link.signals(of: Self.small).map(\.repositoryClaimants) == [3, 1, 3, nil, 3, 1])
  }

  @Test func `joins claimants through a chain of shared maintainers`() {
    let facts = [
      node("a", by: ["p", "q"], from: "o/r"), node("b", by: ["s"], from: "o/r"),
      node("c", by: ["q", "s"], from: "o/r"), node("d", by: ["t"], from: "o/r"),
      node("e", by: ["t"], from: "o/other"),
    ]
    #expect(Link.signals(of: facts).map(\.repositoryClaimants) == [2, 2, 2, 2, 1])
  }

  @Test func `finds what else its maintainers have`() {
    let signals = Link.signals(of: Self.small)
    #expect(signals.map(\.maintainerOtherPackages) == [1, 1, 1, 1, nil, 0])
    let days = signals.map { $0.maintainerFirstPublish?.epochDay }
    #expect(days == [10, 10, 1, 1, nil, 3])
  }

  @Test(arguments: [Dependency.Kind.optional, .peer, .build, .runtime, .development])
  func `development dependencies are no use`(_ kind: Dependency.Kind) {
    var facts = [node("core"), node("a")]
    facts[1].dependencies = .present([Dependency(name: "core", kind: kind, requirement: "*")])
    #expect(Link.signals(of: facts)[0].dependents == (kind == .development ? 0 : 1))
  }

  @Test func `a direct URL points at no package`() {
    var facts = [node("core"), node("a")]
    facts[1].dependencies = .present([
      Dependency(name: "core", kind: .runtime, requirement: "git+ssh://x", isDirectURL: true)
    ])
    #expect(Link.signals(of: facts)[0].dependents == 0)
    #expect(Link.edges(of: facts).isEmpty)
  }

  @Test func `names that differ in Unicode normal form only are two names`() {
    let facts = [node("caf\u{E9}"), node("cafe\u{301}"), node("a", needs: ["caf\u{E9}"])]
    #expect(Link.signals(of: facts).map(\.dependents) == [1, 0, 0])
  }

  @Test func `an empty corpus has no signals`() {
    #expect(Link.signals(of: []).isEmpty)
  }

  @Test func `a repeated maintainer counts once`() {
    let facts = [node("core", by: ["z"]), node("a", needs: ["core"], by: ["y", "y"])]
    let signals = Link.signals(of: facts)
    #expect(signals[0].dependentMaintainers == 1)
    #expect(signals[1].maintainerOtherPackages == 0)
  }

  @Test(arguments: 0..<20)
  func `permuting packages permutes signals`(_ seed: UInt64) {
    var random = SplitMix(state: seed)
    let facts = randomCorpus(&random)
    let order = Array(facts.indices).shuffled(using: &random)
    let expected = Link.signals(of: facts)
    let shuffled = Link.signals(of: order.map { facts[$0] })
    #expect(shuffled == order.map { expected[$0] })
    #expect(Link.edges(of: facts) == Link.edges(of: order.map { facts[$0] }))
  }

  @Test(arguments: 0..<20)
  func `agrees with a direct count`(_ seed: UInt64) {
    var random = SplitMix(state: seed &+ 1_000)
    let facts = randomCorpus(&random)
    for (row, signals) in Link.signals(of: facts).enumerated() {
      let own = facts[row]
      let dependents = facts.filter { other in
        other.package != own.package && other.package.ecosystem == own.package.ecosystem
          && other.dependencies.value?.contains { $0.name == own.package.key } == true
      }
      #expect(signals.dependents == dependents.count)
      let people = Set(dependents.flatMap { $0.maintainers.value ?? [] })
        .subtracting(own.maintainers.value ?? [])
      #expect(signals.dependentMaintainers == people.count)
    }
  }
}

@Suite struct EdgeTests {
  @Test func `lists every relation once and in order`() {
    var package = node("app", needs: ["b", "a", "b"], by: ["zed", "ann"], from: "zed/app")
    package.dependencies = package.dependencies.map {
      $0 + [Dependency(name: "tool", kind: .development, requirement: "1")]
    }
    let edges = Link.edges(of: [node("web", needs: ["app"]), package])
    #expect(
      edges.map { "\($0.source.key) \($0.kind.rawValue) \($0.target)" } == [
        "app runtime a", "app runtime b", "app development tool", "app maintainer ann",
        "app maintainer zed", "app repository github.com/zed/app", "web runtime app",
      ])
  }
}

/// Seeded numbers for property tests. Source: scoring method, appendix A.1.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Forty packages in two registries with random relations.
func randomCorpus(_ random: inout SplitMix) -> [PackageFacts] {
  (0..<40).map { number in
    let ecosystem: Ecosystem = number.isMultiple(of: 3) ? .crates : .npm
    return node(
      "p\(number)", ecosystem,
      needs: (0..<Int.random(in: 0...4, using: &random)).map { _ in
        "p\(Int.random(in: 0..<50, using: &random))"
      },
      by: Bool.random(using: &random)
        ? (0..<Int.random(in: 1...3, using: &random)).map { _ in
          "m\(Int.random(in: 0..<12, using: &random))"
        } : nil,
      from: Bool.random(using: &random) ? "o/r\(Int.random(in: 0..<6, using: &random))" : nil,
      at: Double.random(in: 0...500, using: &random).rounded())
  }
}
