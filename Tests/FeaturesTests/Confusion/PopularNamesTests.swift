import Corpus
import Features
import Testing

/// One worked name of the method's golden file, `small_case` of golden-typosquat.json.
struct Worked: Sendable, CustomStringConvertible {
  let name: String
  let rule: String?
  let target: String?
  let rank: Int?
  let length: Int
  let neighbours: Int

  init(
    _ name: String, _ rule: String?, _ target: String?, _ rank: Int?, _ length: Int,
    _ neighbours: Int
  ) {
    self.name = name
    self.rule = rule
    self.target = target
    self.rank = rank
    self.length = length
    self.neighbours = neighbours
  }

  var description: String { name }
}

@Suite struct PopularNamesTests {
  static let popular = PopularNames(ranked: [
    .pypi: [
      "requests", "urllib3", "python-dateutil", "beautifulsoup4", "django", "cross-env", "colors",
      "tensorflow", "numpy", "scikit-learn",
    ],
    .npm: ["lodash", "react"],
  ])

  static let worked: [Worked] = [
    Worked("reqeusts", "e1_swap", "requests", 0, 8, 1),
    Worked("request", "e1_drop_end", "requests", 0, 8, 1),
    Worked("requests2", "e1_digit_end", "requests", 0, 8, 1),
    Worked("requestss", "e1_double", "requests", 0, 8, 1),
    Worked("requests-async", "combo_affix", "requests", 0, 8, 0),
    Worked("python3-dateutil", "e1_add", "python-dateutil", 2, 14, 1),
    Worked("dateutil-python", "token_order", "python-dateutil", 2, 14, 0),
    Worked("crossenv", "separator", "cross-env", 5, 8, 0),
    Worked("co1ors", "homoglyph", "colors", 6, 6, 1),
    Worked("djanga", "e1_subvowel", "django", 4, 6, 1),
    Worked("jango", "e1_drop", "django", 4, 6, 1),
    Worked("tensorflow-gpu-pro", "combo_word", "tensorflow", 7, 10, 0),
    Worked("numpyy", "e1_double", "numpy", 8, 5, 1),
    Worked("lodash", "other_ecosystem", nil, 0, 6, 0),
    Worked("scikitlearn", "separator", "scikit-learn", 9, 11, 0),
    Worked("sklearn", nil, nil, nil, 7, 0),
    Worked("requests", nil, nil, 0, 8, 0),
    Worked("urlib3", "e1_drop", "urllib3", 1, 7, 1),
    Worked("beautifullsoup4", "e1_double", "beautifulsoup4", 3, 14, 1),
    Worked("mynumpy", "glued_affix", "numpy", 8, 5, 0),
    Worked("colours", "e1_add", "colors", 6, 6, 1),
    Worked("completely-different", nil, nil, nil, 19, 0),
  ]

  @Test(arguments: worked)
  func `agrees with the worked names`(_ worked: Worked) {
    let match = Self.popular.match(PackageID(.pypi, worked.name))
    #expect(match.rule?.rawValue == worked.rule)
    #expect(match.target == worked.target)
    #expect(match.rank == worked.rank)
    #expect(match.length == worked.length)
    #expect(match.neighbours == worked.neighbours)
    #expect(match.isPopular == (worked.name == "requests"))
  }

  static let npm = PopularNames(ranked: [
    .npm: ["lodash", "body-parser", "webpack", "@babel/core", "ms"], .pypi: ["numpy"],
  ])

  static let rules: [(String, NameRule?)] = [
    ("lodahs", .swap), ("llodash", .double), ("odash", .drop), ("lodas", .dropEnd),
    ("lodasj", .adjacentKey), ("lodaxh", .adjacentKey), ("lodush", .vowel),
    ("lodabh", .substitution), ("lodbash", .add), ("lodxash", .addKey), ("lodashx", .addEnd),
    ("xlodash", .addStart), ("lodash4", .digitEnd), ("lodashs", .plural), ("lo-dash", .separator),
    ("LODAHS", .swap), ("babelcore", .separator), ("bodyparser", .separator),
    ("parser-body", .tokenOrder), ("1odash", .homoglyph), ("vvebpack", .homoglyph),
    ("lodash-js", .affixCombination), ("lodash-foo", .wordCombination),
    ("a-lodash-9", .affixCombination), ("webpack-dev-tool", .affixCombination),
    ("my-body-parser", .affixCombination), ("my-body.parser-x9", .wordCombination),
    ("lodash22", .versionSuffix), ("lodashv3", .versionSuffix), ("lodash-123", .affixCombination),
    ("nodelodash", .gluedAffix), ("lodashlib", .gluedAffix), ("@evil/lodash", .scopedCopy),
    ("bodyparzzr", .editTwo), ("ebwpakc", nil), ("numpy", .otherEcosystem), ("mss", nil),
    ("ordinary", nil), ("", nil), ("-", nil), ("@", nil), ("\u{1F600}", nil),
  ]

