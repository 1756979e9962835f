import Corpus

/// Renders the sparse index file of one crate.
struct CratesDocuments {
  let package: SimulatedPackage
  let biography: Biography

  /// The path of a crate's file below the index, made from its lower-cased name.
  ///
  /// Source: https://doc.rust-lang.org/cargo/reference/registry-index.html#index-files
  static func indexPath(_ name: String) -> String {
    let lower = name.lowercased()
    switch lower.utf8.count {
    case 1: return "1/\(lower)"
    case 2: return "2/\(lower)"
    case 3: return "3/\(lower.prefix(1))/\(lower)"
    default: return "\(lower.prefix(2))/\(lower.dropFirst(2).prefix(2))/\(lower)"
    }
  }

  /// `config.json`.
  static func configuration(origin: String) -> [UInt8] {
    let node: JSONNode = [
      "dl": "\(origin)/crates-static/crates/{crate}/{crate}-{version}.crate",
      "api": .text(origin + "/crates-api"),
    ]
    return node.bytes()
  }

  /// One line per version, oldest first.
  func indexFile() -> [UInt8] {
    var output: [UInt8] = []
    for release in biography.releases {
      line(release).write(to: &output)
      output.append(0x0A)
    }
    if biography.oddity == 4, let first = biography.releases.first {
      line(first).write(to: &output)
      output.append(0x0A)
    }
    return output
  }

  private func line(_ release: SimulatedRelease) -> JSONNode {
    let crate = PackageFiles.crate(package.name, release.version)
    var members: [(String, JSONNode)] = [
      ("name", .text(package.name)), ("vers", .text(release.version)),
      ("deps", .list(biography.dependencies.map(dependency))),
      ("cksum", .text(Digests.hex(crate, .sha256))), ("features", [:]),
      ("yanked", .bool(release.isYanked)),
    ]
    if biography.oddity != 3 {
      members.append(("pubtime", .text(SimulatedTime.seconds(release.time))))
    }
    if biography.oddity == 6 { members += [("features2", ["fast": []]), ("v", 2)] }
    return .object(members)
  }

  private func dependency(_ name: String) -> JSONNode {
    [
      "name": .text(name), "req": ">=0.1.0", "features": [], "optional": false,
      "default_features": true, "target": .null, "kind": "normal",
    ]
  }
}
