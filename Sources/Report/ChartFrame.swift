import Foundation

/// The area a chart draws in, with its axes and grid.
struct ChartFrame {
  /// Pixels of every picture's own coordinate system; the page scales it.
  static let width = 720.0

  let height: Double
  /// Room for the labels of the vertical axis.
  let left: Double
  let right = 696.0
  /// Room for keys above the plot.
  let top: Double
  var bottom: Double { height - 52 }

  init(height: Double = 320, left: Double = 84, top: Double = 14) {
    self.height = height
    self.left = left
    self.top = top
  }

  func horizontal(_ kind: Scale.Kind, _ domain: ClosedRange<Double>) -> Scale {
    Scale(kind, domain, from: left, to: right)
  }

  /// Larger values are higher up.
  func vertical(_ kind: Scale.Kind, _ domain: ClosedRange<Double>) -> Scale {
    Scale(kind, domain, from: bottom, to: top)
  }

  /// Grid lines and labels of the vertical axis, and its name.
  func verticalAxis(
    _ scale: Scale, ticks: [Double], name: String, text: (Double) -> String
  ) -> [HTML] {
    let lines = ticks.flatMap { tick -> [HTML] in
      let y = scale.position(tick)
      return [
        Drawing.line("grid", from: (left, y), to: (right, y)),
        Drawing.label(text(tick), x: left - 8, y: y + 4, anchor: .end),
      ]
    }
    let middle = (top + bottom) / 2
    let title: HTML = """
      <text class="axis" transform="translate(14 \(Drawing.pixel(middle))) rotate(-90)" \
      text-anchor="middle">\(name)</text>
      """
    return lines + [title]
  }

  /// Tick marks and labels of the horizontal axis, and its name.
  func horizontalAxis(
    _ scale: Scale, ticks: [Double], name: String, text: (Double) -> String
  ) -> [HTML] {
    let labels = ticks.flatMap { tick -> [HTML] in
      let x = scale.position(tick)
      return [
        Drawing.line("mark", from: (x, bottom), to: (x, bottom + 5)),
        Drawing.label(text(tick), x: x, y: bottom + 19),
      ]
    }
    return [Drawing.line("base", from: (left, bottom), to: (right, bottom))] + labels + [
      Drawing.label(name, x: (left + right) / 2, y: height - 8, kind: "axis")
    ]
  }
}
