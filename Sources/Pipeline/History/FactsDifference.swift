import Corpus
import Registries

/// What changed between two states of one package, as short lines; where it stands is the walk's to say.
///
/// What a later answer no longer says is no change: of a package that is gone nothing is known.
struct FactsDifference {
  let lines: [String]

  /// Names and versions are shown at most this often in one line.
  private static let listed = 8

  init(from old: PackageFacts, to new: PackageFacts) {
    var lines: [String] = []
    func note(_ name: String, _ path: KeyPath<PackageFacts, String?>) {
      let (before, after) = (old[keyPath: path], new[keyPath: path])
      if before != after { lines.append("\(name): \(before ?? "none") -> \(after ?? "none")") }
    }
    func note<Value: Equatable>(_ name: String, _ path: KeyPath<PackageFacts, Observation<Value>>) {
      let (before, after) = (old[keyPath: path], new[keyPath: path])
      guard before != after, after.state != .notCollected else { return }
      lines.append("\(name): \(before.text) -> \(after.text)")
    }
    if !(new.isTakenDown && new.releases.isEmpty) {
      note("current version", \.currentVersion)
      lines += Self.list("version", old.releases.map(\.version), new.releases.map(\.version))
    }
    lines += Self.list("maintainer", old.maintainers.value, new.maintainers.value)
    note("repository", \.repositoryKey)
    lines += Self.list(
      "dependency", old.dependencies.value?.map(\.text), new.dependencies.value?.map(\.text))
    for field in FactsTables.integerFields { note(field.name, field.path) }
    for field in FactsTables.longFields { note(field.name, field.path) }
    for field in FactsTables.boolFields { note(field.name, field.path) }
    for field in FactsTables.stringFields { note(field.name, field.path) }
    self.lines = lines
  }

  /// One line for what came and one for what went.
  private static func list(_ name: String, _ old: [String]?, _ new: [String]?) -> [String] {
    guard let new else { return [] }
    let old = old ?? []
    let before = Set(old.map(ByteKey.init))
    let after = Set(new.map(ByteKey.init))
    let came = new.filter { !before.contains(ByteKey($0)) }
    let went = old.filter { !after.contains(ByteKey($0)) }
    return [("+", came), ("-", went)].filter { !$0.1.isEmpty }.map { sign, names in
      let more = names.count > listed ? " and \(names.count - listed) more" : ""
      return "\(sign) \(name) " + names.prefix(listed).joined(separator: ", ") + more
    }
  }
}

extension Observation {
  /// The value as a person reads it, or why there is none.
  fileprivate var text: String { value.map { "\($0)" } ?? state.name }
}

extension PackageFacts {
  fileprivate var repositoryKey: Observation<String> { repository.map(\.key) }
}

extension Dependency {
  fileprivate var text: String { "\(name) (\(kind.rawValue) \(requirement))" }
}
