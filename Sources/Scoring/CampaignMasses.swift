/// How each campaign spreads its weight of 1 over the bins of its members.
///
/// The campaign is the unit: a thousand copies of one package weigh as much as one.
package struct CampaignMasses: Sendable, Equatable {
  /// Bins in total.
  package let binCount: Int
  /// Where each campaign's entries begin in `bins` and `masses`; one more than campaigns.
  private(set) var starts: [Int] = [0]
  private(set) var bins: [Int] = []
  private(set) var masses: [Double] = []

  /// Groups members by campaign key; campaigns keep the order of their keys.
  package init(campaigns: [String], bins members: [Int], binCount: Int) {
    self.binCount = binCount
    var counts: [String: [Int: Int]] = [:]
    for (campaign, bin) in zip(campaigns, members) {
      counts[campaign, default: [:]][bin, default: 0] += 1
    }
    for (_, binned) in counts.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      let size = Double(binned.values.reduce(0, +))
      for (bin, count) in binned.sorted(by: { $0.key < $1.key }) {
        bins.append(bin)
        masses.append(Double(count) / size)
      }
      starts.append(bins.count)
    }
  }

  /// The number of campaigns.
  package var campaigns: Int { starts.count - 1 }

  /// The weight of all campaigns in each bin.
  package var perBin: [Double] {
    var sums = [Double](repeating: 0, count: binCount)
    for (bin, mass) in zip(bins, masses) { sums[bin] += mass }
    return sums
  }

  /// Adds each campaign's spread, times one exponential weight per campaign.
  @inline(__always)
  func addResampled(into sums: inout [Double], using random: inout SplitMix64) {
    for campaign in 0..<campaigns {
      let weight = random.nextExponential()
      for entry in starts[campaign]..<starts[campaign + 1] {
        sums[bins[entry]] += weight * masses[entry]
      }
    }
  }
}
