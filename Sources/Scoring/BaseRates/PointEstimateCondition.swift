/// Whether scores alone may say what a base rate is (method, section 4.6).
///
/// Every base rate up to a limit fits the same scores, so estimators that read one off them return
/// that limit, 160 times too much where malice is rare. They assume that somewhere there is malware
/// only. That must have been seen: by reviewing a random sample of the riskiest region.
package struct PointEstimateCondition: Sendable, Equatable {
  /// Reviewed packages of the riskiest region and the malicious among them.
  package let reviewed: Int
  package let malicious: Int
  /// Campaign mass and unlabelled packages of that region.
  package let campaigns: Double
  package let unlabelled: Int

  package init(reviewed: Int, malicious: Int, campaigns: Double, unlabelled: Int) {
    self.reviewed = reviewed
    self.malicious = malicious
    self.campaigns = campaigns
    self.unlabelled = unlabelled
  }

  /// Why there is no estimate; nil when there may be one.
  package var refusal: String? {
    if reviewed < 30 {
      return "\(reviewed) packages of the riskiest region were reviewed, and 30 are needed"
    }
    if 2 * malicious < reviewed {
      return "\(malicious) of \(reviewed) reviewed packages of the riskiest region are malicious, "
        + "and half are needed"
    }
    if campaigns < 10 {
      return
        "the riskiest region holds \((campaigns * 10).rounded() / 10) campaigns, and 10 are needed"
    }
    if unlabelled < 20 {
      return "the riskiest region holds \(unlabelled) unlabelled packages, and 20 are needed"
    }
    return nil
  }

  /// The region's share of the population over its share of the campaigns; nil when refused.
  package func estimate(populationShare: Double, maliciousShare: Double) -> Double? {
    guard refusal == nil, maliciousShare > 0 else { return nil }
    return min(1, populationShare / maliciousShare)
  }
}
