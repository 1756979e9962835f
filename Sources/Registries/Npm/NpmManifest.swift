import JSON

/// Yes-or-no properties of one version's manifest.
enum NpmManifest {
  private static let hooks = ["preinstall", "install", "postinstall"]

  /// A text that is not empty, `true`, or an object; `""` and `false` take a deprecation back.
  static func isDeprecated(_ value: JSONValue?) -> Bool {
    guard let value else { return false }
    if let flag = value.bool { return flag }
    if let bytes = value.stringByteCount { return bytes > 0 }
    return value.isObject && value.count > 0
  }

  /// A script that npm runs on install, `gypfile` (which implies one), or the install format's flag.
  static func hasInstallHook(_ manifest: JSONValue) -> Bool {
    if manifest["hasInstallScript"]?.bool == true || manifest["gypfile"]?.bool == true {
      return true
    }
    guard let scripts = manifest["scripts"], scripts.isObject else { return false }
    return hooks.contains { scripts[$0]?.text != nil }
  }

  /// A `types` or `typings` entry, one among the exports, or a package of the `@types` scope.
  static func hasTypes(_ manifest: JSONValue, name: String) -> Bool {
    if name.hasPrefix("@types/") || manifest["types"]?.text != nil
      || manifest["typings"]?.text != nil
    {
      return true
    }
    var budget = 1000
    return manifest["exports"].map { namesTypes($0, depth: 8, budget: &budget) } ?? false
  }

  private static func namesTypes(_ value: JSONValue, depth: Int, budget: inout Int) -> Bool {
    guard depth > 0 else { return false }
    var found = false
    value.forEachPair { key, value in
      budget -= 1
      guard !found, budget > 0 else { return }
      found =
        (key.equals("types") && (value.isString || value.isObject))
        || namesTypes(value, depth: depth - 1, budget: &budget)
    }
    value.forEachElement { element in
      budget -= 1
      guard !found, budget > 0 else { return }
      found = namesTypes(element, depth: depth - 1, budget: &budget)
    }
    return found
  }
}

/// Accounts in a packument.
enum NpmPeople {
  /// The names of a list of maintainers, sorted, each once; nil when it names nobody.
  static func names(_ value: JSONValue?) -> [String]? {
    guard let value else { return nil }
    var names: Set<ByteKey> = []
    func insert(_ person: JSONValue) {
      guard names.count < 10_000 else { return }
      let name = person.isObject ? person["name"]?.text : person.text.flatMap(Person.name)
      if let name { names.insert(ByteKey(FieldText.cut(name, to: 256))) }
    }
    if value.isArray { value.forEachElement(insert) } else { insert(value) }
    let sorted = names.map(\.text).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return sorted.isEmpty ? nil : sorted
  }
}
