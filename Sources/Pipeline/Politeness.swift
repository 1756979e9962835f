/// How fast the hosts of one registry are asked, and how much in a month.
package struct RegistryPace: Codable, Sendable, Equatable {
  /// Requests to one host and second in a night's work; ignored on loopback.
  package var requestsPerSecond: Double
  /// The same while more is owed than `Politeness.coldStartItems`.
  package var coldRequestsPerSecond: Double
  /// Requests in flight per host; ignored on loopback.
  package var maxConcurrent: Int
  /// Requests of a calendar month (UTC) after which none is sent; nil means no limit.
  ///
  /// Counts conditional requests, retries and redirects, on loopback too.
  package var monthlyRequests: Int?

  package init(
    requestsPerSecond: Double, coldRequestsPerSecond: Double? = nil, maxConcurrent: Int,
    monthlyRequests: Int? = nil
  ) {
    self.requestsPerSecond = requestsPerSecond
    self.coldRequestsPerSecond = coldRequestsPerSecond ?? requestsPerSecond
    self.maxConcurrent = maxConcurrent
    self.monthlyRequests = monthlyRequests
  }
}

/// How registries are treated; the defaults are what they ask for or publish.
///
/// Source: registry protocols, sections 0.2, 1.8, 2.9, 3.1 and 10.
package struct Politeness: Codable, Sendable, Equatable {
  package var pypi = RegistryPace(requestsPerSecond: 5, maxConcurrent: 3)
  /// npm's terms call five million requests in a month by one party unreasonable.
  package var npm = RegistryPace(
    requestsPerSecond: 8, coldRequestsPerSecond: 2, maxConcurrent: 4, monthlyRequests: 4_000_000)
  /// The sparse index and the static host.
  package var crates = RegistryPace(requestsPerSecond: 20, maxConcurrent: 8)
  /// crates.io's own API, which is asked last.
  package var cratesApi = RegistryPace(requestsPerSecond: 1, maxConcurrent: 1)
  /// Owed documents of a registry above which a crawl is a cold start.
  package var coldStartItems = 100_000

  package init() {}
}

/// Politeness in `assay.json`: any subset.
struct PartialPoliteness: Decodable {
  struct Pace: Decodable {
    var requestsPerSecond: Double?
    var coldRequestsPerSecond: Double?
    var maxConcurrent: Int?
    var monthlyRequests: Int?

    func fill(_ pace: inout RegistryPace) {
      if coldRequestsPerSecond == nil, let requestsPerSecond {
        // A rate that was lowered by hand is not exceeded by the default of a cold start.
        pace.coldRequestsPerSecond = min(pace.coldRequestsPerSecond, requestsPerSecond)
      }
      pace.requestsPerSecond = requestsPerSecond ?? pace.requestsPerSecond
      pace.coldRequestsPerSecond = coldRequestsPerSecond ?? pace.coldRequestsPerSecond
      pace.maxConcurrent = maxConcurrent ?? pace.maxConcurrent
      pace.monthlyRequests = monthlyRequests ?? pace.monthlyRequests
    }
  }

  var pypi: Pace?
  var npm: Pace?
  var crates: Pace?
  var cratesApi: Pace?
  var coldStartItems: Int?

  var politeness: Politeness {
    var all = Politeness()
    pypi?.fill(&all.pypi)
    npm?.fill(&all.npm)
    crates?.fill(&all.crates)
    cratesApi?.fill(&all.cratesApi)
    all.coldStartItems = coldStartItems ?? all.coldStartItems
    return all
  }
}

extension Politeness {
  /// - Throws: `PipelineError(.usage)` naming the setting that makes no sense.
  func check() throws {
    let paces = [("pypi", pypi), ("npm", npm), ("crates", crates), ("cratesApi", cratesApi)]
    for (name, pace) in paces {
      let rates = [pace.requestsPerSecond, pace.coldRequestsPerSecond]
      guard rates.allSatisfy({ $0 > 0 && $0 <= 1000 }) else {
        throw PipelineError(
          .usage, "politeness.\(name): rates must be above 0 and at most 1000 a second")
      }
      guard (1...64).contains(pace.maxConcurrent) else {
        throw PipelineError(.usage, "politeness.\(name).maxConcurrent must be from 1 to 64")
      }
      guard pace.monthlyRequests ?? 0 >= 0 else {
        throw PipelineError(.usage, "politeness.\(name).monthlyRequests must be at least 0")
      }
    }
    guard coldStartItems >= 0 else {
      throw PipelineError(.usage, "politeness.coldStartItems must be at least 0")
    }
  }
}
