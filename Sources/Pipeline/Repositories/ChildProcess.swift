import Foundation
import Synchronization

/// Runs one other program with bounds on its time and its output, and kills its whole process group at the end.
///
/// Foundation's `Process` makes no process group, so that what a program started would outlive it.
package struct ChildProcess: Sendable {
  /// How a program ended and what it wrote.
  package struct Result: Sendable, Equatable {
    package enum Ending: Sendable, Equatable {
      case exited(Int32)
      case signalled(Int32)
      /// It ran longer than it may.
      case timedOut
      /// It wrote more than it may.
      case tooMuchOutput
      /// The task was cancelled.
      case cancelled
      /// It could not be started: the error number.
      case notStarted(Int32)
    }

    package var ending: Ending
    package var output: [UInt8]
    /// The first bytes of what it wrote to standard error.
    package var complaint: String
  }

  /// Path of the program, then its arguments.
  package var command: [String]
  /// All of its environment.
  package var environment: [String: String]
  package var maximumOutputBytes: Int
  package var timeLimit: Duration

  package init(
    command: [String], environment: [String: String], maximumOutputBytes: Int, timeLimit: Duration
  ) {
    self.command = command
    self.environment = environment
    self.maximumOutputBytes = maximumOutputBytes
    self.timeLimit = timeLimit
  }

  private static let maximumComplaintBytes = 4096
  // Waiting for a program blocks a thread: one of these, never one of the few all tasks share.
  private static let threads = DispatchQueue(label: "assay.programs", attributes: .concurrent)

  // A program that starts between another's `pipe` and `fcntl` would hold that one's ends open.
  private static let spawning = Mutex(())

  /// Runs to the end; never throws, since how it went is a value.
  package func run() async -> Result {
    let isCancelled = Flag()
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        Self.threads.async { continuation.resume(returning: runBlocking(isCancelled)) }
      }
    } onCancel: {
      isCancelled.raise()
    }
  }

  private func runBlocking(_ isCancelled: Flag) -> Result {
    var child = pid_t(0)
    let started = Self.spawning.withLock { _ in start(&child) }
    guard let pipes = started.pipes, started.status == 0 else {
      return Result(ending: .notStarted(started.status), output: [], complaint: "")
    }
    defer { pipes.closeAll() }
    var reading = Reading(
      pipes: pipes, maximumOutputBytes: maximumOutputBytes,
      maximumComplaintBytes: Self.maximumComplaintBytes)
    let deadline = ContinuousClock.now + timeLimit
    let early = reading.run(until: deadline, isCancelled) ?? Self.overdue(child, deadline)
    // Also after a good end: what the program left running in the background goes with it.
    _ = kill(-child, SIGKILL)
    let ending = Self.wait(for: child)
    return Result(
      ending: early ?? ending, output: reading.output,
      complaint: String(decoding: reading.complaint, as: UTF8.self))
  }

  /// Makes the pipes and starts the program; the error number is 0 when that went well.
  private func start(_ child: inout pid_t) -> (pipes: Pipes?, status: Int32) {
    guard let pipes = Pipes() else { return (nil, errno) }
    let status = spawn(&child, pipes)
    pipes.closeChildEnds()
    if status != 0 { pipes.closeAll() }
    return (pipes, status)
  }

  private func spawn(_ child: inout pid_t, _ pipes: Pipes) -> Int32 {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { _ = unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, pipes.childOutput, 1)
    unsafe posix_spawn_file_actions_adddup2(&actions, pipes.childComplaint, 2)
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { _ = unsafe posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    unsafe sigemptyset(&none)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    unsafe posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
    let lines = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return unsafe CStrings.with(command) { arguments in
      unsafe CStrings.with(lines) { variables in
        unsafe posix_spawn(
          &child, arguments[0]!, &actions, &attributes, arguments, variables)
      }
    }
  }

  /// Waits for the end of a program that has said all it has to say, without collecting it yet.
  private static func overdue(
    _ child: pid_t, _ deadline: ContinuousClock.Instant
  ) -> Result.Ending? {
    while ContinuousClock.now < deadline {
      var information = unsafe siginfo_t()
      let status = unsafe waitid(
        P_PID, id_t(child), &information, WEXITED | WNOWAIT | WNOHANG)
      if status == 0, unsafe information.si_signo == SIGCHLD { return nil }
      usleep(500)
    }
    return .timedOut
  }

  private static func wait(for child: pid_t) -> Result.Ending {
    var status: Int32 = 0
    while unsafe waitpid(child, &status, 0) < 0 {
      if errno != EINTR { return .signalled(0) }
    }
    let signal = status & 0x7F
    return signal == 0 ? .exited((status >> 8) & 0xFF) : .signalled(signal)
  }
}

