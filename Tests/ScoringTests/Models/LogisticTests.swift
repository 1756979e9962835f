import Foundation
import Scoring
import Testing

@Suite struct LogisticTests {
  private static let golden = Golden.core["logistic_l2_0.5"]
  private static let rows = golden["X"].array.map(\.doubles)
  private static let truth = golden["y"].ints.map { $0 == 1 }
  private static let weights = golden["w"].doubles
  private static let columns = (0..<3).map { column in rows.map { $0[column] } }

  @Test func findsTheGoldenCoefficients() {
    let fit = LogisticFit.ridge(
      Self.columns, isPositive: Self.truth, weights: Self.weights, ridge: 0.5,
      isNonNegative: false)
    #expect(fit.isConverged)
    #expect(agree(fit.intercept, Self.golden["intercept"].double, 1e-6))
    #expect(agree(fit.coefficients, Self.golden["beta"].doubles, 1e-6))
  }

  /// With bounds that do not bind the bounded fit is the free one.
  @Test func boundsThatDoNotBindChangeNothing() {
    var columns = Self.columns
    columns[1] = columns[1].map { -$0 }
    let fit = LogisticFit.ridge(
      columns, isPositive: Self.truth, weights: Self.weights, ridge: 0.5, isNonNegative: true)
    let beta = Self.golden["beta"].doubles
    #expect(agree(fit.coefficients, [beta[0], -beta[1], beta[2]], 1e-6))
  }

  /// At a minimum over numbers of at least 0 the slope is 0 where a coefficient is free, and
  /// positive where it is held at 0.
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func bindingBoundsMeetTheConditionsOfAMinimum(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let count = 400
    let shared = (0..<count).map { _ in random.nextNormal() }
    let columns = (0..<6).map { _ in shared.map { $0 + 0.3 * random.nextNormal() } }
    let truth = shared.map { random.nextDouble() < 1 / (1 + exp(-$0)) }
    let weights = (0..<count).map { _ in 0.2 + random.nextDouble() }
    let fit = LogisticFit.ridge(
      columns, isPositive: truth, weights: weights, ridge: 0.1, isNonNegative: true)
    #expect(fit.isConverged)
    let residuals = (0..<count).map { row in
      let margin = zip(columns, fit.coefficients).reduce(fit.intercept) {
        $0 + $1.0[row] * $1.1
      }
      return weights[row] * (1 / (1 + exp(-margin)) - (truth[row] ? 1 : 0))
    }
    #expect(abs(residuals.reduce(0, +)) < 1e-6)
    for (column, coefficient) in zip(columns, fit.coefficients) {
      let slope = zip(column, residuals).reduce(0.1 * coefficient) { $0 + $1.0 * $1.1 }
      #expect(coefficient >= 0)
      #expect(coefficient > 0 ? abs(slope) < 1e-6 : slope > -1e-6)
    }
  }

  /// Perfect separation cannot diverge: the ridge holds.
  @Test func separationConverges() {
    let column = (0..<100).map { $0 < 50 ? -1.0 : 1.0 }
    let fit = LogisticFit.ridge(
      [column], isPositive: column.map { $0 > 0 },
      weights: [Double](repeating: 1, count: 100), ridge: 10, isNonNegative: true)
    #expect(fit.isConverged)
    #expect(fit.coefficients[0] > 0.5 && fit.coefficients[0] < 5)
  }
}

@Suite struct PrincipalAxisTests {
  private static let golden = Golden.core["pca_activity"]
  private static let raw = golden["raw"].array.map(\.doubles)

  private static func bins() -> [[Double]] {
    (0..<3).map { column in
      let values = raw.map { $0[column] }
      let bins = Bins.equalPopulation(ValueCounts(sorted: values.sorted()), bins: 5)
      return values.map { Double(bins.index(of: $0)) }
    }
  }

