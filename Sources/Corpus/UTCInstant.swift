public import Foundation

/// A moment in UTC with millisecond precision: what tables, catalog and documents hold.
public struct UTCInstant: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
  /// Milliseconds since 1970-01-01T00:00:00Z.
  public var milliseconds: Int64

  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  public init(date: Date) { milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded()) }

  /// Later than every moment that is written anywhere.
  public static let distantFuture = UTCInstant(milliseconds: 253_402_300_799_999)

  /// Days since 1970-01-01, rounded down.
  public var epochDay: Int64 { Int64((Double(milliseconds) / 86_400_000).rounded(.down)) }

  /// The instant this many days later (earlier when negative).
  public func addingDays(_ days: Double) -> UTCInstant {
    UTCInstant(milliseconds: milliseconds + Int64((days * 86_400_000).rounded()))
  }

  /// Days from `earlier` to this instant; negative when `earlier` is later.
  public func days(since earlier: UTCInstant) -> Double {
    Double(milliseconds - earlier.milliseconds) / 86_400_000
  }

  public static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

  public var description: String { iso8601 }

  /// `YYYY-MM-DDThh:mm:ss.mmmZ`; the fraction is left out when it is zero.
  public var iso8601: String {
    let dayMilliseconds = milliseconds - epochDay * 86_400_000
    let (year, month, day) = Self.civil(fromEpochDay: epochDay)
    let seconds = dayMilliseconds / 1000
    let time = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { Self.padded($0, 2) }
    let fraction = dayMilliseconds % 1000
    let date = "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
    let tail = fraction == 0 ? "" : ".\(Self.padded(fraction, 3))"
    return "\(date)T\(time.joined(separator: ":"))\(tail)Z"
  }

  /// Reads the forms registries write: `T` or space, `Z`, `+hh:mm`, `+hh` or no zone (UTC), 0 to 9 digits of fraction, or a date alone.
  ///
  /// Nil for anything else and for years before 1 or after 9999. Digits past milliseconds are cut off.
  public init?(parsing text: some StringProtocol) {
    var scanner = InstantScanner(bytes: Array(text.utf8))
    guard let milliseconds = scanner.instant() else { return nil }
    self.milliseconds = milliseconds
  }

  private static func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// Source: https://howardhinnant.github.io/date_algorithms.html#civil_from_days
  static func civil(fromEpochDay epochDay: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = epochDay + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// Source: https://howardhinnant.github.io/date_algorithms.html#days_from_civil
  static func epochDay(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}

/// Reads one instant from ASCII bytes.
private struct InstantScanner {
  let bytes: [UInt8]
  var position = 0

  mutating func instant() -> Int64? {
    guard let year = digits(4), take("-"), let month = digits(2), take("-"), let day = digits(2),
      year >= 1, (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    let days = UTCInstant.epochDay(year: year, month: month, day: day)
    let civil = UTCInstant.civil(fromEpochDay: days)
    guard civil.month == month, civil.day == day else { return nil }
    if position == bytes.count { return days * 86_400_000 }
    guard take("T") || take("t") || take(" "), let time = timeOfDay(), let offset = zone(),
      position == bytes.count
    else { return nil }
    return days * 86_400_000 + time - offset
  }

  private mutating func timeOfDay() -> Int64? {
    guard let hour = digits(2), take(":"), let minute = digits(2), hour < 24, minute < 60 else {
      return nil
    }
    var milliseconds = (hour * 60 + minute) * 60_000
    guard take(":") else { return milliseconds }
    guard let second = digits(2), second <= 60 else { return nil }
    milliseconds += second * 1000
    guard take(".") else { return milliseconds }
    var scale: Int64 = 100
    var count = 0
    while position < bytes.count, (0x30...0x39).contains(bytes[position]), count < 9 {
      milliseconds += Int64(bytes[position] - 0x30) * scale
      scale /= 10
      count += 1
      position += 1
    }
    return count > 0 ? milliseconds : nil
  }

  /// Milliseconds east of Greenwich; zero when no zone is written.
  private mutating func zone() -> Int64? {
    if position == bytes.count || take("Z") || take("z") { return 0 }
    let sign: Int64 = take("+") ? 1 : (take("-") ? -1 : 0)
    guard sign != 0, let hour = digits(2), hour < 24 else { return nil }
    if position == bytes.count { return sign * hour * 3_600_000 }
    _ = take(":")
    guard let minute = digits(2), minute < 60 else { return nil }
    return sign * (hour * 60 + minute) * 60_000
  }

  private mutating func digits(_ count: Int) -> Int64? {
    guard position + count <= bytes.count else { return nil }
    var value: Int64 = 0
    for byte in bytes[position..<position + count] {
      guard (0x30...0x39).contains(byte) else { return nil }
      value = value * 10 + Int64(byte - 0x30)
    }
    position += count
    return value
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }
}
