import Pipeline
import Testing

/// Everything has its turn once in so many nights.
@Suite struct SlowCycleTests {
  @Test("Sixty nights visit every slice once; missed nights are made up for, the first has none")
  func slices() {
    var visited: [Int64] = []
    for day in 20_000 as Int64..<20_060 {
      visited += SlowCycle(nights: 60, today: day).slices(after: String(day - 1))
    }
    #expect(visited.sorted() == Array(0..<60))
    #expect(SlowCycle(nights: 60, today: 20_000).slices(after: nil).isEmpty)
    #expect(SlowCycle(nights: 60, today: 20_000).slices(after: "20000").isEmpty)
    #expect(SlowCycle(nights: 60, today: 20_000).slices(after: "19997").count == 3)
    #expect(SlowCycle(nights: 60, today: 20_000).slices(after: "3").count == 60)
    #expect(SlowCycle(nights: 0, today: 20_000).slices(after: "19999").isEmpty)
  }

  @Test("A name's slice never changes, and the slices are about as large as each other")
  func spread() {
    let cycle = SlowCycle(nights: 60, today: 20_000)
    #expect(cycle.slice(of: "requests") == SlowCycle(nights: 60, today: 1).slice(of: "requests"))
    var counts = [Int](repeating: 0, count: 60)
    for number in 0..<60_000 { counts[Int(cycle.slice(of: "package-\(number)"))] += 1 }
    #expect(counts.allSatisfy { (850...1150).contains($0) }, "\(counts)")
  }
}
