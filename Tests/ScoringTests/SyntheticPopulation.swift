import Foundation
import Scoring

/// The generated population of the method, appendix A.3, whose true posterior is known.
struct SyntheticPopulation {
  /// An atom at 0, else ten times a Kumaraswamy variable.
  struct Shape {
    let atom: Double
    let a: Double
    let b: Double

    func score(_ isAtom: Double, _ uniform: Double) -> Double {
      guard isAtom >= atom else { return 0 }
      let x = pow(1 - pow(1 - uniform, 1 / b), 1 / a)
      return floor(1000 * x + 0.5) / 100
    }

    func share(through score: Double) -> Double {
      let t = min(1, max(0, (score + 0.005) / 10))
      return atom + (1 - atom) * (1 - pow(1 - pow(t, a), b))
    }
  }

  static let good = Shape(atom: 0.12, a: 1.6, b: 1.4)
  static let bad = Shape(atom: 0.75, a: 0.9, b: 4)

  var scores: [Double] = []
  var maliciousCount = 0
  var campaignScores: [Double] = []
  var campaigns: [Int] = []

  /// Packages of these shapes, and campaigns of one package each when `zipf` is 0.
  init(
    seed: UInt64, count: Int, rate: Double, campaignCount: Int, zipf: Double,
    good: Shape = Self.good, bad: Shape = Self.bad
  ) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<count {
      let isBad = random.nextDouble() < rate
      let atom = random.nextDouble()
      let uniform = random.nextDouble()
      if isBad { maliciousCount += 1 }
      scores.append((isBad ? bad : good).score(atom, uniform))
    }
    random = SplitMix64(seed: seed + 1_000_000)
    for campaign in 0..<campaignCount { addCampaign(campaign, zipf, bad, &random) }
  }

  private mutating func addCampaign(
    _ campaign: Int, _ zipf: Double, _ bad: Shape, _ random: inout SplitMix64
  ) {
    let uniform = random.nextDouble()
    let size = zipf == 0 ? 1 : Int(min(500, floor(pow(1 - uniform, -1 / zipf))))
    let prototype = bad.score(random.nextDouble(), random.nextDouble())
    _ = random.nextDouble()
    for _ in 0..<size {
      let isCopy = random.nextDouble() < 0.8
      let own = bad.score(random.nextDouble(), random.nextDouble())
      campaignScores.append(isCopy ? prototype : own)
      campaigns.append(campaign)
    }
  }

  /// The true share of malice per bin.
  static func truth(_ bins: Bins, rate: Double) -> [Double] {
    var (lastGood, lastBad) = (0.0, 0.0)
    return bins.edges.map { edge in
      let (goodShare, badShare) = (good.share(through: edge), bad.share(through: edge))
      defer { (lastGood, lastBad) = (goodShare, badShare) }
      let malice = rate * (badShare - lastBad)
      return malice / (malice + (1 - rate) * (goodShare - lastGood))
    }
  }
}
