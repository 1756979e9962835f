/// A share of malicious items in a named population, with where it comes from.
public struct BaseRate: Sendable, Hashable, Codable {
  /// How it came to be known, best last.
  public enum Method: String, Codable, Sendable, CaseIterable {
    /// Somebody's range; nobody counted.
    case elicited
    /// Everything published in some days was looked at: a lower bound, what nobody noticed is missing.
    case window
    /// A stratified random sample of the population was reviewed.
    case audit
  }

  public var ecosystem: Ecosystem
  /// `registry` or `arrivals`.
  public var population: String
  /// What is counted: `project`, `release` or `file`.
  public var unit: String
  /// 95 % limits and best guess, each in 0...1.
  public var low: Double
  public var mid: Double
  public var high: Double
  /// Malicious items found and items reviewed, when the rate was counted.
  public var malicious: Int?
  public var reviewed: Int?
  public var source: String
  public var asOf: UTCInstant
  public var method: Method

  /// Without a method, a rate with a count of reviews is a window's, and any other is elicited.
  public init(
    ecosystem: Ecosystem, population: String, unit: String, low: Double, mid: Double, high: Double,
    malicious: Int? = nil, reviewed: Int? = nil, source: String, asOf: UTCInstant,
    method: Method? = nil
  ) {
    self.ecosystem = ecosystem
    self.population = population
    self.unit = unit
    self.low = low
    self.mid = mid
    self.high = high
    self.malicious = malicious
    self.reviewed = reviewed
    self.source = source
    self.asOf = asOf
    self.method = method ?? (reviewed == nil ? .elicited : .window)
  }

  /// Rates kept before methods were noted get theirs as in `init`.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      ecosystem: try values.decode(Ecosystem.self, forKey: .ecosystem),
      population: try values.decode(String.self, forKey: .population),
      unit: try values.decode(String.self, forKey: .unit),
      low: try values.decode(Double.self, forKey: .low),
      mid: try values.decode(Double.self, forKey: .mid),
      high: try values.decode(Double.self, forKey: .high),
      malicious: try values.decodeIfPresent(Int.self, forKey: .malicious),
      reviewed: try values.decodeIfPresent(Int.self, forKey: .reviewed),
      source: try values.decode(String.self, forKey: .source),
      asOf: try values.decode(UTCInstant.self, forKey: .asOf),
      method: try values.decodeIfPresent(Method.self, forKey: .method))
  }
}
