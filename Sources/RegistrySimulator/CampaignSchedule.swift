import Corpus

/// When a campaign is published, taken down and reported; milliseconds since 1970.
struct CampaignSchedule: Sendable {
  var published: Int64
  var takenDown: Int64
  /// Nil when nobody ever reports it.
  var reported: Int64?

  /// Campaigns of the first four days: enough that forty are captured and reported by night 2.
  static func initialCount(packages: Int) -> Int {
    max(52, Int((Double(packages) * 0.025).rounded()))
  }

  /// Campaigns of each later day.
  static func laterCount(packages: Int) -> Int { max(2, initialCount(packages: packages) / 20) }

  /// The schedule of a campaign of the first four days.
  ///
  /// Of twenty, sixteen are alive on a night and reported before night 2, two come and go between
  /// nights, one is alive on night 2 and reported after it, one is never reported.
  static func initial(_ index: Int, random: inout SplitMix64) -> CampaignSchedule {
    switch index % 20 {
    case 0..<8: alive(night: 0, age: 1.5...20, life: 0.5...8, delay: 0.5...12, random: &random)
    case 8..<16: alive(night: 1, age: 1.5...12, life: 0.5...8, delay: 0.5...10, random: &random)
    case 16, 17: between(day: 1, random: &random)
    case 18: alive(night: 2, age: 2...10, life: 1...6, delay: 1...12, random: &random)
    default: unreported(random: &random)
    }
  }

  /// The schedule of a campaign of day 4 or later.
  static func later(day: Int, index: Int, random: inout SplitMix64) -> CampaignSchedule {
    index % 3 == 2
      ? between(day: day, random: &random)
      : alive(night: day, age: 1.5...12, life: 0.5...8, delay: 1...24, random: &random)
  }

  /// The schedule of a campaign of day 4 or later that lives some hours at any time of the day.
  static func brief(day: Int, hours: Double, random: inout SplitMix64) -> CampaignSchedule {
    let published = SimulatedTime.night(day - 1) + Self.hours(0...24, &random)
    let takenDown = published + Self.hours(0.5 * hours...1.5 * hours, &random)
    return CampaignSchedule(
      published: published, takenDown: takenDown, reported: takenDown + Self.hours(1...24, &random))
  }

  private static func alive(
    night: Int, age: ClosedRange<Double>, life: ClosedRange<Double>, delay: ClosedRange<Double>,
    random: inout SplitMix64
  ) -> CampaignSchedule {
    let night = SimulatedTime.night(night)
    let takenDown = night + hours(life, &random)
    return CampaignSchedule(
      published: night - hours(age, &random), takenDown: takenDown,
      reported: takenDown + hours(delay, &random))
  }

  private static func between(day: Int, random: inout SplitMix64) -> CampaignSchedule {
    let published = SimulatedTime.night(day - 1) + hours(2...8, &random)
    let takenDown = published + hours(3...8, &random)
    return CampaignSchedule(
      published: published, takenDown: takenDown, reported: takenDown + hours(2...20, &random))
  }

  private static func unreported(random: inout SplitMix64) -> CampaignSchedule {
    CampaignSchedule(
      published: SimulatedTime.night(0) - hours(2...10, &random),
      takenDown: SimulatedTime.night(1) + hours(1...10, &random), reported: nil)
  }

  private static func hours(_ range: ClosedRange<Double>, _ random: inout SplitMix64) -> Int64 {
    Int64(random.between(range.lowerBound, range.upperBound) * Double(SimulatedTime.hour))
  }
}
