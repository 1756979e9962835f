import Foundation

/// Who has which score: unlabelled packages upwards, malicious ones downwards, each in shares of its own group.
struct DistributionChart {
  let figures: ScoreDistribution
  let frame = ChartFrame(height: 340)

  private struct Bar {
    var bin: ScoreDistribution.Bin
    var population: Double
    var malicious: Double
  }

  func markup(id: String, name: String) -> HTML {
    let bars = shares()
    guard let highest = bars.map(\.population).max(), highest > 0 else {
      return "<p class=\"empty\">No package has a score.</p>"
    }
    let lowest = bars.map(\.malicious).max() ?? 0
    let x = frame.horizontal(.linear, 0...10)
    let y = frame.vertical(.linear, -max(lowest, highest / 4)...max(highest, lowest / 2))
    let shapes =
      frame.verticalAxis(y, ticks: y.ticks(about: 6), name: "share of its group") {
        NumberText.percent(abs($0))
      }
      + frame.horizontalAxis(x, ticks: x.ticks(about: 10), name: "score (5 = median)") {
        NumberText.fixed($0, 0)
      }
      + bars.flatMap { draw($0, x, y) }
      + [Drawing.line("zero", from: (frame.left, y.position(0)), to: (frame.right, y.position(0)))]
      + legend()
    return Drawing.picture(
      id: id, title: "Distribution of scores in \(name)", description: description(),
      height: frame.height, shapes)
  }

  private func shares() -> [Bar] {
    let population = Double(max(1, figures.populationTotal))
    let malicious = Double(max(1, figures.maliciousTotal))
    return figures.bins.map {
      Bar(
        bin: $0, population: Double($0.population) / population,
        malicious: Double($0.malicious) / malicious)
    }
  }

  private func draw(_ bar: Bar, _ x: Scale, _ y: Scale) -> [HTML] {
    let gap = 0.5
    let left = x.position(bar.bin.lower) + gap
    let right = max(left, x.position(bar.bin.upper) - gap)
    let zero = y.position(0)
    let place =
      "score \(NumberText.trimmed(NumberText.fixed(bar.bin.lower, 2))) to "
      + NumberText.trimmed(NumberText.fixed(bar.bin.upper, 2))
    var shapes: [HTML] = []
    if bar.bin.population > 0 {
      let readout = "\(place): \(NumberText.count(bar.bin.population)) unlabelled packages"
      shapes.append(
        Drawing.box(
          "population", from: (left, zero), to: (right, y.position(bar.population)),
          readout: readout))
    }
    if bar.bin.malicious > 0 {
      let readout = "\(place): \(NumberText.count(bar.bin.malicious)) reported malicious"
      shapes.append(
        Drawing.box(
          "malicious", from: (left, zero), to: (right, y.position(-bar.malicious)), readout: readout
        ))
    }
    return shapes
  }

  private func legend() -> [HTML] {
    let above = "unlabelled packages: \(NumberText.count(figures.populationTotal))"
    let below = "reported malicious: \(NumberText.count(figures.maliciousTotal))"
    return [
      Drawing.label(above, x: frame.right, y: frame.top + 8, anchor: .end, kind: "key population"),
      Drawing.label(
        below, x: frame.right, y: frame.bottom - 8, anchor: .end, kind: "key malicious"),
    ]
  }

  private func description() -> String {
    "Bars upwards: share of \(NumberText.count(figures.populationTotal)) unlabelled packages per "
      + "score. Bars downwards: share of \(NumberText.count(figures.maliciousTotal)) packages "
      + "reported as malicious."
  }

  func table() -> DataTable {
    DataTable(
      "Packages per score",
      [
        .init(text: "from"), .init(text: "to"), .init(text: "unlabelled"), .init(text: "malicious"),
      ],
      rows: figures.bins.map {
        [
          NumberText.fixed($0.lower, 2), NumberText.fixed($0.upper, 2),
          NumberText.count($0.population), NumberText.count($0.malicious),
        ]
      })
  }
}
