import Testing
import Transport

@Suite struct HostPolicyTests {
  private let start = ContinuousClock.now
  private let permit = HostPolicy.Decision.send(plain)

  private func at(_ seconds: Double) -> HostPolicy.Instant { start + .seconds(seconds) }

  private func policy(
    rate: Double? = nil, width: Int = 100, failures: Int = 3
  ) -> HostPolicy {
    var limits = HostLimits(requestsPerSecond: rate, maxConcurrent: width)
    limits.breakerFailures = failures
    return HostPolicy(limits: limits, now: start)
  }

  /// The permit of a request that is no probe.
  private static let plain: HostPolicy.Permit = {
    var policy = HostPolicy(limits: HostLimits(), now: .now)
    guard case .send(let permit) = policy.mayAnotherStart(at: .now) else { fatalError() }
    return permit
  }()

  /// Starts one request that must be allowed and ends it at once.
  private func run(
    _ policy: inout HostPolicy, _ outcome: HostPolicy.Outcome, at seconds: Double
  ) throws {
    let decision = policy.mayAnotherStart(at: at(seconds))
    guard case .send(let permit) = decision else {
      throw Refused(decision: decision)
    }
    policy.requestEnded(permit, outcome, at: at(seconds))
  }

  private struct Refused: Error { let decision: HostPolicy.Decision }

  // MARK: Rate and width

