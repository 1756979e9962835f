import Foundation
import Synchronization

/// A progress bar on a terminal; silent elsewhere, where log lines tell the same.
///
/// Counters may be raised from any task.
package final class Progress: Sendable {
  private struct State {
    var lines: [(label: String, done: Int, total: Int)] = []
    var lastDrawn = ContinuousClock.now
    var drawnLines = 0
  }

  private let isEnabled: Bool
  private let state = Mutex(State())

  package init(isEnabled: Bool) { self.isEnabled = isEnabled }

  /// Whether standard error is a terminal that can redraw lines.
  package static var terminalIsInteractive: Bool {
    isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  /// Sets a label's counters and redraws at most ten times a second.
  package func update(_ label: String, done: Int, total: Int) {
    guard isEnabled else { return }
    state.withLock { state in
      if let index = state.lines.firstIndex(where: { $0.label == label }) {
        state.lines[index] = (label, done, total)
      } else {
        state.lines.append((label, done, total))
      }
      guard ContinuousClock.now - state.lastDrawn > .milliseconds(100) else { return }
      state.lastDrawn = .now
      Self.draw(&state)
    }
  }

  /// Draws the final state and starts a new block of lines.
  package func finish() {
    guard isEnabled else { return }
    state.withLock { state in
      Self.draw(&state)
      state.lines = []
      state.drawnLines = 0
    }
  }

  private static func draw(_ state: inout State) {
    var text = state.drawnLines > 0 ? "\u{1B}[\(state.drawnLines)A" : ""
    for line in state.lines {
      text += "\u{1B}[2K\(bar(label: line.label, done: line.done, total: line.total))\n"
    }
    state.drawnLines = state.lines.count
    FileHandle.standardError.write(Data(text.utf8))
  }

  static func bar(label: String, done: Int, total: Int) -> String {
    let share = total > 0 ? min(1, Double(done) / Double(total)) : 1
    let filled = Int(share * 30)
    let blocks =
      String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
    let padded = label + String(repeating: " ", count: max(0, 18 - label.count))
    return "\(padded) \(blocks) \(done)/\(total)"
  }
}
