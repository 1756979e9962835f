import Corpus

extension Signals {
  /// Whether a homepage is named.
  ///
  /// Question: Is there a page about it? Direction: more is safer.
  /// Unit: 0 or 1. Absent when the field is empty.
  /// To fake it: Name any page.
  static let homepageGiven = Signal(
    SignalDefinition(
      name: "homepage_given", facet: .hygiene, unit: "0 or 1",
      direction: .higherIsSafer, costToFake: .trivial,
      question: "Is there a page about it?",
      howToFake: "Name any page."
    )
  ) { input in
    input.facts.homepage.isGiven
  }
}
