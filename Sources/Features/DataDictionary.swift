import Corpus

/// The documentation of every signal, made from the definitions that run.
package enum DataDictionary {
  /// A Markdown page: one table a facet, one row a signal, in the order of `Signals.all`.
  package static func markdown() -> String {
    var lines = [
      "# Data dictionary", "",
      "Made from the definitions in `Sources/Features`; one signal is one file there.",
      "Every signal has a value column and a state column `<name>_state`: `present`, `absent`",
      "(the registry answered, the field is empty; the value counts as 0), `not_collected`",
      "(nobody knows; never a zero), `withheld` (undefined by design), `not_applicable`",
      "(the ecosystem has no such field).", "",
    ]
    for facet in Facet.allCases {
      lines += section(facet, Signals.all.map(\.definition).filter { $0.facet == facet })
    }
    return lines.joined(separator: "\n")
  }

  private static func section(_ facet: Facet, _ definitions: [SignalDefinition]) -> [String] {
    let header = [
      "## \(facet.rawValue)", "",
      "| signal | unit | direction | cost to fake | question | how it is faked |",
      "|---|---|---|---|---|---|",
    ]
    return header + definitions.map(row) + [""]
  }

  private static func row(_ definition: SignalDefinition) -> String {
    let cells = [
      "`\(definition.name)`", definition.unit, words(definition.direction),
      definition.costToFake.rawValue, definition.question, definition.howToFake,
    ]
    return "| \(cells.map(escaped).joined(separator: " | ")) |"
  }

  private static func words(_ direction: SignalDirection) -> String {
    switch direction {
    case .higherIsSafer: "higher is safer"
    case .lowerIsSafer: "lower is safer"
    case .unconstrained: "none declared"
    case .contextOnly: "context only, never evidence"
    }
  }

  private static func escaped(_ cell: String) -> String {
    cell.replacing("|", with: "\\|")
  }
}
