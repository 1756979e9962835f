package import Corpus
import JSON

/// Answers with 200 that are no document of the registry: pages of a proxy, error objects.
///
/// Source: registry protocols, sections 2.10 (24) and 9 (2): an error page never changes state.
package enum ForeignAnswer {
  /// Whether a body lacks what every document of its kind has; damaged JSON is the registry's all the same.
  package static func isForeign(_ body: [UInt8], _ kind: DocumentKind) -> Bool {
    let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF]
    if body.first(where: { !blanks.contains($0) }) == UInt8(ascii: "<") { return true }
    let keys: [String]
    switch kind {
    case .packument: keys = ["_id", "name"]
    case .projectJSON: keys = ["info"]
    case .simpleDetail: keys = ["files"]
    default: return false
    }
    let hasKey = try? JSONParser().parse(body) { root, _ in
      keys.contains { root[$0] != nil }
    }
    return hasKey == false
  }
}
