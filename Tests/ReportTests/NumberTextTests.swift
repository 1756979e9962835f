import Report
import Testing

@Suite struct NumberTextTests {
  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-1000, "\u{2212}1,000"),
    (Int.min, "\u{2212}9,223,372,036,854,775,808"),
  ])
  func `counts have a comma between thousands`(value: Int, text: String) {
    #expect(NumberText.count(value) == text)
  }

  @Test(arguments: [
    (1.005, 1, "1.0"), (0.25, 1, "0.3"), (-0.04, 1, "0.0"), (1234.5678, 2, "1,234.57"),
    (0.001, 3, "0.001"), (5, 0, "5"), (.nan, 2, "not known"),
    (.infinity, 2, "beyond every bound"), (-.infinity, 2, "below every bound"),
  ])
  func `fixed digits`(value: Double, digits: Int, text: String) {
    #expect(NumberText.fixed(value, digits) == text)
  }

  @Test(arguments: [
    (0.0909, "1 in 11"), (1, "1 in 1"), (0.8, "1 in 1.3"), (1.0 / 160, "1 in 160"),
    (1.0 / 1_649, "1 in 1,600"), (1.0 / 9.96, "1 in 10"), (1.0 / 99.6, "1 in 100"),
    (1e-6, "1 in 1,000,000"), (0, "none"), (.nan, "not known"),
  ])
  func `one in N has two significant digits`(probability: Double, text: String) {
    #expect(NumberText.oneIn(probability) == text)
  }

  @Test(arguments: [
    (0.01575, "1.6 %"), (0.69, "69 %"), (0, "0 %"), (1, "100 %"), (1e-5, "0.001 %"),
    (0.99999, "99.999 %"), (0.995, "99.5 %"), (0.00018, "0.018 %"), (.nan, "not known"),
  ])
  func `percentages never round to an end they have not reached`(share: Double, text: String) {
    #expect(NumberText.percent(share) == text)
  }

  @Test(arguments: [
    (7.96, "+8.0"), (0, "0.0"), (0.01, "0.0"), (-5.1, "\u{2212}5.1"), (.nan, "not known"),
  ])
  func `decibans have a sign and one digit`(value: Double, text: String) {
    #expect(NumberText.decibans(value) == text)
  }
}
