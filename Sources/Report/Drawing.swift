import Foundation

/// The SVG shapes that charts are made of; coordinates in pixels with one digit.
enum Drawing {
  /// A pixel coordinate as text: one digit, no exponent, 0 when not finite.
  static func pixel(_ value: Double) -> String {
    let tenths = value.isFinite ? Int((min(max(value, -1e6), 1e6) * 10).rounded()) : 0
    let sign = tenths < 0 ? "-" : ""
    let rest = tenths.magnitude % 10
    return "\(sign)\(tenths.magnitude / 10)" + (rest == 0 ? "" : ".\(rest)")
  }

  static func line(
    _ kind: String, from start: (x: Double, y: Double), to end: (x: Double, y: Double)
  ) -> HTML {
    """
    <line class="\(kind)" x1="\(pixel(start.x))" y1="\(pixel(start.y))" \
    x2="\(pixel(end.x))" y2="\(pixel(end.y))"/>
    """
  }

  /// A rectangle between two corners in any order, with a readout for pointers.
  static func box(
    _ kind: String, from corner: (x: Double, y: Double), to opposite: (x: Double, y: Double),
    readout: String
  ) -> HTML {
    let left = min(corner.x, opposite.x)
    let top = min(corner.y, opposite.y)
    return """
      <rect class="\(kind)" x="\(pixel(left))" y="\(pixel(top))" \
      width="\(pixel(abs(corner.x - opposite.x)))" height="\(pixel(abs(corner.y - opposite.y)))">\
      <title>\(readout)</title></rect>
      """
  }

  static func dot(_ kind: String, x: Double, y: Double, readout: String) -> HTML {
    """
    <circle class="\(kind)" cx="\(pixel(x))" cy="\(pixel(y))" r="4.5"><title>\(readout)</title></circle>
    """
  }

  static func path(_ kind: String, through points: [(x: Double, y: Double)]) -> HTML {
    guard points.count > 1 else { return "" }
    return "<polyline class=\"\(kind)\" points=\"\(coordinates(points))\"/>"
  }

  /// The area between an upper and a lower line over the same columns.
  static func band(
    _ kind: String, upper: [(x: Double, y: Double)], lower: [(x: Double, y: Double)]
  ) -> HTML {
    guard upper.count > 1 else { return "" }
    return "<polygon class=\"\(kind)\" points=\"\(coordinates(upper + lower.reversed()))\"/>"
  }

  private static func coordinates(_ points: [(x: Double, y: Double)]) -> String {
    points.map { "\(pixel($0.x)),\(pixel($0.y))" }.joined(separator: " ")
  }

  /// Where text is anchored.
  enum Anchor: String {
    case start, middle, end
  }

  static func label(
    _ text: String, x: Double, y: Double, anchor: Anchor = .middle, kind: String = "tick"
  ) -> HTML {
    """
    <text class="\(kind)" x="\(pixel(x))" y="\(pixel(y))" text-anchor="\(anchor.rawValue)">\(text)</text>
    """
  }

  /// The whole picture: a title and a description for those who cannot see it, then its shapes.
  static func picture(
    id: String, title: String, description: String, height: Double, _ shapes: [HTML]
  ) -> HTML {
    HTML.lines([
      """
      <svg viewBox="0 0 \(pixel(ChartFrame.width)) \(pixel(height))" role="img" \
      aria-labelledby="\(id)-title \(id)-desc">
      """,
      "<title id=\"\(id)-title\">\(title)</title>",
      "<desc id=\"\(id)-desc\">\(description)</desc>",
      HTML.lines(shapes),
      "</svg>",
    ])
  }
}