  @Test func `a second's worth may start together, then one per interval`() {
    var policy = policy(rate: 4)
    for _ in 0..<4 { #expect(policy.mayAnotherStart(at: at(0)) == permit) }
    guard case .wait(let until) = policy.mayAnotherStart(at: at(0)) else {
      Issue.record("a fifth request passed")
      return
    }
    #expect(until > at(0.25) && until < at(0.2501))
    #expect(policy.mayAnotherStart(at: until) == permit)
    #expect(policy.mayAnotherStart(at: until) != permit)
    #expect(policy.mayAnotherStart(at: at(0.6)) == permit)
  }

  @Test func `a rate below one allows one at a time`() {
    var policy = policy(rate: 0.1)
    #expect(policy.mayAnotherStart(at: at(100)) == permit)
    #expect(policy.mayAnotherStart(at: at(109.9)) != permit)
    #expect(policy.mayAnotherStart(at: at(110.1)) == permit)
  }

  @Test func `rest saves up no more than a second's worth`() {
    var policy = policy(rate: 2)
    for _ in 0..<2 { #expect(policy.mayAnotherStart(at: at(3600)) == permit) }
    #expect(policy.mayAnotherStart(at: at(3600)) != permit)
  }

  @Test func `width holds, independent of the rate`() {
    var policy = policy(width: 2)
    #expect(policy.mayAnotherStart(at: at(0)) == permit)
    #expect(policy.mayAnotherStart(at: at(0)) == permit)
    #expect(policy.mayAnotherStart(at: at(0)) == .hold)
    #expect(!policy.hasRoom)
    policy.requestEnded(Self.plain, .success, at: at(1))
    #expect(policy.hasRoom)
    #expect(policy.mayAnotherStart(at: at(1)) == permit)
  }

  @Test func `a clock that stands still or goes back adds no tokens`() {
    var policy = policy(rate: 1)
    #expect(policy.mayAnotherStart(at: at(10)) == permit)
    #expect(policy.mayAnotherStart(at: at(5)) != permit)
    #expect(policy.mayAnotherStart(at: at(10)) != permit)
  }

  // MARK: Throttling

  @Test func `two 429 in a row halve the rate, one does not`() throws {
    var policy = policy(rate: 8, failures: 100)
    try run(&policy, .throttled(retryAfter: nil), at: 0)
    try run(&policy, .success, at: 1)
    try run(&policy, .throttled(retryAfter: nil), at: 2)
    #expect(policy.requestsPerSecond == 8)
    try run(&policy, .throttled(retryAfter: nil), at: 3)
    #expect(policy.requestsPerSecond == 4)
    try run(&policy, .throttled(retryAfter: nil), at: 4)
    #expect(policy.requestsPerSecond == 4)
    try run(&policy, .throttled(retryAfter: nil), at: 5)
    #expect(policy.requestsPerSecond == 2)
  }

  @Test func `another failure between breaks the run of 429`() throws {
    var policy = policy(rate: 8, failures: 100)
    try run(&policy, .throttled(retryAfter: nil), at: 0)
    try run(&policy, .failure(retryAfter: nil), at: 1)
    try run(&policy, .throttled(retryAfter: nil), at: 2)
    #expect(policy.requestsPerSecond == 8)
  }

  @Test func `halving stops at a sixty-fourth`() throws {
    var policy = policy(rate: 64, failures: 1000)
    for second in 0..<40 { try run(&policy, .throttled(retryAfter: nil), at: Double(second) * 2) }
    #expect(policy.requestsPerSecond == 1)
  }

  @Test func `a lowered rate recovers a tenth per ten minutes up to the configured one`() throws {
    var policy = policy(rate: 10, failures: 100)
    for second in 0..<2 { try run(&policy, .throttled(retryAfter: nil), at: Double(second)) }
    #expect(policy.requestsPerSecond == 5)
    try run(&policy, .success, at: 600)
    #expect(policy.requestsPerSecond == 5)
    try run(&policy, .success, at: 601)
    #expect(policy.requestsPerSecond == 5.5)
    try run(&policy, .success, at: 1800)
    #expect(policy.requestsPerSecond == 5.5 * 1.1)
    try run(&policy, .success, at: 100_000)
    #expect(policy.requestsPerSecond == 10)
  }

  @Test func `a new rate keeps a slowed host slowed in proportion, and recovers to the new one`()
    throws
  {
    var policy = policy(rate: 8, failures: 100)
    for second in 0..<2 { try run(&policy, .throttled(retryAfter: nil), at: Double(second)) }
    policy.rateChanged(to: 2, at: at(2))
    #expect(policy.requestsPerSecond == 1)
    try run(&policy, .success, at: 601)
    #expect(policy.requestsPerSecond == 1.1)
    try run(&policy, .success, at: 100_000)
    #expect(policy.requestsPerSecond == 2)
    policy.rateChanged(to: nil, at: at(100_001))
    #expect(policy.requestsPerSecond == nil)
    policy.rateChanged(to: 3, at: at(100_002))
    #expect(policy.requestsPerSecond == 3)
  }

  @Test func `a new rate takes away what the old one had saved up`() {
    var policy = policy(rate: 8)
    policy.rateChanged(to: 2, at: at(0))
    for _ in 0..<2 { #expect(policy.mayAnotherStart(at: at(0)) == permit) }
    #expect(policy.mayAnotherStart(at: at(0)) != permit)
  }

  @Test func `a host without a rate is not slowed, only paused`() throws {
    var policy = policy(failures: 100)
    for second in 0..<4 { try run(&policy, .throttled(retryAfter: nil), at: Double(second)) }
    #expect(policy.requestsPerSecond == nil)
    #expect(policy.state == .open)
  }

  // MARK: open <-> pausing

  @Test func `a named delay pauses the host until then`() throws {
    var policy = policy()
    try run(&policy, .throttled(retryAfter: .seconds(30)), at: 0)
    #expect(policy.state == .pausing(until: at(30)))
    #expect(policy.mayAnotherStart(at: at(29)) == .wait(until: at(30)))
    #expect(policy.mayAnotherStart(at: at(30)) == permit)
    #expect(policy.state == .open)
  }

  @Test func `the later of two named delays counts, and success does not end it`() throws {
    var policy = policy(failures: 100)
    for _ in 0..<3 { #expect(policy.mayAnotherStart(at: at(0)) == permit) }
    policy.requestEnded(Self.plain, .failure(retryAfter: .seconds(30)), at: at(0))
    policy.requestEnded(Self.plain, .throttled(retryAfter: .seconds(10)), at: at(1))
    policy.requestEnded(Self.plain, .success, at: at(2))
    #expect(policy.state == .pausing(until: at(30)))
  }

  @Test func `an unreasonable delay gives the host up`() throws {
    var policy = policy()
    try run(&policy, .throttled(retryAfter: .seconds(86_400)), at: 0)
    #expect(policy.mayAnotherStart(at: at(1)) == .refuse(until: at(86_400)))
    #expect(policy.mayAnotherStart(at: at(86_000)) == .wait(until: at(86_400)))
  }

  // MARK: open -> broken -> probing -> open or broken

  private func broken() throws -> HostPolicy {
    var policy = policy()
    for second in 0..<3 { try run(&policy, .failure(retryAfter: nil), at: Double(second)) }
    return policy
  }

  @Test func `the run of failures opens the breaker for fifteen minutes`() throws {
    var policy = try broken()
    #expect(policy.state == .broken(until: at(902)))
    #expect(policy.mayAnotherStart(at: at(901)) == .refuse(until: at(902)))
  }

  @Test func `success and cancellation do not lengthen the run`() throws {
    var policy = policy()
    try run(&policy, .failure(retryAfter: nil), at: 0)
    try run(&policy, .throttled(retryAfter: nil), at: 0)
    try run(&policy, .cancelled, at: 0)
    #expect(policy.consecutiveFailures == 2)
    try run(&policy, .success, at: 0)
    #expect(policy.consecutiveFailures == 0)
    #expect(policy.state == .open)
  }

  @Test func `fifty failures is the default`() throws {
    var policy = HostPolicy(limits: HostLimits(requestsPerSecond: nil), now: start)
    for _ in 0..<49 { try run(&policy, .failure(retryAfter: nil), at: 0) }
    #expect(policy.state == .open)
    try run(&policy, .failure(retryAfter: nil), at: 0)
    #expect(policy.state == .broken(until: at(900)))
  }

  @Test func `a pausing host breaks too`() throws {
    var policy = policy()
    for second in [0, 1, 2] as [Double] {
      try run(&policy, .throttled(retryAfter: .seconds(1)), at: second)
    }
    #expect(policy.state == .broken(until: at(902)))
  }

  @Test func `one probe goes out and the others hold`() throws {
    var policy = try broken()
    guard case .send(let probe) = policy.mayAnotherStart(at: at(902)) else {
      Issue.record("no probe")
      return
    }
    #expect(probe.isProbe)
    #expect(policy.state == .probing)
    #expect(policy.mayAnotherStart(at: at(903)) == .hold)
    #expect(!policy.hasRoom)
    policy.requestEnded(probe, .success, at: at(904))
    #expect(policy.state == .open)
    #expect(policy.mayAnotherStart(at: at(904)) == permit)
  }

  @Test func `a named delay longer than the breaker's time wins`() throws {
    var policy = policy(failures: 1)
    try run(&policy, .throttled(retryAfter: .seconds(3600)), at: 0)
    #expect(policy.state == .broken(until: at(3600)))
  }

  @Test func `a delay named while broken changes nothing`() throws {
    var policy = policy()
    for _ in 0..<4 { #expect(policy.mayAnotherStart(at: at(0)) == permit) }
    for _ in 0..<3 { policy.requestEnded(Self.plain, .failure(retryAfter: nil), at: at(0)) }
    policy.requestEnded(Self.plain, .throttled(retryAfter: .seconds(9999)), at: at(1))
    #expect(policy.state == .broken(until: at(900)))
  }

  @Test func `a failed probe breaks again, as long as the host asks`() throws {
    var policy = try broken()
    guard case .send(let probe) = policy.mayAnotherStart(at: at(902)) else { return }
    var other = policy
    policy.requestEnded(probe, .failure(retryAfter: nil), at: at(910))
    #expect(policy.state == .broken(until: at(1810)))
    #expect(policy.hasRoom)
    other.requestEnded(probe, .throttled(retryAfter: .seconds(3600)), at: at(910))
    #expect(other.state == .broken(until: at(4510)))
  }

  @Test func `a cancelled probe makes room for another`() throws {
    var policy = try broken()
    guard case .send(let probe) = policy.mayAnotherStart(at: at(902)) else { return }
    policy.requestEnded(probe, .cancelled, at: at(905))
    guard case .send(let second) = policy.mayAnotherStart(at: at(905)) else {
      Issue.record("no second probe")
      return
    }
    #expect(second.isProbe)
  }

  @Test func `requests from before the break do not decide the probe`() throws {
    var policy = policy()
    for _ in 0..<6 { #expect(policy.mayAnotherStart(at: at(0)) == permit) }
    for _ in 0..<3 { policy.requestEnded(Self.plain, .failure(retryAfter: nil), at: at(0)) }
    #expect(policy.state == .broken(until: at(900)))
    policy.requestEnded(Self.plain, .failure(retryAfter: nil), at: at(100))
    #expect(policy.state == .broken(until: at(900)))
    guard case .send(let probe) = policy.mayAnotherStart(at: at(900)) else { return }
    policy.requestEnded(Self.plain, .failure(retryAfter: nil), at: at(901))
    #expect(policy.state == .probing)
    policy.requestEnded(Self.plain, .success, at: at(902))
    #expect(policy.state == .probing)
    policy.requestEnded(probe, .success, at: at(903))
    #expect(policy.state == .open)
    #expect(policy.running == 0)
  }

  @Test func `a late success mends a broken host`() throws {
    var policy = policy()
    for _ in 0..<4 { #expect(policy.mayAnotherStart(at: at(0)) == permit) }
    for _ in 0..<3 { policy.requestEnded(Self.plain, .failure(retryAfter: nil), at: at(0)) }
    policy.requestEnded(Self.plain, .success, at: at(1))
    #expect(policy.state == .open)
  }

  // MARK: Properties

  @Test(arguments: 0..<20)
  func `never exceeds width and rate whatever happens`(seed: UInt64) {
    var random = SplitMix(state: seed)
    var policy = policy(rate: 5, width: 7, failures: 10)
    var running: [HostPolicy.Permit] = []
    var starts: [Double] = []
    var now = 0.0
    for _ in 0..<3000 {
      now += Double(random.next() % 100) / 1000
      if random.next() % 2 == 0, !running.isEmpty {
        let permit = running.remove(at: Int(random.next() % UInt64(running.count)))
        policy.requestEnded(permit, outcome(random.next()), at: at(now))
      } else if case .send(let permit) = policy.mayAnotherStart(at: at(now)) {
        running.append(permit)
        if !permit.isProbe { starts.append(now) }
      }
      #expect(policy.running == running.count)
      #expect(running.count <= 7 + 1)
    }
    for (index, end) in starts.enumerated() {
      let within = starts[...index].reversed().prefix { $0 > end - 1 }.count
      #expect(within <= 10)
    }
  }

  private func outcome(_ draw: UInt64) -> HostPolicy.Outcome {
    switch draw % 8 {
    case 0: .throttled(retryAfter: draw % 3 == 0 ? .seconds(2) : nil)
    case 1: .failure(retryAfter: nil)
    case 2: .cancelled
    default: .success
    }
  }
}

/// Source: https://prng.di.unimi.it/splitmix64.c
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
