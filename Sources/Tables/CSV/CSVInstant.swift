/// Instants as ISO 8601 text in UTC.
enum CSVInstant {
  private static let millisecondsPerDay: Int64 = 86_400_000

  /// Appends `YYYY-MM-DDThh:mm:ss.mmmZ`; the fraction is left out when it is zero.
  static func append(_ milliseconds: Int64, to output: inout [UInt8]) {
    let days = floored(milliseconds, by: millisecondsPerDay)
    let rest = milliseconds - days * millisecondsPerDay
    let (year, month, day) = civil(days)
    // The format asks for a sign beyond four digits.
    if year < 0 || year > 9999 { output.append(UInt8(ascii: year < 0 ? "-" : "+")) }
    append(abs(year), width: 4, then: "-", to: &output)
    append(month, width: 2, then: "-", to: &output)
    append(day, width: 2, then: "T", to: &output)
    append(rest / 3_600_000, width: 2, then: ":", to: &output)
    append(rest / 60_000 % 60, width: 2, then: ":", to: &output)
    let fraction = rest % 1000
    append(rest / 1000 % 60, width: 2, then: fraction == 0 ? "Z" : ".", to: &output)
    if fraction != 0 { append(fraction, width: 3, then: "Z", to: &output) }
  }

  /// Reads date and time, with `T` or a space between, and a zone or none for UTC.
  ///
  /// Nil for anything else, a date alone included. Digits past milliseconds are cut off.
  static func milliseconds(_ text: ArraySlice<UInt8>) -> Int64? {
    // `YYYY-MM-DDThh:mm` is 16 bytes; nine digits of fraction and a zone end at 35.
    guard (16...35).contains(text.count) else { return nil }
    var scanner = Scanner(rest: text)
    guard let days = scanner.days(), scanner.take("T") || scanner.take(" "),
      let time = scanner.time(), let offset = scanner.zone(), scanner.rest.isEmpty
    else { return nil }
    return days * millisecondsPerDay + time - offset
  }

  private static func append(
    _ value: Int64, width: Int, then mark: Unicode.Scalar, to output: inout [UInt8]
  ) {
    let digits = String(value).utf8
    for _ in 0..<max(0, width - digits.count) { output.append(UInt8(ascii: "0")) }
    output.append(contentsOf: digits)
    output.append(UInt8(ascii: mark))
  }

  private static func floored(_ value: Int64, by divisor: Int64) -> Int64 {
    value >= 0 ? value / divisor : (value + 1) / divisor - 1
  }

  /// Source: https://howardhinnant.github.io/date_algorithms.html#civil_from_days
  private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = days + 719_468
    let era = floored(shifted, by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// Source: https://howardhinnant.github.io/date_algorithms.html#days_from_civil
  private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = floored(shiftedYear, by: 400)
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// Reads an instant piece by piece.
  private struct Scanner {
    var rest: ArraySlice<UInt8>

    mutating func days() -> Int64? {
      guard let year = number(4), take("-"), let month = number(2), take("-"),
        let day = number(2), year >= 1, (1...12).contains(month), (1...31).contains(day)
      else { return nil }
      let days = CSVInstant.days(year: year, month: month, day: day)
      // The 31st of a shorter month would otherwise slip into the next.
      let civil = CSVInstant.civil(days)
      return civil.month == month && civil.day == day ? days : nil
    }

    /// Milliseconds since midnight.
    mutating func time() -> Int64? {
      guard let hour = number(2), take(":"), let minute = number(2), hour < 24, minute < 60
      else { return nil }
      let minutes = (hour * 60 + minute) * 60_000
      guard take(":") else { return minutes }
      guard let second = number(2), second < 60 else { return nil }
      guard take(".") else { return minutes + second * 1000 }
      guard let fraction = fraction() else { return nil }
      return minutes + second * 1000 + fraction
    }

    private mutating func fraction() -> Int64? {
      let digits = rest.prefix { CSVValue.isDigit($0) }
      guard (1...9).contains(digits.count) else { return nil }
      rest = rest.dropFirst(digits.count)
      let first = Array(digits.prefix(3)) + Array(repeating: 0x30, count: max(0, 3 - digits.count))
      return first.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }

    /// Milliseconds east of Greenwich; zero when no zone is written.
    mutating func zone() -> Int64? {
      if rest.isEmpty || take("Z") { return 0 }
      let sign: Int64 = take("+") ? 1 : -1
      guard sign == 1 || take("-"), let hour = number(2), hour < 24 else { return nil }
      if rest.isEmpty { return sign * hour * 3_600_000 }
      _ = take(":")
      guard let minute = number(2), minute < 60 else { return nil }
      return sign * (hour * 60 + minute) * 60_000
    }

    mutating func take(_ mark: Unicode.Scalar) -> Bool {
      guard rest.first == UInt8(ascii: mark) else { return false }
      rest = rest.dropFirst()
      return true
    }

    private mutating func number(_ width: Int) -> Int64? {
      let digits = rest.prefix(width)
      guard digits.count == width, digits.allSatisfy({ CSVValue.isDigit($0) }) else { return nil }
      rest = rest.dropFirst(width)
      return digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }
  }
}
