import Corpus
import Graph
import Testing

@Suite struct TrustFlowTests {
  /// Days after the start of the tests' clock; packages are dated by `node`.
  static let now = UTCInstant(milliseconds: 0).addingDays(1_000)

  static func run(_ facts: [PackageFacts], established: [Bool] = []) -> Link.Result {
    Link.run(facts, trust: TrustInput(now: now, established: established, minimumSeeds: 1))
  }

  /// The same among nine more seeds, which follow the packages in question.
  static func runAmongSeeds(_ facts: [PackageFacts], established: [Bool] = []) -> Link.Result {
    let names = (0..<9).map { "filler\($0)" }
    let fillers = names.map { node($0, by: [$0], at: 0) }
    return run(
      facts + fillers + [node("fan", needs: names, by: ["fan"], at: 900)], established: established)
  }

  /// `count` old packages of different owners, each relied on by `dependents` owners.
  static func reliedOn(_ count: Int, dependents: Int, attested: Bool = true) -> [PackageFacts] {
    var facts: [PackageFacts] = []
    for number in 0..<count {
      var package = node("base\(number)", by: ["owner\(number)"], at: Double(number % 5))
      package.releases[0].isAttested = attested
      facts.append(package)
    }
    for dependent in 0..<dependents {
      let needs = (0..<count).map { "base\($0)" }
      facts.append(node("user\(dependent)", needs: needs, by: ["user\(dependent)"], at: 900))
    }
    return facts
  }

  @Test(arguments: [
    (50, 100, true, TrustSeeds.Rule.strict, 50), (50, 100, false, .withoutProvenance, 50),
    (49, 100, true, .mostReliedOn, 49), (50, 99, true, .mostReliedOn, 50),
    (150, 3, true, .mostReliedOn, 100), (10, 3, true, .mostReliedOn, 10),
    (9, 3, true, .none, 0), (20, 0, true, .none, 0),
  ])
  func `chooses seeds by the strictest rule that finds enough`(
    _ count: Int, _ dependents: Int, _ attested: Bool, _ rule: TrustSeeds.Rule, _ found: Int
  ) throws {
    let result = Self.run(Self.reliedOn(count, dependents: dependents, attested: attested))
    let seeds = try #require(result.seeds)
    #expect(seeds.rule == rule)
    #expect(seeds.rows.count == found)
    #expect(result.signals.count { $0.trust?.isSeed == true } == found)
    #expect((result.signals[0].trust == nil) == (rule == .none))
  }

  @Test(arguments: [(49, false), (50, true)])
  func `from fewer than fifty seeds no trust flows`(_ count: Int, _ flows: Bool) {
    let facts = Self.reliedOn(count, dependents: 3)
    let signals = Link.run(facts, trust: TrustInput(now: Self.now)).signals
    #expect(signals.allSatisfy { ($0.trust != nil) == flows })
  }

  @Test func `an established claim makes a seed as an attestation does`() throws {
    let facts = Self.reliedOn(50, dependents: 100, attested: false)
    let seeds = try #require(
      Self.run(facts, established: Array(repeating: true, count: facts.count)).seeds)
    #expect(seeds.rule == .strict)
  }

  @Test func `seeds have different owners and are two years old`() throws {
    let facts = [
      node("a", by: ["x"], at: 0), node("b", by: ["x", "y"], at: 0), node("c", by: ["z"], at: 400),
      node("u", needs: ["a", "b", "c"], by: ["u"], at: 900),
    ]
    #expect(try #require(Self.runAmongSeeds(facts).seeds).rows.filter { $0 < 4 } == [0])
  }

  @Test func `where no accounts are known the most depended on are seeds`() throws {
    let facts = [
      node("a", at: 0), node("b", at: 0), node("u", needs: ["b"], at: 900),
      node("v", needs: ["a", "b"], at: 900),
    ]
    #expect(try #require(Self.runAmongSeeds(facts).seeds).rows.filter { $0 < 4 } == [1, 0])
  }

  /// seed ← user; the seed's owner also keeps `own`, which a newcomer joined.
  static func offices(_ joined: Double, published: Double?) -> [PackageFacts] {
    var own = node("own", by: ["owner", "newcomer"], at: joined)
    if let published {
      own.releases.append(
        ReleaseFacts(
          version: "2", publishedAt: UTCInstant(milliseconds: 0).addingDays(published),
          publisher: "newcomer"))
    }
    return [
      node("seed", by: ["owner"], at: 0), node("user", needs: ["seed"], by: ["user"], at: 900), own,
      node("other", by: ["newcomer"], at: 0),
    ]
  }

  @Test(arguments: [
    (0.0, nil, true), (969.0, nil, true), (971.0, nil, false), (0.0, 960.0, true),
    (0.0, 980.0, false),
  ])
  func `an account carries trust after 30 days in office`(
    _ joined: Double, _ published: Double?, _ isReached: Bool
  ) throws {
    let signals = Self.runAmongSeeds(Self.offices(joined, published: published)).signals
    let other = try #require(signals[3].trust)
    #expect((other.trust > 0) == isReached)
    #expect(try #require(signals[0].trust).isSeed)
  }

  @Test func `all packages without trust share one rank`() throws {
    let facts = [
      node("seed", by: ["owner"], at: 0), node("user", needs: ["seed"], by: ["user"], at: 900),
      node("x", by: ["p"], at: 0), node("y", by: ["q"], at: 0),
    ]
    let trust = Self.runAmongSeeds(facts).signals.compactMap(\.trust)
    // Ten of fourteen have trust, all alike; four have none.
    let ranks = trust.prefix(4).map { Int(($0.percentile * 28).rounded()) }
    #expect(ranks == [18, 4, 4, 4])
    #expect(trust[1...3].allSatisfy { $0.trust == 0 })
  }

  @Test func `the best other package leaves out the package itself and young ones`() throws {
    let facts = [
      node("seed", by: ["owner"], at: 0), node("user", needs: ["seed"], by: ["user"], at: 900),
      node("old", by: ["owner"], at: 800), node("young", by: ["owner"], at: 821),
      node("alone", by: ["hermit"], at: 0),
    ]
    let trust = Self.runAmongSeeds(facts).signals.compactMap(\.trust)
    let ranks = trust.map(\.percentile)
    let best = trust.prefix(5).map(\.bestOtherPercentile)
    #expect(best == [ranks[2], nil, ranks[0], ranks[0], nil])
    #expect(ranks[0] > ranks[2])
  }

  @Test func `a repository carries trust between packages whose claims are established`() throws {
    let facts = [
      node("seed", by: ["owner"], from: "o/r", at: 0),
      node("user", needs: ["seed"], by: ["user"], at: 900),
      node("sister", by: ["other"], from: "o/r", at: 0),
      node("borrower", by: ["thief"], from: "o/r", at: 0),
    ]
    let trust = Self.runAmongSeeds(facts, established: [true, false, true, false]).signals
      .compactMap {
        $0.trust?.trust
      }
    #expect(trust[2] > 0 && trust[3] == 0)
  }
}