  @Test(arguments: rules)
  func `names the rule that fired`(_ name: String, _ rule: NameRule?) {
    #expect(Self.npm.match(PackageID(.npm, name)).rule == rule)
  }

  @Test func `a popular name imitates nobody`() {
    let match = Self.npm.match(PackageID(.npm, "ms"))
    #expect(match.isPopular && match.rank == 4 && match.rule == nil && match.decibans == nil)
  }

  @Test(arguments: [
    String(repeating: "a-", count: 5_000), String(repeating: "lodash-", count: 40),
    String(repeating: "lodash", count: 1_000),
  ])
  func `an endless name costs nothing and resembles nobody`(_ name: String) {
    let match = Self.npm.match(PackageID(.npm, name))
    #expect(match.rule == nil && match.neighbours == 0)
  }

  @Test func `without popular names nothing fires`() {
    #expect(PopularNames().match(PackageID(.npm, "lodahs")).rule == nil)
  }

  @Test func `the index finds what comparing with every name finds`() {
    var random = SplitMix(state: 7)
    let targets = Array(Set((0..<200).map { _ in word(&random) })).sorted()
    let popular = PopularNames(ranked: [.npm: targets])
    for _ in 0..<300 {
      let name = word(&random)
      let match = popular.match(PackageID(.npm, name))
      if match.isPopular { continue }
      let one = targets.filter { distance(name, $0) == 1 }.count
      let isTwoAsked = one == 0 && name.count >= 8 && [nil, .editTwo].contains(match.rule)
      let two =
        isTwoAsked ? targets.count { $0.count >= 8 && distance(name, $0) == 2 } : 0
      #expect(match.neighbours == one + two, "\(name)")
    }
  }

  @Test func `ranks a corpus by downloads, then dependents' people, then names`() {
    let facts = (0..<200).map { number in
      var facts = PackageFacts(package: PackageID(.npm, "package\(number)"), observedAt: now)
      if number < 4 { facts.downloads = .present(Int64(number)) }
      return facts
    }
    var graph = [GraphSignals](repeating: graphSignals(), count: 200)
    for number in 10..<40 { graph[number] = graphSignals(dependents: 1, dependentMaintainers: 1) }
    graph[99] = graphSignals(dependents: 5, dependentMaintainers: 2)
    let popular = PopularNames(facts: facts, graph: graph)
    #expect(popular.count(in: .npm) == 10)
    #expect(popular.count(in: .pypi) == 0)
    let ranks = ["package3", "package2", "package1", "package99", "package10", "package0"].map {
      popular.match(PackageID(.npm, $0)).isPopular
        ? popular.match(PackageID(.npm, $0)).rank : nil
    }
    #expect(ranks == [0, 1, 2, 3, 4, nil])
    #expect(PopularNames(facts: facts, graph: graph, limit: 2).count(in: .npm) == 2)
    #expect(PopularNames(facts: facts, graph: nil).count(in: .npm) == 3)
  }
}

/// A word of five to ten letters out of few, so that many are near each other.
private func word(_ random: inout SplitMix) -> String {
  let length = Int.random(in: 5...10, using: &random)
  return String((0..<length).map { _ in "xyz".randomElement(using: &random) ?? "x" })
}

/// Optimal string alignment by its definition.
private func distance(_ left: String, _ right: String) -> Int {
  let (a, b) = (Array(left), Array(right))
  var table = [[Int]](repeating: Array(0...b.count), count: a.count + 1)
  for i in 0...a.count { table[i][0] = i }
  for i in 1...a.count {
    for j in 1...b.count {
      table[i][j] = min(
        table[i - 1][j] + 1, table[i][j - 1] + 1,
        table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
      )
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
        table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
      }
    }
  }
  return table[a.count][b.count]
}

/// Seeded numbers. Source: scoring method, appendix A.1.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
