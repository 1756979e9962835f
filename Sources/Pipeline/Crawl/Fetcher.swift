import Corpus
import JSON
import Registries
import Storage
import Transport

/// What became of one owed item.
struct Fetched: Sendable {
  enum Result: Sendable {
    /// A final answer: 200, 304 or gone. The version is what the answer itself says it is.
    case answered(HTTPResponse, version: String?)
    /// Every try was older than the feed promised.
    case stale
    /// No usable answer.
    case failed(String)
    /// Too large to be asked for before this moment.
    case resting(until: UTCInstant)
    /// The name cannot be asked for.
    case refused(String)
    /// Nothing was sent: the host is given up for now, or the month's requests are spent.
    case unavailable(String)
    /// The crawl was told to end before there was an answer.
    case interrupted
  }

  let item: OwedItem
  let result: Result
}

/// Fetches single items and checks that each answer is as new as its feed promised.
struct Fetcher: Sendable {
  let clients: RegistryClients
  let staleRetrySeconds: [Double]

  /// Never throws: whatever happens to one item is a value, so that it cannot stop the others.
  func fetch(_ item: OwedItem, validators: Validators?) async -> Fetched {
    do {
      let isConditional = validators != nil
      var validators = validators
      for wait in staleRetrySeconds.map(Optional.some) + [nil] {
        let response = try await send(item, validators: validators)
        if !item.kind.isAboutPackage, [400, 403, 406].contains(response.status) {
          // An index may not offer attestations at all: asking again brings nothing.
          return Fetched(
            item: item, result: .refused("the registry answered \(response.status)"))
        }
        guard isFinal(response.status) else {
          return Fetched(item: item, result: .failed("the registry answered \(response.status)"))
        }
        let version = version(of: response, item: item)
        let promise = FeedPromise(item.version)
        let age = promise.judge(
          status: response.status, version: version,
          versions: item.kind == .indexFile
            ? FeedPromise.versionCount(ofIndexFile: response.body) : nil,
          hasRequired: promise.required.map { Self.has($0, response.body) } ?? true)
        // An old copy also answers "not modified": only a whole answer can show that it is new enough.
        if age == .unknown { validators = nil }
        let isLastTry = wait == nil
        // A body beyond its limit may be one mischievous answer: it must be as large each time.
        let isUsable = isLastTry || isWorthKeeping(response, item)
        // An unasked "not modified" says nothing at all: the store refuses it.
        let isSettled = age == .kept || (age == .unknown && !isConditional)
        // Something is stored: a page of a proxy must not take its place.
        if isLastTry, isConditional, response.status == 200,
          ForeignAnswer.isForeign(response.body, item.kind)
        {
          return Fetched(item: item, result: .failed("the answer is no \(item.kind.rawValue)"))
        }
        if isUsable, isSettled {
          let promised = item.version == Absence.gone ? nil : item.version
          return Fetched(item: item, result: .answered(response, version: version ?? promised))
        }
        if let wait { try await Task.sleep(for: .seconds(wait)) }
      }
      return Fetched(item: item, result: .stale)
    } catch let error as RegistryError where error.code == .unusableName {
      return Fetched(item: item, result: .refused("\(error)"))
    } catch let error as TransportError where [.hostUnavailable, .budget].contains(error.code) {
      return Fetched(item: item, result: .unavailable("\(error)"))
    } catch {
      return Fetched(item: item, result: Task.isCancelled ? .interrupted : .failed("\(error)"))
    }
  }

  private func send(_ item: OwedItem, validators: Validators?) async throws -> HTTPResponse {
    switch item.kind {
    case .projectJSON:
      return try await clients.pypi!.project(key(of: item), validators: validators)
    case .simpleDetail:
      return try await clients.pypi!.detail(key(of: item), validators: validators)
    case .packument:
      return try await clients.npm!.packument(item.name, validators: validators)
    case .indexFile:
      return try await clients.crates!.indexFile(item.name, validators: validators)
    case .provenance, .attestations:
      return try await attestations(item, validators: validators)
    default:
      preconditionFailure("documents of kind \(item.kind) are never owed")
    }
  }

  private func isWorthKeeping(_ response: HTTPResponse, _ item: OwedItem) -> Bool {
    switch response.truncation {
    case .length: false
    case .time, .disconnect: true
    case nil: isReadable(response, item)
    }
  }

  private func attestations(_ item: OwedItem, validators: Validators?) async throws -> HTTPResponse
  {
    guard let (package, subject) = AttestationPlan.subject(named: item.name, of: item.ecosystem)
    else {
      throw RegistryError(.unusableName, "\(item.name.debugDescription) names no attestation")
    }
    if let pypi = clients.pypi, let file = subject.file {
      return try await pypi.provenance(
        package.key, version: subject.version, file: file, validators: validators)
    }
    return try await clients.npm!.attestations(
      package.key, version: subject.version, validators: validators)
  }

  /// Whether a body is the JSON it claims to be; one that stays broken is stored all the same.
  private func isReadable(_ response: HTTPResponse, _ item: OwedItem) -> Bool {
    guard response.status == 200 else { return true }
    let parser = JSONParser()
    func parses(_ bytes: [UInt8]) -> Bool {
      (try? parser.parse(bytes) { _, _ in true }) ?? false
    }
    if item.kind == .indexFile {
      var isWhole = true
      JSONLines.forEachLine(of: response.body) { isWhole = isWhole && parses(Array($1)) }
      return isWhole
    }
    if ForeignAnswer.isForeign(response.body, item.kind) { return false }
    let type = response.headers.value("Content-Type") ?? ""
    return !type.lowercased().contains("json") || parses(response.body)
  }

  private func key(of item: OwedItem) -> String { PackageID(item.ecosystem, item.name).key }

  private func isFinal(_ status: Int) -> Bool {
    [200, 304, 404, 410, 451].contains(status)
  }

  /// The serial or revision an answer carries; nil when it carries none.
  private func version(of response: HTTPResponse, item: OwedItem) -> String? {
    guard item.kind.isAboutPackage else { return nil }
    switch item.ecosystem {
    case .pypi:
      return response.headers.value("X-PyPI-Last-Serial")
    case .npm:
      guard response.status == 200 else { return nil }
      return try? JSONParser().parse(response.body) { root, _ in root["_rev"]?.string }
    case .crates:
      return nil
    }
  }

  /// Whether one line of an index file is of this version.
  private static func has(_ version: String, _ body: [UInt8]) -> Bool {
    let parser = JSONParser()
    var isThere = false
    JSONLines.forEachLine(of: body) { _, line in
      isThere =
        isThere
        || (try? parser.parse(Array(line)) { root, _ in root["vers"]?.string == version }) ?? false
    }
    return isThere
  }
}
