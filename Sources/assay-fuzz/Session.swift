import ArgumentParser
import Foundation
import Scoring

/// Runs inputs against targets in turn, and counts them.
struct Session {
  let seeds: Seeds
  let journal: Journal
  let watchdog: Watchdog
  /// Mebibytes.
  let memoryLimit: Double

  /// What became of one target's inputs.
  private struct Tally {
    var inputs = 0
    /// Inputs that a reader accepted; the others were refused with an error.
    var accepted = 0
    var seconds = 0.0
    var slowest = (seconds: 0.0, iteration: 0)
  }

  /// Gives every target the same time, or the same number of inputs; throws when memory passed the limit.
  func run(_ targets: [Target], seed: UInt64, seconds: Double, iterations: Int) async throws {
    for target in targets {
      let tally = try await run(
        target, seed: seed, seconds: seconds / Double(targets.count), iterations: iterations)
      report(target, seed, tally)
      try checkMemory(after: target)
    }
    journal.clear()
  }

  /// Runs one input again: `target:seed:iteration`, or `target:file`.
  func replay(_ text: String) async throws {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2, let target = Target(argument: parts[0]) else {
      throw ValidationError("\(text) is not target:seed:iteration or target:file")
    }
    let numbers = parts[1].split(separator: ":").compactMap { UInt64($0) }
    let input =
      numbers.count == 2
      ? input(target, seed: numbers[0], iteration: Int(clamping: numbers[1]))
      : try Array(Data(contentsOf: URL(filePath: parts[1])))
    try journal.record(input, "\(target.name):\(parts[1])")
    let began = ContinuousClock.now
    watchdog.start(text)
    do {
      try await target.feed(input, journal)
      print("accepted: \(input.count) bytes in \(ContinuousClock.now - began)")
    } catch {
      print("refused: \(input.count) bytes in \(ContinuousClock.now - began): \(error)")
    }
    watchdog.stop()
    try checkMemory(after: target)
  }

  private func run(
    _ target: Target, seed: UInt64, seconds: Double, iterations: Int
  ) async throws -> Tally {
    var tally = Tally()
    while tally.inputs < iterations, tally.seconds < seconds {
      let iteration = tally.inputs
      let began = ContinuousClock.now
      let input = input(target, seed: seed, iteration: iteration)
      let name = "\(target.name):\(seed):\(iteration)"
      try journal.record(input, name)
      watchdog.start(name)
      let fed = ContinuousClock.now
      do {
        try await target.feed(input, journal)
        tally.accepted += 1
      } catch {}
      watchdog.stop()
      let taken = (ContinuousClock.now - fed) / .seconds(1)
      if taken > tally.slowest.seconds { tally.slowest = (taken, iteration) }
      tally.inputs += 1
      tally.seconds += (ContinuousClock.now - began) / .seconds(1)
    }
    return tally
  }

  private func input(_ target: Target, seed: UInt64, iteration: Int) -> [UInt8] {
    let name = target.name.utf8.reduce(UInt64(14_695_981_039_346_656_037)) {
      ($0 ^ UInt64($1)) &* 1_099_511_628_211
    }
    var start = SplitMix64(seed: seed &* 0x9E37_79B9_7F4A_7C15 ^ name)
    let random = SplitMix64(seed: start.next() ^ UInt64(iteration) &* 0xD6E8_FEB8_6659_FD93)
    var mutator = Mutator(random: random, form: target.form, seeds: seeds[target])
    return mutator.next()
  }

  private func report(_ target: Target, _ seed: UInt64, _ tally: Tally) {
    let rate = Double(tally.inputs) / max(tally.seconds, 1e-9)
    let name = target.name.padding(toLength: 14, withPad: " ", startingAt: 0)
    let figures = String(
      format: "%9d inputs %9.0f /s %8d accepted; slowest %7.1f ms", tally.inputs, rate,
      tally.accepted, tally.slowest.seconds * 1000)
    Self.say("\(name)\(figures) \(target.name):\(seed):\(tally.slowest.iteration)")
  }

  /// Prints a line at once: buffered ones would be lost in a trap.
  private static func say(_ line: String) {
    FileHandle.standardOutput.write(Data("\(line)\n".utf8))
  }

  private func checkMemory(after target: Target) throws {
    guard let peak = Memory.peakMiB(), peak > memoryLimit else { return }
    throw ValidationError(
      "\(target.name): peak memory \(Int(peak)) MiB is above \(Int(memoryLimit)) MiB")
  }
}

/// What the kernel says about this process's memory.
enum Memory {
  /// Makes the kernel refuse this process more data; a refused allocation is a trap, and the journal has the input.
  ///
  /// Source: setrlimit(2), RLIMIT_DATA: private writable memory, mapped or not in use.
  static func limit(toMiB limit: Double) throws {
    let bytes = rlim_t(limit * 1_048_576)
    var limits = rlimit(rlim_cur: bytes, rlim_max: bytes)
    guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_DATA.rawValue), &limits) == 0 else {
      throw ValidationError("the memory limit cannot be set (errno \(errno))")
    }
  }

  /// The most resident memory so far in mebibytes; nil where there is no /proc.
  static func peakMiB() -> Double? {
    let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line?.split(separator: " ").dropFirst().first.flatMap { Double($0) }.map { $0 / 1024 }
  }
}
