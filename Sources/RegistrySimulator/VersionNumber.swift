import Corpus

/// Counts versions upwards.
struct VersionNumber: Sendable {
  private var major = 0
  private var minor = 0
  private var patch = 0
  private var isFirst = true

  init() {}

  /// Goes on from a stable version; parts that are no numbers count as 0.
  init(after version: String) {
    let parts = version.split(separator: ".").map { Int($0) ?? 0 }
    guard parts.count == 3 else { return }
    (major, minor, patch) = (parts[0], parts[1], parts[2])
    isFirst = false
  }

  /// The next release; one in thirty is a release candidate of the next version.
  mutating func release(
    at time: Int64, ecosystem: Ecosystem, _ random: inout SplitMix64
  ) -> SimulatedRelease {
    let isPrerelease = !isFirst && random.chance(0.03)
    if isFirst {
      (major, minor, patch, isFirst) = random.chance(0.7) ? (0, 1, 0, false) : (1, 0, 0, false)
    } else {
      advance(&random)
    }
    let suffix = isPrerelease ? (ecosystem == .pypi ? "rc1" : "-rc.1") : ""
    return SimulatedRelease(
      version: "\(major).\(minor).\(patch)\(suffix)", time: time, publisher: 0,
      isPrerelease: isPrerelease)
  }

  private mutating func advance(_ random: inout SplitMix64) {
    switch random.unit() {
    case ..<0.7: patch += 1
    case ..<0.95: (minor, patch) = (minor + 1, 0)
    default: (major, minor, patch) = (major + 1, 0, 0)
    }
  }
}

/// Makes prose that means nothing.
enum TextMaker {
  private static let words = [
    "reads", "writes", "small", "tables", "quickly", "without", "any", "fuss", "for", "people",
    "who", "count", "things", "over", "time", "and", "keep", "lists", "of", "numbers", "sorted",
    "by", "name", "with", "care", "across", "machines", "under", "load", "at", "night", "safely",
  ]

  static func word(_ random: inout SplitMix64) -> String { random.pick(words) }

  /// A sentence of so many words.
  static func sentence(words count: Int, _ random: inout SplitMix64) -> String {
    let text = (0..<count).map { _ in word(&random) }.joined(separator: " ")
    return text.prefix(1).uppercased() + text.dropFirst() + "."
  }

  /// About so many characters in sentences.
  static func text(characters: Int, _ random: inout SplitMix64) -> String {
    let start = sentence(words: 14, &random) + "\n"
    var text = ""
    while text.utf8.count < characters { text += start }
    return String(text.prefix(characters))
  }
}

extension TextMaker {
  /// A licence of some kilobytes, as old packages carry in the field meant for its name.
  static let licence = String(
    repeating: "Permission is given to use this text as long as nobody reads it.\n", count: 60)

  /// So many trove classifiers.
  static func classifiers(_ count: Int) -> [String] {
    let all = [
      "Development Status :: 4 - Beta", "Intended Audience :: Developers",
      "License :: OSI Approved :: MIT License", "Operating System :: OS Independent",
      "Programming Language :: Python :: 3", "Programming Language :: Python :: 3.9",
      "Programming Language :: Python :: 3.10", "Programming Language :: Python :: 3.11",
      "Programming Language :: Python :: 3.12", "Topic :: Software Development",
      "Topic :: Utilities", "Typing :: Typed",
    ]
    return Array(all.prefix(count))
  }
}
