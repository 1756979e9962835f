import Foundation
import Pipeline
import Testing

@Suite struct ChildProcessTests {
  private func run(
    _ script: String, maximumOutputBytes: Int = 1 << 20,
    timeLimit: Duration = .seconds(60)
  ) async -> ChildProcess.Result {
    await ChildProcess(
      command: ["/bin/sh", "-c", script], environment: ["ONLY": "this"],
      maximumOutputBytes: maximumOutputBytes, timeLimit: timeLimit
    ).run()
  }

  @Test func `output, complaint and exit code come back, and nothing of our environment goes in`()
    async
  {
    let result = await run("echo $ONLY$HOME; echo no >&2; exit 3")
    #expect(result.ending == .exited(3))
    #expect(String(decoding: result.output, as: UTF8.self) == "this\n")
    #expect(result.complaint == "no\n")
  }

  @Test func `a program that waits for input finds none`() async {
    #expect(await run("wc -c").output == Array("0\n".utf8))
  }

  @Test func `endless output is cut off`() async {
    let result = await run("yes", maximumOutputBytes: 1000)
    #expect(result.ending == .tooMuchOutput)
    #expect(result.output.count == 1001)
  }

  @Test func `whatever the program started dies with it`() async throws {
    let scratch = try ScratchFolder()
    let mark = "\(scratch.path)/alive"
    let result = await run(
      "(while :; do echo x >\(mark); done) & echo started; sleep 600", timeLimit: .milliseconds(300)
    )
    #expect(result.ending == .timedOut)
    try FileManager.default.removeItem(atPath: mark)
    // A loop that still ran would make the file anew within a moment: a look after a full turn of another program.
    _ = await run("i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done")
    #expect(!FileManager.default.fileExists(atPath: mark))
  }

  @Test func `a cancelled task ends the program`() async {
    let ending = await withTaskGroup(of: ChildProcess.Result.Ending.self) { group in
      group.addTask { await run("sleep 600").ending }
      group.cancelAll()
      return await group.next()
    }
    #expect(ending == .cancelled)
  }

  @Test func `a program that is not there is named by its error`() async {
    let result = await ChildProcess(
      command: ["/no/such/program"], environment: [:], maximumOutputBytes: 10,
      timeLimit: .seconds(60)
    ).run()
    #expect(result.ending == .notStarted(ENOENT))
  }
}
