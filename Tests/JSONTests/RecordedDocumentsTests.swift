import Foundation
import JSON
import Testing

/// The recorded registry documents beside the package; nil when the folder is missing.
private let fixtures: URL? = {
  let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let folder = root.appending(path: "../shared/data/registry-fixtures").standardizedFileURL
  guard FileManager.default.fileExists(atPath: folder.path) else {
    print("recorded documents are not tested: \(folder.path) is missing")
    return nil
  }
  return folder
}()

@Suite(.enabled(if: fixtures != nil, "the recorded documents are missing"))
struct RecordedDocumentsTests {
  private var documents: [URL] {
    guard let fixtures, let walk = FileManager.default.enumerator(atPath: fixtures.path) else {
      return []
    }
    return walk.compactMap { $0 as? String }.filter { $0.hasSuffix(".json") }.sorted()
      .map { fixtures.appending(path: $0) }
  }

  @Test func `every recorded document is read, or refused by both readers`() throws {
    let parser = JSONParser()
    var read = 0
    for url in documents {
      let data = try Data(contentsOf: url)
      let isRead = (try? parser.parse([UInt8](data)) { _, _ in true }) ?? false
      if isRead {
        read += 1
      } else {
        let foundation = try? JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
        #expect(foundation == nil, "\(url.lastPathComponent)")
      }
    }
    #expect(documents.count > 600)
    #expect(read > 600)
  }

  @Test func `a sample says the same as Foundation`() throws {
    let parser = JSONParser()
    for (index, url) in documents.enumerated() where index % 12 == 0 {
      let data = try Data(contentsOf: url)
      guard
        let expected = try? JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
      else { continue }
      try parser.parse([UInt8](data)) { root, _ in
        #expect(difference(root, expected) == nil, "\(url.lastPathComponent)")
      }
    }
  }

  /// Where the two values differ; nil when they do not.
  private func difference(_ value: JSONValue, _ expected: Any, _ path: String = "$") -> String? {
    switch expected {
    case let members as [String: Any]:
      guard value.isObject else { return path }
      for (key, member) in members {
        guard let own = value[key] else { return "\(path).\(key)" }
        if let found = difference(own, member, "\(path).\(key)") { return found }
      }
      return nil
    case let elements as [Any]:
      var own: [JSONValue] = []
      value.forEachElement { own.append($0) }
      guard value.isArray, own.count == elements.count else { return path }
      for (index, element) in elements.enumerated() {
        if let found = difference(own[index], element, "\(path)[\(index)]") { return found }
      }
      return nil
    case let text as String: return value.equals(text) && value.string == text ? nil : path
    case is NSNull: return value.isNull ? nil : path
    case let number as NSNumber:
      if let bool = value.bool { return bool == number.boolValue ? nil : path }
      return value.double == number.doubleValue ? nil : path
    default: return path
    }
  }
}
