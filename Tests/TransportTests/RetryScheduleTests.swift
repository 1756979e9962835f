import Testing
import Transport

@Suite struct RetryScheduleTests {
  private let limits = HostLimits(maxAttempts: 6, baseDelay: .seconds(1), capDelay: .seconds(60))

  private func delays(_ random: Double) -> [Duration] {
    var schedule = RetrySchedule(limits: limits)
    var delays: [Duration] = []
    while let delay = schedule.nextDelay(random: random) { delays.append(delay) }
    return delays
  }

  @Test func `with the smallest draw every delay is the base`() {
    #expect(delays(0) == Array(repeating: .seconds(1), count: 5))
  }

  @Test func `a draw of a half doubles towards the cap`() {
    // 1 + (3 * 1 - 1) / 2 = 2, then 1 + (6 - 1) / 2 = 3.5, 5.75, 9.125, 14.1875
    let expected: [Double] = [2, 3.5, 5.75, 9.125, 14.1875]
    #expect(delays(0.5) == expected.map { .seconds($0) })
  }

  @Test func `a draw near one triples up to the cap`() {
    let drawn = delays(1.0.nextDown)
    #expect(drawn.count == 5)
    #expect(drawn[1] > .seconds(8) && drawn[1] < .seconds(9))
    #expect(drawn[4] == .seconds(60))
  }

  @Test func `the host's own delay wins and does not change the draw`() {
    var schedule = RetrySchedule(limits: limits)
    #expect(schedule.nextDelay(random: 0.5, retryAfter: .seconds(600)) == .seconds(600))
    #expect(schedule.nextDelay(random: 0.5, retryAfter: .zero) == .zero)
    #expect(schedule.nextDelay(random: 0.5) == .seconds(5.75))
    #expect(schedule.attempts == 4)
  }

  @Test func `the host's delay does not add tries`() {
    var schedule = RetrySchedule(limits: HostLimits(maxAttempts: 1))
    #expect(schedule.nextDelay(random: 0, retryAfter: .seconds(1)) == nil)
  }

  @Test func `a refused request is sent twice at most`() {
    var schedule = RetrySchedule(limits: HostLimits())
    #expect(schedule.nextDelay(random: 0, wasRefused: true) == .seconds(1))
    #expect(schedule.nextDelay(random: 0, wasRefused: true) == nil)
    #expect(schedule.attempts == 2)
    #expect(schedule.nextDelay(random: 0) == .seconds(1))
  }

  @Test(arguments: 0..<20)
  func `every delay lies between the base and three times the one before`(seed: UInt64) {
    var random = SplitMix(state: seed)
    var schedule = RetrySchedule(limits: HostLimits(maxAttempts: 40))
    var previous = Duration.seconds(1)
    while let delay = schedule.nextDelay(random: Double(random.next() >> 11) * 0x1p-53) {
      #expect(delay >= .seconds(1) && delay <= min(.seconds(60), previous * 3))
      previous = delay
    }
    #expect(schedule.attempts == 40)
  }
}
