import Foundation
import GRDB

/// A string as the catalog stores it: text, or a blob when it holds NUL, which cuts C strings short.
struct StoredText: DatabaseValueConvertible {
  let string: String

  init(_ string: String) { self.string = string }

  var databaseValue: DatabaseValue {
    guard string.utf8.contains(0) else { return string.databaseValue }
    return Data(string.utf8).databaseValue
  }

  static func fromDatabaseValue(_ value: DatabaseValue) -> StoredText? {
    switch value.storage {
    case .string(let text): StoredText(text)
    case .blob(let data): StoredText(String(decoding: data, as: UTF8.self))
    default: nil
    }
  }
}

extension Row {
  /// The text of a column that is never NULL.
  func text(_ index: Int) -> String { optionalText(index) ?? "" }

  /// The text of a column; nil for NULL.
  func optionalText(_ index: Int) -> String? {
    StoredText.fromDatabaseValue(self[index])?.string
  }
}
