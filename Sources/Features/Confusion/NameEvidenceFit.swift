package import Corpus
import Foundation

/// How much each rule speaks for malice: how the constants of `NameRule.decibans` are made.
///
/// Source: scoring method, sections 2.5 and 6.
package enum NameEvidenceFit {
  /// Names of one registry from one source, with the rule that fired on each.
  package struct Sample: Sendable {
    package let ecosystem: Ecosystem
    package let rules: [NameRule?]
    /// By name: its campaign; nil for ordinary names.
    package let campaigns: [String]?

    package init(ecosystem: Ecosystem, rules: [NameRule?], campaigns: [String]? = nil) {
      precondition(campaigns == nil || campaigns?.count == rules.count, "a campaign a name")
      self.ecosystem = ecosystem
      self.rules = rules
      self.campaigns = campaigns
    }
  }

  /// Campaigns of shrinkage towards 0 dB.
  static let shrinkage = 2.0

  /// Weight of every malicious name: the size of its campaign to the power -1/2.
  ///
  /// Nothing but the campaign may decide it: weights that know the rule, as one over the size of a
  /// campaign's share of a rule, lift a rule that says nothing.
  package static func weights(_ campaigns: [String]) -> [Double] {
    let sizes = Dictionary(campaigns.map { ($0, 1.0) }, uniquingKeysWith: +)
    return campaigns.map { 1 / (sizes[$0] ?? 1).squareRoot() }
  }

  /// Evidence of every rule group in decibans, positive towards malice, not floored.
  ///
  /// Every registry counts alike, and inside one every source of ordinary names. The total
  /// weight of each class is the number of campaigns.
  package static func decibans(_ samples: [Sample]) -> [String: Double] {
    let malicious = shares(samples.filter { $0.campaigns != nil })
    let ordinary = shares(samples.filter { $0.campaigns == nil })
    let campaigns = Double(Set(samples.flatMap { $0.campaigns ?? [] }).count)
    let groups = Set(malicious.keys).union(ordinary.keys)
    let pairs = groups.map { group in
      let (bad, good) = (malicious[group] ?? 0, ordinary[group] ?? 0)
      let pull = shrinkage * (bad + good) / 2
      return (group, 10 * log10((campaigns * bad + pull) / (campaigns * good + pull)))
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  /// By rule group: its share of the names, averaged over sources and then over registries.
  private static func shares(_ samples: [Sample]) -> [String: Double] {
    let ecosystems = Set(samples.map(\.ecosystem)).sorted()
    var result: [String: Double] = [:]
    for ecosystem in ecosystems {
      let own = samples.filter { $0.ecosystem == ecosystem }
      for sample in own {
        let weights = sample.campaigns.map(weights) ?? sample.rules.map { _ in 1 }
        let unit = 1 / weights.reduce(0, +) / Double(own.count * ecosystems.count)
        for (rule, weight) in zip(sample.rules, weights) {
          result[rule?.evidenceGroup ?? "none", default: 0] += weight * unit
        }
      }
    }
    return result
  }
}

extension NameRule {
  /// Rules too rare to be weighed alone share a group.
  package var evidenceGroup: String {
    switch self {
    case .vowel: NameRule.substitution.rawValue
    case .addKey: NameRule.add.rawValue
    case .gluedAffix: NameRule.affixCombination.rawValue
    default: rawValue
    }
  }
}
