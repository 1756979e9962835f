import Corpus
import Registries

/// What changed between two states of one package, as short lines.
struct FactsDifference {
  let lines: [String]

  /// Names and versions are shown at most this often in one line.
  private static let listed = 8

  init(from old: PackageFacts, to new: PackageFacts) {
    var lines: [String] = []
    func note<Value: Equatable>(_ name: String, _ path: KeyPath<PackageFacts, Value>) {
      let (before, after) = (old[keyPath: path], new[keyPath: path])
      if before != after { lines.append("\(name): \(Self.text(before)) -> \(Self.text(after))") }
    }
    note("status", \.status.rawValue)
    note("current version", \.currentVersion)
    lines += Self.releases(old.releases, new.releases)
    lines += Self.list("maintainer", old.maintainers.value ?? [], new.maintainers.value ?? [])
    note("repository", \.repositoryText)
    lines += Self.list(
      "dependency", (old.dependencies.value ?? []).map(\.text),
      (new.dependencies.value ?? []).map(\.text))
    for field in FactsTables.integerFields { note(field.name, field.path) }
    for field in FactsTables.longFields { note(field.name, field.path) }
    for field in FactsTables.boolFields { note(field.name, field.path) }
    for field in FactsTables.stringFields { note(field.name, field.path) }
    self.lines = lines
  }

  private static func releases(_ old: [ReleaseFacts], _ new: [ReleaseFacts]) -> [String] {
    let before = Dictionary(old.map { (ByteKey($0.version), $0.state) }) { $1 }
    let after = Dictionary(new.map { (ByteKey($0.version), $0.state) }) { $1 }
    var lines = list("version", old.map(\.version), new.map(\.version))
    for release in new {
      guard let state = before[ByteKey(release.version)], state != after[ByteKey(release.version)]
      else { continue }
      lines.append("version \(release.version): \(state.rawValue) -> \(release.state.rawValue)")
    }
    return lines
  }

  /// One line for what came and one for what went.
  private static func list(_ name: String, _ old: [String], _ new: [String]) -> [String] {
    let before = Set(old.map(ByteKey.init))
    let after = Set(new.map(ByteKey.init))
    let came = new.filter { !before.contains(ByteKey($0)) }
    let went = old.filter { !after.contains(ByteKey($0)) }
    return [("+", came), ("-", went)].filter { !$0.1.isEmpty }.map { sign, names in
      let more = names.count > listed ? " and \(names.count - listed) more" : ""
      return "\(sign) \(name) " + names.prefix(listed).joined(separator: ", ") + more
    }
  }

  private static func text<Value>(_ value: Value) -> String {
    switch value {
    case let value as any ObservationText: value.observationText
    case let value as String?: value ?? "none"
    default: "\(value)"
    }
  }
}

/// An observation as a person reads it: the value, or why there is none.
private protocol ObservationText {
  var observationText: String { get }
}

extension Observation: ObservationText {
  fileprivate var observationText: String { value.map { "\($0)" } ?? state.name }
}

extension PackageFacts {
  fileprivate var repositoryText: String { repository.value?.key ?? repository.state.name }
}

extension Dependency {
  fileprivate var text: String { "\(name) (\(kind.rawValue) \(requirement))" }
}