/// Told from another thread that the work is no longer wanted.
private final class Flag: Sendable {
  private let state = Atomic(false)
  var isRaised: Bool { state.load(ordering: .relaxed) }
  func raise() { state.store(true, ordering: .relaxed) }
}

/// The two pipes between us and a program; every end closes on `exec`.
private final class Pipes {
  private(set) var ends: [Int32] = []

  /// Nil when there are no descriptors left.
  init?() {
    for _ in 0..<2 {
      var pair: [Int32] = [-1, -1]
      guard unsafe pipe(&pair) == 0 else {
        closeAll()
        return nil
      }
      for end in pair { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      ends += pair
    }
    for end in [output, complaint] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
  }

  var output: Int32 { ends[0] }
  var childOutput: Int32 { ends[1] }
  var complaint: Int32 { ends[2] }
  var childComplaint: Int32 { ends[3] }

  func closeChildEnds() { for index in [1, 3] { close(at: index) } }
  func closeAll() { for index in ends.indices { close(at: index) } }

  private func close(at index: Int) {
    guard ends[index] >= 0 else { return }
    _ = Foundation.close(ends[index])
    ends[index] = -1
  }
}

/// Reads what a program writes until both its outputs end or a bound is reached.
private struct Reading {
  let pipes: Pipes
  let maximumOutputBytes: Int
  let maximumComplaintBytes: Int
  var output: [UInt8] = []
  var complaint: [UInt8] = []
  private var isOutputOpen = true
  private var isComplaintOpen = true

  init(pipes: Pipes, maximumOutputBytes: Int, maximumComplaintBytes: Int) {
    self.pipes = pipes
    self.maximumOutputBytes = maximumOutputBytes
    self.maximumComplaintBytes = maximumComplaintBytes
  }

  /// Why it ended before the program closed its outputs; nil when it did.
  mutating func run(
    until deadline: ContinuousClock.Instant, _ isCancelled: Flag
  ) -> ChildProcess.Result.Ending? {
    while isOutputOpen || isComplaintOpen {
      if isCancelled.isRaised { return .cancelled }
      if ContinuousClock.now >= deadline { return .timedOut }
      // Short slices, so that a cancellation is seen.
      var polled = [
        pollfd(fd: isOutputOpen ? pipes.output : -1, events: Int16(POLLIN), revents: 0),
        pollfd(fd: isComplaintOpen ? pipes.complaint : -1, events: Int16(POLLIN), revents: 0),
      ]
      guard unsafe poll(&polled, 2, 100) > 0 else { continue }
      if polled[0].revents != 0 {
        isOutputOpen = Self.read(pipes.output, into: &output, keeping: maximumOutputBytes + 1)
        if output.count > maximumOutputBytes { return .tooMuchOutput }
      }
      if polled[1].revents != 0 {
        isComplaintOpen = Self.read(
          pipes.complaint, into: &complaint, keeping: maximumComplaintBytes)
      }
    }
    return nil
  }

  /// False at the end of the stream.
  private static func read(_ end: Int32, into bytes: inout [UInt8], keeping limit: Int) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = unsafe Foundation.read(end, &buffer, buffer.count)
    guard count > 0 else { return count < 0 && (errno == EAGAIN || errno == EINTR) }
    bytes += buffer.prefix(min(count, max(0, limit - bytes.count)))
    return true
  }
}

/// Texts as a C array that ends with a null pointer, for the length of a call.
private enum CStrings {
  static func with<R>(
    _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> R
  ) -> R {
    var pointers = unsafe texts.map { unsafe strdup($0) } + [nil]
    defer { for index in texts.indices { unsafe free(pointers[index]) } }
    return unsafe pointers.withUnsafeMutableBufferPointer { buffer in
      unsafe body(buffer.baseAddress!)
    }
  }
}