  @Test func matchesTheGoldenAxis() throws {
    let columns = Self.bins()
    for (row, expected) in Self.golden["bins"].array.enumerated() {
      #expect(columns.map { $0[row] } == expected.doubles)
    }
    let axis = try #require(PrincipalAxis(bins: columns))
    #expect(agree(axis.deviations, Self.golden["population_sd_ddof0"].doubles, 1e-9))
    #expect(agree(axis.eigenvalues, Self.golden["eigenvalues_cov_ddof1"].doubles, 1e-9))
    #expect(agree(axis.loadings, Self.golden["loading_sign_fixed"].doubles, 1e-9))
    let positions = columns[0].indices.map { row in axis.position(columns.map { $0[row] }) }
    #expect(agree(positions, Self.golden["pc1"].doubles, 1e-9))
    // Equal packages differ by rounding alone in the golden file.
    let rounded = positions.map { ($0 * 1e9).rounded() }
    let ranks = MidRank.percentiles(of: rounded, among: rounded.sorted())
    #expect(agree(ranks.map { 10 * $0 }, Self.golden["score_0_10"].doubles, 1e-9))
  }

  /// More of everything is more activity, whatever sign the solver happened to give.
  @Test(arguments: [[0, 1, 2], [2, 1, 0], [1, 2, 0]])
  func signDoesNotFollowTheOrderOfColumns(order: [Int]) throws {
    let columns = Self.bins()
    let axis = try #require(PrincipalAxis(bins: order.map { columns[$0] }))
    #expect(axis.loadings.reduce(0, +) > 0)
    #expect(axis.position([4, 4, 4]) > axis.position([0, 0, 0]))
  }

  @Test func keepsTheOldAxisWhenTheNewOneIsUnlikeOrUndecided() throws {
    let columns = Self.bins()
    let old = try #require(PrincipalAxis(bins: columns))
    let same = PrincipalAxis.accepted(old, before: old)
    #expect(same.axis == old && !same.isUnstable)
    var random = SplitMix64(seed: 4)
    let noise = (0..<3).map { _ in (0..<400).map { _ in floor(5 * random.nextDouble()) } }
    let undecided = try #require(PrincipalAxis(bins: noise))
    #expect(!undecided.isIdentified)
    #expect(PrincipalAxis.accepted(undecided, before: old).axis == old)
    #expect(PrincipalAxis.accepted(undecided, before: nil).axis == nil)
    let other = try #require(
      PrincipalAxis(bins: [columns[0], columns[1].map { 4 - $0 }, columns[2].map { 4 - $0 }]))
    let refused = PrincipalAxis.accepted(other, before: old)
    #expect(other.congruence(with: old) < 0.95)
    #expect(refused.axis == old && refused.isUnstable)
  }

  @Test func constantColumnsAreLeftOut() throws {
    let constant = [Double](repeating: 2, count: 20)
    let axis = try #require(PrincipalAxis(bins: Self.bins() + [constant]))
    #expect(axis.loadings[3] == 0)
    #expect(agree(Array(axis.loadings.prefix(3)), Self.golden["loading_sign_fixed"].doubles, 1e-9))
    #expect(PrincipalAxis(bins: [constant]) == nil)
  }
}

@Suite struct SymmetricEigenTests {
  /// `A v = lambda v`, unit vectors, falling values, over random matrices.
  @Test(arguments: [1, 2, 5, 12, 50])
  func solvesItsOwnEquation(size: Int) {
    var random = SplitMix64(seed: UInt64(size))
    var matrix = SquareMatrix(size: size)
    for row in 0..<size {
      for column in 0...row {
        let value = random.nextNormal()
        matrix[row, column] = value
        matrix[column, row] = value
      }
    }
    let eigen = SymmetricEigen(matrix)
    #expect(zip(eigen.values, eigen.values.dropFirst()).allSatisfy { $0 >= $1 })
    for (value, vector) in zip(eigen.values, eigen.vectors) {
      #expect(agree(vector.reduce(0) { $0 + $1 * $1 }, 1, 1e-9))
      for row in 0..<size {
        let product = (0..<size).reduce(0.0) { $0 + matrix[row, $1] * vector[$1] }
        #expect(abs(product - value * vector[row]) < 1e-8)
      }
    }
  }
}
