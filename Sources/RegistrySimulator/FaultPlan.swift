import Foundation
import Synchronization

/// Something that goes wrong on the way to a client, or that a hostile server does.
package enum Fault: String, Sendable, CaseIterable {
  /// 429 with `Retry-After` in seconds.
  case tooMany = "429"
  /// 429 with `Retry-After` as a date.
  case tooManyUntil = "429-date"
  /// 403, as a firewall sends it.
  case forbidden = "403"
  case serverError = "500"
  case unavailable = "503"
  /// The body ends half way and the connection closes.
  case truncate
  /// The connection closes without an answer.
  case reset
  /// The body comes in pieces with pauses.
  case slow
  /// An honest answer in gzip: not a fault, but a thing to read.
  case gzip
  /// A small gzip body that decodes to very many bytes.
  case bomb
  /// A redirect to another host, to a file, or into the private network.
  case redirect
  /// A 200 whose body is not the document and not JSON.
  case invalidJSON = "invalid-json"
  /// The document with members that come twice: a wrong value first.
  case duplicate
  /// The document with 4 MiB of white space behind it.
  case huge
  /// An older copy, as a stale cache sends it: serial, revision or lines of before.
  case stale
  /// A list or feed that lacks every tenth row.
  case gap
  /// npm: a feed whose newest sequence number has fallen.
  case sequenceReset = "sequence-reset"
}

/// How often which fault happens, as `429=0.02,truncate=0.01`; `all=0.01` stands for every fault.
package struct FaultPlan: Sendable, Equatable {
  /// Probability of each fault at one request, in the order of the text.
  package var rates: [(fault: Fault, rate: Double)] = []
  /// Seconds in `Retry-After` of a 429.
  package var retryAfter = 0
  /// At most this many faults in a row on one path, so that retrying ends.
  package var longestRun = 2

  /// No faults.
  package init() {}

  /// Reads `429=0.02,500=0.02,truncate=0.01,retry-after=1,longest-run=3`; white space is dropped.
  ///
  /// Throws `SimulatorError` with code `badFaults` that names the wrong part.
  package init(parsing text: String) throws(SimulatorError) {
    for part in text.split(separator: ",") {
      let sides = part.split(separator: "=", maxSplits: 1)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      guard sides.count == 2, let value = Double(sides[1]), value >= 0, value.isFinite else {
        throw SimulatorError(.badFaults, "fault '\(part)' is not NAME=NUMBER, as 429=0.02")
      }
      try add(sides[0], value)
    }
    guard rates.reduce(0, { $0 + $1.rate }) <= 1 else {
      throw SimulatorError(.badFaults, "the rates in '\(text)' add up to more than 1")
    }
  }

  private mutating func add(_ name: String, _ value: Double) throws(SimulatorError) {
    switch (name, Fault(rawValue: name)) {
    case ("retry-after", _): retryAfter = Int(min(value, 3600))
    case ("longest-run", _): longestRun = Int(min(value, 1000))
    case ("all", _): rates += Fault.allCases.map { ($0, value) }
    case (_, let fault?): rates.append((fault, value))
    default:
      let known = Fault.allCases.map(\.rawValue).joined(separator: ", ")
      throw SimulatorError(
        .badFaults, "fault '\(name)' is unknown; use all, \(known), retry-after or longest-run")
    }
  }

  package static func == (left: FaultPlan, right: FaultPlan) -> Bool {
    left.retryAfter == right.retryAfter && left.longestRun == right.longestRun
      && left.rates.elementsEqual(right.rates) { $0.fault == $1.fault && $0.rate == $1.rate }
  }

  /// The fault of the n-th request to a path, after so many faults in a row; nil for none.
  package func fault(seed: UInt64, path: String, request: Int, run: Int) -> Fault? {
    guard !rates.isEmpty, run < longestRun else { return nil }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in path.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    var random = SplitMix64(seed: seed, hash, UInt64(request))
    var rest = random.unit()
    for (fault, rate) in rates {
      if rest < rate { return fault }
      rest -= rate
    }
    return nil
  }
}

/// Remembers how often each path was asked for, to decide on faults.
final class FaultLedger: Sendable {
  private let plan: FaultPlan
  private let seed: UInt64
  private let paths = Mutex<[String: (requests: Int, run: Int)]>([:])

  init(_ plan: FaultPlan, seed: UInt64) {
    self.plan = plan
    self.seed = seed
  }

  /// The fault of the next request to a path; nil for none.
  func next(_ path: String) -> Fault? {
    guard !plan.rates.isEmpty else { return nil }
    return paths.withLock { paths in
      let past = paths[path] ?? (0, 0)
      let fault = plan.fault(seed: seed, path: path, request: past.requests, run: past.run)
      paths[path] = (past.requests + 1, fault == nil ? 0 : past.run + 1)
      return fault
    }
  }
}
