import Corpus
import JSON

/// The repository a packument claims: `repository`, then `bugs`, `homepage`, and the one its readme links to.
enum NpmRepository {
  /// The first claim that holds; the rule is the field's name.
  static func claim(_ field: (String) -> JSONValue?) -> RepositoryClaim? {
    for name in ["repository", "repositories"] {
      for candidate in candidates(field(name)) {
        if let raw = text(of: candidate),
          let claim = RepositoryURL.claim(
            from: raw, rule: "repository", directory: candidate["directory"]?.text)
        {
          return claim
        }
      }
    }
    for name in ["bugs", "homepage"] {
      for candidate in candidates(field(name)) {
        if let raw = text(of: candidate), let claim = RepositoryURL.claim(from: raw, rule: name) {
          return claim
        }
      }
    }
    return RepositoryText.claim(in: field("readme"), rule: "readme")
  }

  /// The text of a string, of an object's `url`, or of the first such element of an array.
  static func text(of value: JSONValue?) -> String? {
    guard let value else { return nil }
    if let text = value.text { return text }
    if value.isObject { return value["url"].flatMap { $0.text ?? $0["url"]?.text } }
    var found: String?
    value.forEachElement { if found == nil, !$0.isArray { found = text(of: $0) } }
    return found
  }

  /// The value itself, or the first elements of a list.
  private static func candidates(_ value: JSONValue?) -> [JSONValue] {
    guard let value else { return [] }
    var candidates: [JSONValue] = []
    value.forEachElement { if candidates.count < 16 { candidates.append($0) } }
    return value.isArray ? candidates : [value]
  }
}

/// The licence of a packument in any of its forms.
enum NpmLicence {
  /// The manifest's licence, or the one at the top; nil when there is none that is short.
  static func licence(root: JSONValue, manifest: JSONValue?) -> String? {
    for owner in [manifest, root].compactMap({ $0 }) {
      for name in ["license", "licence", "licenses"] {
        if let text = owner[name].flatMap(text) { return text }
      }
    }
    return nil
  }

  /// A text, the type of `{type,url}`, or the alternatives of a list.
  private static func text(of value: JSONValue) -> String? {
    if let text = value.text { return Licence.short(text) }
    if value.isObject {
      return (value["type"] ?? value["name"])?.text.flatMap(Licence.short)
    }
    var names: [String] = []
    value.forEachElement { element in
      if names.count < 16, !element.isArray, let name = text(of: element) { names.append(name) }
    }
    return names.isEmpty ? nil : Licence.short(names.joined(separator: " OR "))
  }
}
