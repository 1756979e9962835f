import CCrypto
import Corpus
import Features
import Foundation
import Testing

/// The recorded names behind `golden-typosquat.json`, and what the reference found in their test half.
struct RealNames: Sendable {
  /// One table of the golden file: names against one sample of ordinary names, every name counting once.
  struct Figures: Sendable, CustomStringConvertible {
    let ecosystem: Ecosystem
    let ordinary: String
    let auc: Double
    let oneEdit: (recall: Double, fpr: Double)
    let twoEdits: (recall: Double, fpr: Double)
    let strong: (recall: Double, fpr: Double)

    var description: String { "\(ecosystem), \(ordinary)" }
  }

  static let figures = [
    Figures(
      ecosystem: .npm, ordinary: "broad-sample", auc: 0.5146616481992853,
      oneEdit: (0.03603964360796877, 0.009589592274678111),
      twoEdits: (0.05876464110521574, 0.015625),
      strong: (0.01811993192511763, 0.0014753218884120173)),
    Figures(
      ecosystem: .npm, ordinary: "published-in-one-week", auc: 0.5169496758184602,
      oneEdit: (0.03603964360796877, 0.006341593391953104),
      twoEdits: (0.05876464110521574, 0.010125233146815881),
      strong: (0.01811993192511763, 0.0005329070077271516)),
    Figures(
      ecosystem: .pypi, ordinary: "ranks-5001-15000", auc: 0.4983998816051442,
      oneEdit: (0.03430160692212608, 0.038569706709521895),
      twoEdits: (0.04588998763906057, 0.06247488951386099),
      strong: (0.012824474660074166, 0.003816793893129771)),
    Figures(
      ecosystem: .pypi, ordinary: "dead-link-packages-2020", auc: 0.5089238414772584,
      oneEdit: (0.03430160692212608, 0.022222222222222223),
      twoEdits: (0.04588998763906057, 0.037188208616780044),
      strong: (0.012824474660074166, 0.00816326530612245)),
  ]

  static let isThere = ZstdFile.isThere("names/confusion/pypi-popular.csv.zst")
  /// Half a minute in a debug build, so the smaller registry alone unless asked for.
  static let isSlow = ProcessInfo.processInfo.environment["ASSAY_SLOW_TESTS"] == "1"
  static let ecosystems: [Ecosystem] = isSlow ? [.npm, .pypi] : [.pypi]

  /// A name with what it resembles, its campaign, and whether it is in the test half.
  struct Named: Sendable {
    let match: NameMatch
    let campaign: String?
    let isTest: Bool
  }

  let malicious: [Named]
  /// By the name of the sample.
  let ordinary: [String: [Named]]

  static let all: [Ecosystem: RealNames] = Dictionary(
    uniqueKeysWithValues: ecosystems.compactMap { ecosystem in
      (try? RealNames(ecosystem)).map { (ecosystem, $0) }
    })

  init(_ ecosystem: Ecosystem) throws {
    let popular = PopularNames(ranked: [
      ecosystem: try Self.column(1, "\(ecosystem)-popular"),
      ecosystem == .npm ? .pypi : .npm: try Self.column(1, "\(ecosystem)-popular-elsewhere"),
    ])
    func named(_ name: String, _ campaign: String?) -> Named {
      let key = "typo/\(ecosystem)/\(campaign ?? name)"
      return Named(
        match: popular.match(PackageID(ecosystem, name)), campaign: campaign,
        isTest: HashSplit.share(key) >= 0.5)
    }
    let campaigns = try Self.column(3, "\(ecosystem)-malicious")
    malicious = zip(try Self.column(0, "\(ecosystem)-malicious"), campaigns).map(named)
    var samples: [String: [Named]] = [:]
    for figures in Self.figures where figures.ecosystem == ecosystem {
      samples[figures.ordinary] = try Self.column(0, "\(ecosystem)-ordinary-\(figures.ordinary)")
        .map { named($0, nil) }
    }
    ordinary = samples
  }

