/// A table of figures behind a fold, beside the chart that shows them.
struct DataTable {
  /// One column: its heading and whether its cells are numbers.
  struct Heading {
    var text: String
    var isNumber = true
  }

  var caption: String
  var headings: [Heading]
  /// Cells as text, one array per row, in the order of the headings.
  var rows: [[String]]

  init(_ caption: String, _ headings: [Heading], rows: [[String]]) {
    precondition(
      rows.allSatisfy { $0.count == headings.count }, "a row of '\(caption)' has another width")
    self.caption = caption
    self.headings = headings
    self.rows = rows
  }

  /// The table in a fold that is closed at first and printed open.
  func folded() -> HTML {
    if rows.isEmpty { return "" }
    return HTML.lines(["<details><summary>The numbers</summary>", markup(), "</details>"])
  }

  func markup() -> HTML {
    let head = HTML.joined(headings.map { heading($0) })
    let body = rows.map { row -> HTML in
      "<tr>\(HTML.joined(zip(headings, row).enumerated().map { cell($0, $1.0, $1.1) }))</tr>"
    }
    return HTML.lines([
      "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"\(caption)\"><table>",
      "<caption>\(caption)</caption>",
      "<thead><tr>\(head)</tr></thead>",
      "<tbody>", HTML.lines(body), "</tbody>",
      "</table></div>",
    ])
  }

  private func heading(_ heading: Heading) -> HTML {
    heading.isNumber
      ? "<th scope=\"col\" class=\"number\">\(heading.text)</th>"
      : "<th scope=\"col\">\(heading.text)</th>"
  }

  private func cell(_ index: Int, _ heading: Heading, _ text: String) -> HTML {
    if index == 0 {
      return heading.isNumber
        ? "<th scope=\"row\" class=\"number\">\(text)</th>" : "<th scope=\"row\">\(text)</th>"
    }
    return heading.isNumber ? "<td class=\"number\">\(text)</td>" : "<td>\(text)</td>"
  }
}
