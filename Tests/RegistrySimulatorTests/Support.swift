import Corpus
import Foundation
import RegistrySimulator

/// Worlds that several tests look at, made once.
enum Worlds {
  static let nights: [World] = (0...3).map {
    World(SimulatorConfiguration(packages: 600, seed: 11, day: $0))
  }
}

/// The value of JSON bytes as Foundation reads it.
func json(_ bytes: some Sequence<UInt8>) throws -> Any {
  try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
}

/// A JSON object's members.
func object(_ bytes: some Sequence<UInt8>) throws -> [String: Any] {
  try json(bytes) as? [String: Any] ?? [:]
}

/// The document kind that every package of a registry has.
func mainKind(_ ecosystem: Ecosystem) -> DocumentKind {
  switch ecosystem {
  case .pypi: .projectJSON
  case .npm: .packument
  case .crates: .indexFile
  }
}