  private static func column(_ number: Int, _ file: String) throws -> [String] {
    try ZstdFile.lines("names/confusion/\(file).csv.zst").map { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      return String(fields[number])
    }
  }
}

/// A share of 0..<1 of a key. Source: scoring method, appendix A.1.
enum HashSplit {
  static func share(_ key: String) -> Double {
    var digest = [UInt8](repeating: 0, count: 32)
    let bytes = Array(key.utf8)
    _ = unsafe SHA256(bytes, bytes.count, &digest)
    let value = digest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return Double(value >> 11) * 0x1p-53
  }
}

@Suite(.enabled(if: RealNames.isThere)) struct RealNamesTests {
  static let oneEdit: Set<NameRule> = [
    .swap, .double, .drop, .dropEnd, .adjacentKey, .vowel, .substitution, .add, .addKey, .addEnd,
    .addStart, .digitEnd, .plural,
  ]

  @Test(arguments: RealNames.figures.filter { RealNames.ecosystems.contains($0.ecosystem) })
  func `agrees with the reference on the test half`(_ expected: RealNames.Figures) throws {
    let names = try #require(RealNames.all[expected.ecosystem])
    let malicious = names.malicious.filter(\.isTest).map(\.match)
    let ordinary = try #require(names.ordinary[expected.ordinary]).filter(\.isTest).map(\.match)
    let rules: [(Set<NameRule>, (recall: Double, fpr: Double))] = [
      (Self.oneEdit, expected.oneEdit), (Self.oneEdit.union([.editTwo]), expected.twoEdits),
      ([.swap, .double, .drop, .versionSuffix], expected.strong),
    ]
    for (rules, figures) in rules {
      // The reference looks for one way to take a suffix off; here every way counts: a name or two.
      #expect(abs(Self.share(of: rules, malicious) - figures.recall) < 0.0003)
      #expect(abs(Self.share(of: rules, ordinary) - figures.fpr) < 0.0005)
    }
    let auc = Self.auc(malicious.map { $0.decibans ?? 0 }, ordinary.map { $0.decibans ?? 0 })
    #expect(abs(auc - expected.auc) < 0.01, "\(auc)")
  }

  @Test(.enabled(if: RealNames.isSlow, "set ASSAY_SLOW_TESTS=1"))
  func `the training half gives the constants of the rules`() throws {
    let samples = RealNames.all.sorted { $0.key < $1.key }.flatMap { ecosystem, names in
      let training = names.malicious.filter { !$0.isTest }
      let malicious = NameEvidenceFit.Sample(
        ecosystem: ecosystem, rules: training.map(\.match.rule),
        campaigns: training.compactMap(\.campaign))
      let ordinary = names.ordinary.sorted { $0.key < $1.key }.map { _, names in
        NameEvidenceFit.Sample(
          ecosystem: ecosystem, rules: names.filter { !$0.isTest }.map(\.match.rule))
      }
      return [malicious] + ordinary
    }
    let fitted = NameEvidenceFit.decibans(samples)
    for rule in NameRule.allCases where rule.evidenceGroup == rule.rawValue {
      let own = max(0, fitted[rule.rawValue] ?? 0)
      #expect(abs(own - rule.decibans) < 0.3, "\(rule): \(own)")
    }
  }

  private static func share(of rules: Set<NameRule>, _ names: [NameMatch]) -> Double {
    Double(names.count { $0.rule.map(rules.contains) ?? false }) / Double(names.count)
  }

  /// The chance that a malicious name scores higher than an ordinary one, ties counting half.
  private static func auc(_ malicious: [Double], _ ordinary: [Double]) -> Double {
    var counts: [Double: (bad: Double, good: Double)] = [:]
    for score in malicious { counts[score, default: (0, 0)].bad += 1 }
    for score in ordinary { counts[score, default: (0, 0)].good += 1 }
    var (below, sum) = (0.0, 0.0)
    for (_, count) in counts.sorted(by: { $0.key < $1.key }) {
      sum += count.bad * (below + count.good / 2)
      below += count.good
    }
    return sum / Double(malicious.count) / Double(ordinary.count)
  }
}
