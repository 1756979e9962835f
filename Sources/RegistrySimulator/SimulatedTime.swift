import Corpus

/// Milliseconds since 1970 in the spellings of the three registries.
enum SimulatedTime {
  static let hour: Int64 = 3_600_000
  static let day: Int64 = 24 * hour
  /// 2026-01-01T02:00:00Z, the first night.
  static let firstNight: Int64 = 1_767_232_800_000

  /// The moment night `day` is observed.
  static func night(_ day: Int) -> Int64 { firstNight + Int64(day) * Self.day }

  private static func parts(_ time: Int64) -> (seconds: String, fraction: String) {
    let text = UTCInstant(milliseconds: time - time % 1000).iso8601
    let digits = String(time % 1000)
    let padding = String(repeating: "0", count: 3 - digits.utf8.count)
    return (String(text.dropLast()), padding + digits)
  }

  /// `2026-01-01T02:00:00.000Z`.
  static func npm(_ time: Int64) -> String {
    let (seconds, fraction) = parts(time)
    return "\(seconds).\(fraction)Z"
  }

  /// `2026-01-01T02:00:00.000000Z`; the fraction is left out when it is zero.
  static func pypi(_ time: Int64) -> String {
    let (seconds, fraction) = parts(time)
    return fraction == "000" ? "\(seconds)Z" : "\(seconds).\(fraction)000Z"
  }

  /// `2026-01-01T02:00:00`.
  static func withoutZone(_ time: Int64) -> String { parts(time).seconds }

  /// `2026-01-01T02:00:00Z`.
  static func seconds(_ time: Int64) -> String { parts(time).seconds + "Z" }

  /// `2026-01-01 02:00:00.12+00` with trailing zeros cut, as PostgreSQL writes it.
  static func postgres(_ time: Int64) -> String {
    let (seconds, fraction) = parts(time)
    var digits = Substring(fraction)
    while digits.last == "0" { digits = digits.dropLast() }
    let tail = digits.isEmpty ? "" : "." + digits
    return seconds.replacing("T", with: " ") + tail + "+00"
  }

  /// `Thu, 01 Jan 2026 02:00:00 GMT`.
  ///
  /// Source: RFC 9110, section 5.6.7.
  static func http(_ time: Int64) -> String {
    let text = parts(time).seconds
    let fields = text.split { "-T".contains($0) }
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let weekday = days[Int(UTCInstant(milliseconds: time).epochDay % 7)]
    let month = months[(Int(fields[1]) ?? 1) - 1]
    return "\(weekday), \(fields[2]) \(month) \(fields[0]) \(fields[3]) GMT"
  }
}
