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
    .pypi: ["requests", "urllib3", "python-dateutil", "beautifulsoup4", "django", "cross-env", "colors", "tensorflow", "numpy", "scikit-learn"],
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

  static let rules: [(name: String, rule: NameRule?)] = [
    ("lodahs", .swap), ("llodash", .double), ("odash", .drop), ("lodas", .dropEnd),
    ("lodasj", .adjacentKey), ("lodush", .vowel), ("lodaxh", .adjacentKey), ("lodabh", .substitution),
    ("lodbash", .add), ("lodxash", .add), ("lodssash", .editTwoOrNothing), ("lodashx", .addEnd),
    ("xlodash", .addStart), ("lodash4", .digitEnd), ("lodashs", .plural), ("lo-dash", .separator),
    ("1odash", .homoglyph), ("lodash-js", .affixCombination), ("lodash-foo", .wordCombination),
    ("lodash-foo-2", .wordCombination), ("a-lodash-9", .affixCombination), ("lodash22", .versionSuffix),
    ("lodash-v3", .affixCombination), ("lodash_123", .affixCombination), ("lodashv3", .versionSuffix),
    ("nodelodash", .gluedAffix), ("lodashlib", .gluedAffix), ("@evil/lodash", .scopedCopy),
    ("cjs-lodash", .wordCombination), ("parser-body", .tokenOrder), ("bodyparser", .separator),
    ("numpy", .otherEcosystem), ("ordinary", nil), ("lod", nil), ("", nil), ("-", nil),
  ].map { (name: $0.0, rule: $0.1) }
}
