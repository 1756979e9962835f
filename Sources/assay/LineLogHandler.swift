import Foundation
import Logging

/// Writes log records to standard error, one line each, for people or as JSON.
struct LineLogHandler: LogHandler {
  let format: LogFormat
  var logLevel = Logger.Level.info
  var metadata = Logger.Metadata()

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let line: String
    switch format {
    case .text:
      let mark = event.level >= .warning ? "\(event.level): " : ""
      line = "\(mark)\(event.message)"
    case .json:
      line = Self.json(level: event.level, message: "\(event.message)")
    }
    FileHandle.standardError.write(Data((line + "\n").utf8))
  }

  private static func json(level: Logger.Level, message: String) -> String {
    let record = [
      "time": Date().ISO8601Format(), "level": level.rawValue, "message": message,
    ]
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(record)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}
