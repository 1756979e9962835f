import Foundation

/// How the posterior moves with the base rate, for the riskiest and the safest bin, both axes logarithmic.
struct PosteriorChart {
  let sweep: [SweepPoint]
  let bins: [LikelihoodBin]
  let rate: BaseRateFigures?
  let frame = ChartFrame(height: 410, left: 134, top: 66)

  /// Points that can be drawn, in ascending order of base rate.
  private func series(_ bin: Int) -> [SweepPoint] {
    sweep.filter {
      $0.bin == bin && $0.baseRate > 0 && $0.baseRate < 1 && $0.posterior.isProbability
    }.sorted { $0.baseRate < $1.baseRate }
  }

  func markup(id: String, name: String) -> HTML {
    let risky = series(0)
    let safe = bins.count > 1 ? series(bins.count - 1) : []
    guard let lowest = risky.first?.baseRate, let highest = risky.last?.baseRate, lowest < highest
    else { return "<p class=\"empty\">No sweep over base rates can be drawn.</p>" }
    let x = frame.horizontal(.logarithmic, lowest...highest)
    let y = frame.vertical(.logarithmic, extent(risky + safe))
    let shapes =
      ownRate(x)
      + frame.verticalAxis(y, ticks: y.ticks(about: 6), name: "malicious: 1 package in N") {
        NumberText.oneIn($0)
      }
      + frame.horizontalAxis(x, ticks: x.ticks(about: 6), name: axisName) { NumberText.percent($0) }
      + [diagonal(x, y)]
      + draw(safe, "population", x, y) + draw(risky, "malicious", x, y) + keys(risky, safe, x, y)
    return Drawing.picture(
      id: id, title: "Probability of malice by base rate in \(name)",
      description: description(risky), height: frame.height, shapes)
  }

  private var axisName: String {
    "base rate: share of malicious \(rate.map { "\($0.unit)s" } ?? "items") in the population"
  }

  private func extent(_ points: [SweepPoint]) -> ClosedRange<Double> {
    let mids = points.map(\.posterior.mid).filter { $0 > 0 }
    let lows = points.map(\.posterior.low).filter { $0 > 0 }
    let highs = points.map(\.posterior.high)
    let low = max(min(mids.min() ?? 1e-6, lows.min() ?? 1) / 1.5, 1e-9)
    return low...min(max(highs.max() ?? 1, low * 10) * 1.5, 1)
  }

  private func ownRate(_ x: Scale) -> [HTML] {
    guard let rate, rate.isProbability else { return [] }
    let middle = x.position(rate.mid)
    let readout =
      "\(NumberText.percent(rate.mid)) of \(rate.unit)s "
      + "(95 %: \(NumberText.percent(rate.low)) .. \(NumberText.percent(rate.high)))"
    return [
      Drawing.box(
        "own", from: (x.position(rate.low), frame.top), to: (x.position(rate.high), frame.bottom),
        readout: readout),
      Drawing.line("own", from: (middle, frame.top), to: (middle, frame.bottom)),
    ]
  }

  private func diagonal(_ x: Scale, _ y: Scale) -> HTML {
    let low = max(x.domain.lowerBound, y.domain.lowerBound)
    let high = min(x.domain.upperBound, y.domain.upperBound)
    guard low < high else { return "" }
    return Drawing.line(
      "prior", from: (x.position(low), y.position(low)), to: (x.position(high), y.position(high)))
  }

  private func draw(_ points: [SweepPoint], _ kind: String, _ x: Scale, _ y: Scale) -> [HTML] {
    func line(_ value: (Interval) -> Double) -> [(x: Double, y: Double)] {
      points.map { (x: x.position($0.baseRate), y: y.position(value($0.posterior))) }
    }
    let dots = points.map {
      Drawing.dot(
        "dot \(kind)", x: x.position($0.baseRate), y: y.position($0.posterior.mid),
        readout: "base rate \(NumberText.percent($0.baseRate)): "
          + "\(PosteriorText.middle($0.posterior)) (95 %: \(PosteriorText.range($0.posterior)))")
    }
    return [
      Drawing.band("band \(kind)", upper: line(\.high), lower: line(\.low)),
      Drawing.path("curve \(kind)", through: line(\.mid)),
    ] + dots
  }

  private func keys(
    _ risky: [SweepPoint], _ safe: [SweepPoint], _ x: Scale, _ y: Scale
  ) -> [HTML] {
    let left = frame.left
    let lowest = "lowest scores (up to \(Statement.score(bins.first?.upperEdge ?? 0)))"
    var keys = [
      Drawing.label(lowest, x: left, y: 16, anchor: .start, kind: "key malicious")
    ]
    if !safe.isEmpty {
      let above = Statement.score(bins.dropLast().last?.upperEdge ?? 0)
      keys.append(
        Drawing.label(
          "highest scores (above \(above))", x: left, y: 34, anchor: .start,
          kind: "key population"))
    }
    let rest = "dashed: no evidence, posterior = base rate; shaded: this population's base rate"
    keys.append(Drawing.label(rest, x: left, y: 52, anchor: .start))
    return keys
  }

  private func description(_ points: [SweepPoint]) -> String {
    guard let first = points.first, let last = points.last else { return "No points." }
    return "At the lowest scores: \(PosteriorText.middle(first.posterior)) at a base rate of "
      + "\(NumberText.percent(first.baseRate)), \(PosteriorText.middle(last.posterior)) at "
      + "\(NumberText.percent(last.baseRate))."
  }

  func table() -> DataTable {
    DataTable(
      "Probability of malice by score and base rate, relative to malware of the kind that gets reported",
      [
        .init(text: "score up to"), .init(text: "base rate"), .init(text: "posterior"),
        .init(text: "95 %"), .init(text: "95 %, labels off by a factor of 2"),
        .init(text: "… of 4"),
      ],
      rows: sweep.map { point in
        let edge = bins.indices.contains(point.bin) ? bins[point.bin].upperEdge : .nan
        return [
          Statement.score(edge), NumberText.percent(point.baseRate),
          PosteriorText.middle(point.posterior), PosteriorText.range(point.posterior),
          PosteriorText.range(point.factor2), PosteriorText.range(point.factor4),
        ]
      })
  }
}
