import Corpus
import Foundation

/// The replication feed of npm: status, changes, all ids.
struct NpmFeed {
  let population: Population
  let now: Int64

  /// `/registry/`.
  func status() -> [UInt8] {
    let node: JSONNode = [
      "db_name": "registry", "doc_count": .int(Int64(population.packages.count)),
      "update_seq": .int(population.lastSerial),
    ]
    return node.bytes()
  }

  private static func limit(_ query: [String: String], or fallback: Int) -> Int? {
    guard let text = query["limit"] else { return fallback }
    guard let limit = Int(text), (0...10_000).contains(limit) else { return nil }
    return limit
  }

  private static func refused(_ reason: String) -> SimulatorReply {
    let node: JSONNode = ["error": "bad_request", "reason": .text(reason)]
    return SimulatorReply(400, SimulatorReply.json, node.bytes())
  }

  private static func isAllowed(_ query: [String: String], _ names: Set<String>) -> Bool {
    query.keys.allSatisfy(names.contains)
  }

  /// `/registry/_changes?since&limit`: the latest change of each id, in order.
  func changes(_ query: [String: String]) -> SimulatorReply {
    guard Self.isAllowed(query, ["since", "limit"]) else { return Self.refused("Bad Request") }
    guard let limit = Self.limit(query, or: 10_000) else { return Self.refused("limit") }
    guard let since = Int64(query["since"] ?? "0") else { return Self.refused("since") }
    let ordered = population.bySerial
    let low = ordered.partitioningIndex { population.packages[$0].serial <= since }
    let page = ordered[low...].prefix(limit).map { population.packages[$0] }
    let last = page.last?.serial ?? since
    let node: JSONNode = ["results": .list(page.map(row)), "last_seq": .int(last)]
    return .found(SimulatorReply.json, node.bytes())
  }

  private func row(_ package: SimulatedPackage) -> JSONNode {
    var members: [(String, JSONNode)] = [
      ("seq", .int(package.serial)), ("id", .text(package.name)),
      ("changes", [["rev": .text(NpmDocuments.revision(package))]]),
    ]
    if package.presence(at: now) == .gone { members.append(("deleted", true)) }
    return .object(members)
  }

  /// `/registry/_all_docs?limit&startkey`: ids in order, from the start key on.
  func allDocs(_ query: [String: String]) -> SimulatorReply {
    guard Self.isAllowed(query, ["limit", "startkey", "startkey_docid"]) else {
      return Self.refused("Bad Request")
    }
    guard let limit = Self.limit(query, or: 1000) else { return Self.refused("limit") }
    let ordered = population.byName
    var start = 0
    if let text = query["startkey"] {
      guard let key = Self.decoded(text) else { return Self.refused("startkey is not JSON") }
      start = ordered.partitioningIndex {
        population.packages[$0].name.utf8.lexicographicallyPrecedes(key.utf8)
      }
    }
    let rows = ordered[start...].prefix(limit).map { position -> JSONNode in
      let package = population.packages[position]
      return [
        "id": .text(package.name), "key": .text(package.name),
        "value": ["rev": .text(NpmDocuments.revision(package))],
      ]
    }
    let node: JSONNode = [
      "total_rows": .int(Int64(ordered.count)), "offset": .int(Int64(start)), "rows": .list(rows),
    ]
    return .found(SimulatorReply.json, node.bytes())
  }

  private static func decoded(_ text: String) -> String? {
    let value = try? JSONSerialization.jsonObject(
      with: Data(text.utf8), options: .fragmentsAllowed)
    return value as? String
  }
}

extension Array {
  /// The first position whose element does not precede; the array is ordered that way.
  func partitioningIndex(_ precedes: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if precedes(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
