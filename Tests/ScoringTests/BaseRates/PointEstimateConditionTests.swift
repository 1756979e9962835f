import Scoring
import Testing

@Suite struct PointEstimateConditionTests {
  @Test(
    arguments: [
      (30, 15, 10.0, 20, nil), (29, 29, 10, 20, "30 are needed"),
      (30, 14, 10, 20, "half are needed"),
      (60, 60, 9.9, 20, "10 are needed"), (60, 60, 40, 19, "20 are needed"),
    ] as [(Int, Int, Double, Int, String?)])
  func scoresAloneMaySpeakOnlyWhereMalwareWasSeen(
    _ reviewed: Int, _ malicious: Int, _ campaigns: Double, _ unlabelled: Int, _ reason: String?
  ) {
    let condition = PointEstimateCondition(
      reviewed: reviewed, malicious: malicious, campaigns: campaigns, unlabelled: unlabelled)
    let estimate = condition.estimate(populationShare: 0.0025, maliciousShare: 0.5)
    guard let reason else {
      #expect(condition.refusal == nil && estimate == 0.005)
      return
    }
    #expect(condition.refusal?.hasSuffix(reason) == true)
    #expect(estimate == nil)
  }
}
