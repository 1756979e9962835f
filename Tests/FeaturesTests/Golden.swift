import Foundation

/// Expected numbers of the method, read from the `Golden` folder.
enum Golden {
  static let provenance: ProvenanceGolden = load("golden-provenance.json")
  static let simulation: SimulationGolden = load("golden-provenance-simulation.json")

  private static func load<Value: Decodable>(_ name: String) -> Value {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
    do {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      return try decoder.decode(Value.self, from: Data(contentsOf: folder.appending(path: name)))
    } catch {
      fatalError("\(name): \(error)")
    }
  }
}

/// `golden-provenance.json`: tag names and worked histories.
struct ProvenanceGolden: Decodable, Sendable {
  struct Tag: Decodable, Sendable, CustomStringConvertible {
    let tag: String
    let package: String
    let ecosystem: String
    /// Version and rule; nil when nothing matches.
    let match: Match?

    var description: String { "\(tag) of \(package)" }
  }

  struct Match: Decodable, Sendable {
    let version: String
    let rule: Int

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      version = try container.decode(String.self)
      rule = try container.decode(Int.self)
    }
  }

  struct Case: Decodable, Sendable, CustomStringConvertible {
    let scenario: String
    let publishDays: [String: Double]
    let tagDays: [String: Double]
    let result: Expected

    var description: String { scenario }
  }

  struct Expected: Decodable, Sendable {
    let status: String
    let events: Int
    let hits: Int
    let p: Double
    let decibans: Double
    let q: [Double]
    let coverage: Double
    let span: Double
    let window: [Double]
    /// Written as the text `inf` where it is not defined.
    let gapCv: Variation
  }

  enum Variation: Decodable, Sendable {
    case value(Double)
    case undefined

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      self = (try? container.decode(Double.self)).map(Self.value) ?? .undefined
    }

    var number: Double? { if case .value(let number) = self { number } else { nil } }
  }

  let tagNames: [Tag]
  let cases: [Case]
}

/// `golden-provenance-simulation.json`: rates over 1,000 made-up histories.
struct SimulationGolden: Decodable, Sendable {
  struct Rates: Decodable, Sendable {
    let n: Int
    let scenario: String
    let established: Double
    let contradicted: Double
    let insufficient: Double
  }

  struct Contest: Decodable, Sendable {
    let versions: Int
    let followerStartsAt: Double
    let trueWins: Double
    let contested: Double
    let followerWins: Double
  }

  let powerAndFalsePositives: [Rates]
  let contests: [Contest]
}
