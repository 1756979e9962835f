import Corpus
import Features
import Foundation
import Testing

/// Checks the list of signals against the files and the rules every signal obeys.
@Suite struct SignalsTests {
  static let definitions = Signals.all.map(\.definition)
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  @Test func `there are at least 32 signals over all facets`() {
    #expect(Self.definitions.count >= 32)
    #expect(Set(Self.definitions.map(\.facet)) == Set(Facet.allCases))
  }

  @Test func `names are unique and in snake case`() {
    let names = Self.definitions.map(\.name)
    #expect(Set(names).count == names.count)
    for name in names {
      #expect(name.wholeMatch(of: /[a-z][a-z0-9]*(_[a-z0-9]+)*/) != nil, "\(name)")
    }
  }

  @Test(arguments: ["Sources/Features", "Tests/FeaturesTests"])
  func `one signal is one file`(_ folder: String) throws {
    let suffix = folder.hasPrefix("Tests") ? "Tests.swift" : ".swift"
    for facet in Facet.allCases {
      let url = Self.root.appending(path: "\(folder)/\(facet.rawValue.capitalized)")
      let files = try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
      let expected = Self.definitions.filter { $0.facet == facet }
        .map { $0.name.split(separator: "_").map(Self.capitalised).joined() + suffix }.sorted()
      #expect(files == expected, "\(folder), \(facet)")
    }
  }

  private static func capitalised(_ word: Substring) -> String {
    word.prefix(1).uppercased() + word.dropFirst()
  }

  @Test(arguments: definitions)
  func `a definition is complete`(_ definition: SignalDefinition) {
    #expect(!definition.unit.isEmpty)
    #expect(definition.question.hasSuffix("?"))
    #expect(definition.howToFake.hasSuffix("."))
    if definition.name.hasSuffix("_days") && definition.unit == "days" {
      #expect([.contextOnly, .unconstrained].contains(definition.direction))
    }
  }

  @Test func `a package nobody has read about has nothing but its name`() {
    for ecosystem in Ecosystem.allCases {
      let input = Input.unreadOf(ecosystem)
      for definition in Self.definitions where definition.facet != .name {
        let state = measure(definition.name, input)?.state
        let isScope = definition.name == "organisation_owned" && ecosystem == .npm
        #expect(
          isScope || state == .notCollected || state == .notApplicable,
          "\(definition.name) in \(ecosystem)")
      }
    }
  }

  @Test func `columns keep the order of packages and mark what is missing`() throws {
    let read = Input.releases(["1": -20, "2": -10]).facts
    let columns = Signals.columns(
      facts: [read, Input.unread.facts, Input.releases([:]).facts], graph: nil,
      popular: PopularNames(), now: now)
    #expect(columns.map(\.definition) == Self.definitions)
    let releases = try #require(columns.first { $0.definition.name == "releases" })
    #expect(releases.states == [.present, .notCollected, .absent])
    #expect(releases.values[0] == 2 && releases.values[1].isNaN && releases.values[2] == 0)
    let dependents = try #require(columns.first { $0.definition.name == "dependents" })
    #expect(dependents.states == [.notCollected, .notCollected, .notCollected])
  }

  @Test func `the dictionary has a row for every signal`() {
    let rows = DataDictionary.markdown().split(separator: "\n").filter { $0.hasPrefix("| `") }
    #expect(rows.count == Self.definitions.count)
    for (row, name) in zip(rows, Self.definitions.map(\.name)) {
      #expect(row.hasPrefix("| `\(name)` |"))
      #expect(row.split(separator: "|").count == 6)
    }
  }
}
