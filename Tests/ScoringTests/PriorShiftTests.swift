import Scoring
import Testing

@Suite struct PriorShiftTests {
  /// Each item as a bin of its own: the iteration's fixed point is the likelihood's maximum.
  @Test func pointIsTheFixedPointOfTheReference() throws {
    let golden = Golden.core["saerens_em"]
    let prior = golden["train_prior"].double
    let posteriors = golden["posterior_at_train_prior"].doubles
    let share = 1 / Double(posteriors.count)
    let shift = try #require(
      PriorShift(
        population: posteriors.map { _ in share }, ratio: posteriors.map { $0 / prior },
        fitted: posteriors.count, baseRate: prior))
    let found = shift.baseRates(counts: posteriors.map { _ in 1 })
    #expect(agree(try #require(found.point), golden["estimated_prior"].double, 1e-8))
    #expect(found.low < 0.41 && found.high > 0.41 && found.low > 0)
  }

  /// The talk's score: three quarters of the malicious and 12 % of the good at zero.
  static let talk = PriorShift(
    population: [0.12 * 0.984_25 + 0.75 * 0.015_75, 0.88 * 0.984_25 + 0.25 * 0.015_75],
    ratio: [
      0.75 / (0.12 * 0.984_25 + 0.75 * 0.015_75), 0.25 / (0.88 * 0.984_25 + 0.25 * 0.015_75),
    ],
    fitted: 100_000, baseRate: 0.015_75)

  @Test func likelihoodRatiosArePartedAgain() throws {
    let shift = try #require(Self.talk)
    #expect(agree(shift.malicious, [0.75, 0.25], 1e-12))
    #expect(agree(shift.good, [0.12, 0.88], 1e-12))
    #expect(agree(shift.mixture(baseRate: 0.1), [0.183, 0.817], 1e-12))
  }

  @Test(arguments: [(0.001, true), (0.3, false)])
  func pointIsRefusedWhereMaliceIsRare(rate: Double, isRefused: Bool) throws {
    let shift = try #require(Self.talk)
    let counts = shift.mixture(baseRate: rate).map { Int(($0 * 20_000).rounded()) }
    let found = shift.baseRates(counts: counts)
    #expect((found.point == nil) == isRefused)
    #expect(found.low <= rate && rate <= found.high)
    if !isRefused { #expect(abs(try #require(found.point) - rate) < 1e-3) }
  }

  @Test func anotherMixtureIsSeen() throws {
    let shift = try #require(Self.talk)
    let alike = shift.mixture(baseRate: 0.001).map { Int(($0 * 50_000).rounded()) }
    #expect(!shift.check(counts: alike, baseRate: 0.001).isStale)
    let other = shift.check(counts: [20_000, 30_000], baseRate: 0.001)
    #expect(other.isStale && other.index > 0.3)
    #expect(other.alarm == 0.02)
  }

  @Test func smallSamplesMayDifferMore() throws {
    let check = try #require(Self.talk).check(counts: [30, 170], baseRate: 0.001)
    #expect(agree(check.alarm, (1.0 / 200 + 1.0 / 100_000) * 10.827_566_170_662_733, 1e-9))
    #expect(!check.isStale)
  }

  @Test func impossibleBaseRateCarriesNothing() {
    #expect(
      PriorShift(population: [0.1, 0.9], ratio: [6, 0.4444], fitted: 10, baseRate: 0.2) == nil)
  }
}
