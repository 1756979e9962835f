import Foundation

/// How much of the good can be recommended for each bound on what may hide in it.
struct CoverageChart {
  let rows: [CoverageOfGood]
  let rate: BaseRateFigures?

  /// One bound with its bars: labels taken as they are, and unrepresentative by a factor of 4.
  private struct Group {
    var bound: Double
    var plain: CoverageOfGood?
    var cautious: CoverageOfGood?
  }

  private func groups() -> [Group] {
    let own = rate.map { Statement.atOwnRate(rows, $0.mid) } ?? []
    let bounds = Set(own.map(\.bound)).filter { $0 > 0 && $0.isFinite }.sorted(by: >)
    return bounds.map { bound in
      let here = own.filter { $0.bound == bound }
      return Group(
        bound: bound, plain: here.first { $0.kappa == 1 }, cautious: here.first { $0.kappa == 4 })
    }
  }

  func markup(id: String, name: String) -> HTML {
    let groups = groups()
    guard !groups.isEmpty else {
      return "<p class=\"empty\">What can be recommended is not known at this base rate.</p>"
    }
    let frame = ChartFrame(height: Double(groups.count) * 54 + 70, left: 134)
    let x = Scale(.linear, 0...1, from: frame.left, to: frame.right)
    let shapes =
      x.ticks(about: 5).map {
        Drawing.line(
          "grid", from: (x.position($0), frame.top), to: (x.position($0), frame.bottom))
      }
      + frame.horizontalAxis(x, ticks: x.ticks(about: 5), name: "share of good packages") {
        NumberText.percent($0)
      }
      + groups.enumerated().flatMap { index, group in
        draw(group, x, top: frame.top + Double(index) * 54 + 4)
      }
    return Drawing.picture(
      id: id, title: "Good packages that can be recommended in \(name)",
      description: description(groups), height: frame.height, shapes)
  }

  private func draw(_ group: Group, _ x: Scale, top: Double) -> [HTML] {
    let name = "≤ \(NumberText.oneIn(group.bound))"
    return [Drawing.label(name, x: x.start - 8, y: top + 24, anchor: .end)]
      + bar(group.plain, "population", x, top...(top + 22))
      + bar(group.cautious, "cautious", x, (top + 24)...(top + 36))
  }

  private func bar(
    _ row: CoverageOfGood?, _ kind: String, _ x: Scale, _ y: ClosedRange<Double>
  ) -> [HTML] {
    guard let row else { return [] }
    guard let threshold = row.threshold, row.coverage.isFinite else {
      return [
        Drawing.label(
          "no threshold is safe enough", x: x.start + 6, y: y.upperBound - 2, anchor: .start,
          kind: "tick")
      ]
    }
    let end = x.position(row.coverage)
    let text = "\(NumberText.percent(row.coverage)) at \(Statement.score(threshold)) and above"
    let readout =
      "\(text); \(NumberText.percent(row.maliciousAbove)) of malicious packages are "
      + "there too"
    let isLong = end > x.end - 150
    let inside = kind == "cautious" ? "tick" : "inside"
    return [
      Drawing.box(kind, from: (x.start, y.lowerBound), to: (end, y.upperBound), readout: readout),
      Drawing.label(
        text, x: isLong ? end - 6 : end + 6, y: (y.lowerBound + y.upperBound) / 2 + 4,
        anchor: isLong ? .end : .start, kind: isLong ? inside : "tick"),
    ]
  }

  private func description(_ groups: [Group]) -> String {
    let parts = groups.compactMap { group -> String? in
      guard let plain = group.plain else { return nil }
      let share = plain.threshold == nil ? "none" : NumberText.percent(plain.coverage)
      return "\(share) when at most \(NumberText.oneIn(group.bound)) may be malicious"
    }
    return "Share of good packages that can be recommended: \(parts.joined(separator: "; "))."
  }

  func table() -> DataTable {
    DataTable(
      "Good packages that can be recommended, by base rate of \(rate?.unit ?? "item")s",
      [
        .init(text: "base rate"), .init(text: "at most malicious"),
        .init(text: "labels off by a factor of"), .init(text: "score from"),
        .init(text: "good covered"), .init(text: "malicious above"),
        .init(text: "95 % of malicious among them"),
      ],
      rows: rows.map { row in
        [
          NumberText.percent(row.baseRate), NumberText.oneIn(row.bound),
          NumberText.trimmed(NumberText.fixed(row.kappa, 1)),
          row.threshold.map(Statement.score) ?? "none",
          NumberText.percent(row.coverage), NumberText.percent(row.maliciousAbove),
          "\(NumberText.oneIn(row.low)) .. \(NumberText.oneIn(row.high))",
        ]
      })
  }
}
