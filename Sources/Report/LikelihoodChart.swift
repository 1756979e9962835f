import Foundation

/// The evidence in decibans per bin of the score, with its 95 % band.
struct LikelihoodChart {
  let bins: [LikelihoodBin]
  let frame = ChartFrame()

  func markup(id: String, name: String) -> HTML {
    let y = frame.vertical(.linear, extent())
    let shapes =
      frame.verticalAxis(y, ticks: y.ticks(about: 6), name: "decibans") {
        NumberText.trimmed(NumberText.decibans($0))
      }
      + axis() + band(y)
      + [Drawing.line("zero", from: (frame.left, y.position(0)), to: (frame.right, y.position(0)))]
      + [Drawing.path("curve", through: steps { y.position($0.decibans) })] + dots(y)
      + [
        Drawing.label(
          "above 0: evidence of malice", x: frame.right, y: frame.top + 8, anchor: .end,
          kind: "key malicious"),
        Drawing.label(
          "below 0: evidence of good", x: frame.left + 8, y: frame.bottom - 8, anchor: .start,
          kind: "key population"),
      ]
    return Drawing.picture(
      id: id, title: "Evidence by score in \(name)", description: description(),
      height: frame.height, shapes)
  }

  private var width: Double { (frame.right - frame.left) / Double(max(1, bins.count)) }

  private func left(_ index: Int) -> Double { frame.left + width * Double(index) }

  private func extent() -> ClosedRange<Double> {
    let values = bins.flatMap { [$0.decibans, $0.decibansLow, $0.decibansHigh] }
      .compactMap { $0 }.filter(\.isFinite).map { min(max($0, -60), 60) }
    let low = min(values.min() ?? 0, -1)
    let high = max(values.max() ?? 0, 1)
    let margin = (high - low) * 0.06
    return (low - margin)...(high + margin)
  }

  private func axis() -> [HTML] {
    let names = bins.enumerated().map { index, bin in
      Drawing.label(
        Statement.score(bin.upperEdge), x: left(index) + width / 2, y: frame.bottom + 19)
    }
    let base = Drawing.line(
      "base", from: (frame.left, frame.bottom), to: (frame.right, frame.bottom))
    let name = "score up to (bins from riskiest to safest, drawn equally wide)"
    let middle = (frame.left + frame.right) / 2
    return [base] + names + [Drawing.label(name, x: middle, y: frame.height - 8, kind: "axis")]
  }

  /// The corners of a staircase over all bins with finite values.
  private func steps(_ height: (LikelihoodBin) -> Double) -> [(x: Double, y: Double)] {
    bins.enumerated().filter { $1.decibans.isFinite }.flatMap { index, bin in
      [(x: left(index), y: height(bin)), (x: left(index + 1), y: height(bin))]
    }
  }

  private func band(_ y: Scale) -> [HTML] {
    guard bins.contains(where: { $0.decibansLow != nil && $0.decibansHigh != nil }) else {
      return []
    }
    let upper = steps { y.position(Self.reach($0, limit: $0.decibansHigh, none: .infinity)) }
    let lower = steps { y.position(Self.reach($0, limit: $0.decibansLow, none: -.infinity)) }
    return [Drawing.band("band", upper: upper, lower: lower)]
  }

  /// Where the band ends: at the limit, at the chart's edge when only the other limit is known.
  private static func reach(_ bin: LikelihoodBin, limit: Double?, none: Double) -> Double {
    let hasNoLimits = bin.decibansLow == nil && bin.decibansHigh == nil
    return limit ?? (hasNoLimits ? bin.decibans : none)
  }

  private func dots(_ y: Scale) -> [HTML] {
    bins.enumerated().filter { $1.decibans.isFinite }.map { index, bin in
      let readout =
        "score up to \(Statement.score(bin.upperEdge)): \(Self.evidence(bin)), "
        + "\(NumberText.count(bin.packages)) malicious packages in "
        + "\(NumberText.trimmed(NumberText.fixed(bin.campaigns, 1))) campaigns, "
        + "\(NumberText.count(bin.unlabelled)) unlabelled"
      return Drawing.dot(
        "dot", x: left(index) + width / 2, y: y.position(bin.decibans), readout: readout)
    }
  }

  /// `+8.0 dB (95 %: +6.9 .. +9.1)`.
  private static func evidence(_ bin: LikelihoodBin) -> String {
    let middle = "\(NumberText.decibans(bin.decibans)) dB"
    guard bin.decibansLow != nil || bin.decibansHigh != nil else { return middle }
    return "\(middle) (95 %: \(limits(bin)))"
  }

  private static func limits(_ bin: LikelihoodBin) -> String {
    guard bin.decibansLow != nil || bin.decibansHigh != nil else { return NumberText.unknown }
    let low = bin.decibansLow.map(NumberText.decibans) ?? "no lower limit"
    let high = bin.decibansHigh.map(NumberText.decibans) ?? "no upper limit"
    return "\(low) .. \(high)"
  }

  private func description() -> String {
    guard let first = bins.first, let last = bins.last else { return "No bins." }
    return "From \(Self.evidence(first)) at the lowest scores to \(Self.evidence(last)) at the "
      + "highest, in \(bins.count) bins. 10 decibans multiply the odds of malice by 10."
  }

  func table(rate: BaseRateFigures?, registry: String) -> DataTable {
    let condition = rate.map { Statement.condition($0, in: registry) } ?? "No base rate is known"
    let headings = [
      "score up to", "unlabelled", "malicious campaigns", "malicious packages", "ratio, raw",
      "ratio, monotone", "likelihood ratio", "decibans", "95 %", "posterior", "95 % of it",
    ]
    return DataTable(
      "Evidence by score. \(condition): the posterior, \(Statement.scope)",
      headings.map { .init(text: $0) } + [.init(text: "flags", isNumber: false)],
      rows: bins.map(Self.row))
  }

  private static func row(_ bin: LikelihoodBin) -> [String] {
    [
      Statement.score(bin.upperEdge), NumberText.count(bin.unlabelled),
      NumberText.trimmed(NumberText.fixed(bin.campaigns, 1)), NumberText.count(bin.packages),
      NumberText.significant(bin.rawRatio, 3), NumberText.significant(bin.ratio, 3),
      NumberText.significant(bin.likelihoodRatio, 3), NumberText.decibans(bin.decibans),
      limits(bin), PosteriorText.middle(bin.posterior), PosteriorText.range(bin.posterior),
      bin.flags.joined(separator: ", "),
    ]
  }
}

/// A probability of malice in the cells of tables (method, section 4.8).
enum PosteriorText {
  /// `1 in N`; the upper limit alone when the lower one is 0, nothing but the range when that is wide.
  static func middle(_ posterior: Interval?) -> String {
    guard let posterior, posterior.isProbability else { return NumberText.unknown }
    if posterior.low <= 0 { return "at most \(NumberText.oneIn(posterior.high))" }
    if posterior.high / posterior.low > 100 { return "see range" }
    return NumberText.oneIn(posterior.mid)
  }

  static func range(_ posterior: Interval?) -> String {
    guard let posterior, posterior.isProbability else { return NumberText.unknown }
    return "\(NumberText.oneIn(posterior.high)) .. \(NumberText.oneIn(posterior.low))"
  }
}
