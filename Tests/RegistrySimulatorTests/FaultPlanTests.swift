import RegistrySimulator
import Testing

@Suite struct FaultPlanTests {
  @Test func `reads rates and settings`() throws {
    let plan = try FaultPlan(parsing: "429=0.02, reset=0.5,retry-after=3,longest-run=4")
    #expect(plan.rates.map(\.fault) == [.tooMany, .reset])
    #expect(plan.rates.map(\.rate) == [0.02, 0.5])
    #expect(plan.retryAfter == 3 && plan.longestRun == 4)
  }

  @Test(arguments: ["429", "429=x", "nonsense=0.1", "429=0.6,500=0.6", "429=-1"])
  func `refuses what it cannot read`(text: String) {
    #expect(throws: SimulatorError.self) { try FaultPlan(parsing: text) }
  }

  @Test func `a fault is as frequent as asked and never runs too long`() throws {
    let plan = try FaultPlan(parsing: "500=0.3")
    let faults = (0..<10_000).map { plan.fault(seed: 1, path: "/a", request: $0, run: 0) }
    #expect((2800...3200).contains(faults.count { $0 == .serverError }))
    let always = try FaultPlan(parsing: "500=1")
    #expect(always.fault(seed: 1, path: "/a", request: 0, run: 1) == .serverError)
    #expect(always.fault(seed: 1, path: "/a", request: 0, run: 2) == nil)
  }

  @Test func `all names every fault once`() throws {
    let plan = try FaultPlan(parsing: "all=0.05")
    #expect(plan.rates.map(\.fault) == Fault.allCases)
    #expect(plan.rates.allSatisfy { $0.rate == 0.05 })
    let error = #expect(throws: SimulatorError.self) { try FaultPlan(parsing: "nonsense=1") }
    for fault in Fault.allCases { #expect(error?.message.contains(fault.rawValue) == true) }
  }
}
