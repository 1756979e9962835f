import Foundation

/// The `git` program over one empty bare repository of its own, made safe against what it fetches.
///
/// Settings: protocols, section 5.1. Nothing is ever checked out, no hook runs, no helper asks for a
/// password, and no other protocol than the one of the URL is spoken.
package struct GitProgram: Sendable {
  /// The folder of the bare repository.
  let folder: String
  /// How requests name us.
  let userAgent: String
  /// `https`, or `http` towards this machine.
  let scheme: String
  var timeLimit = Duration.seconds(120)

  package init(folder: String, userAgent: String, scheme: String) {
    self.folder = folder
    self.userAgent = userAgent
    self.scheme = scheme
  }

  /// The largest file git may write: a pack is one.
  private static let maximumFileBytes = 128 << 20
  /// Address space of git and each program it starts: a compressed object may be a bomb.
  private static let maximumMemoryBytes = 4 << 30
  private static let maximumOutputBytes = 64 << 20

  /// Complaints about dates and names that old and honest repositories are full of.
  ///
  /// Source: https://git-scm.com/docs/git-fsck#_fsck_messages
  private static let tolerated = [
    "badDate", "badDateOverflow", "badEmail", "badName", "badTimezone", "missingEmail",
    "missingNameBeforeEmail", "missingSpaceBeforeDate", "missingSpaceBeforeEmail",
    "zeroPaddedDate",
  ]

  private var options: [String] {
    let settings =
      [
        "protocol.allow=never", "protocol.\(scheme).allow=always", "protocol.version=2",
        "core.hooksPath=/dev/null", "fetch.fsckObjects=true", "transfer.fsckObjects=true",
        "http.followRedirects=initial", "http.lowSpeedLimit=100", "http.lowSpeedTime=30",
        "http.userAgent=\(userAgent)", "credential.helper=", "core.fsmonitor=false", "gc.auto=0",
        "maintenance.auto=false", "fetch.recurseSubmodules=false", "fetch.unpackLimit=1",
        "pack.threads=1", "fetch.writeCommitGraph=false",
      ] + Self.tolerated.map { "fetch.fsck.\($0)=warn" }
    return settings.flatMap { ["-c", $0] }
  }

  private var environment: [String: String] {
    var variables = [
      "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder, "XDG_CONFIG_HOME": folder,
      "GIT_DIR": folder, "GIT_TERMINAL_PROMPT": "0", "GIT_CONFIG_NOSYSTEM": "1",
      "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_ASKPASS": "/bin/false", "SSH_ASKPASS": "/bin/false",
      "GIT_NO_LAZY_FETCH": "1", "GIT_NO_REPLACE_OBJECTS": "1", "LC_ALL": "C", "TZ": "UTC",
    ]
    let own = ProcessInfo.processInfo.environment
    let network = ["http_proxy", "https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY"]
    for name in network + ["SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO"] {
      variables[name] = own[name]
    }
    return variables
  }

  /// Runs a subcommand.
  ///
  /// - Throws: `RepositoryProblem` that says how it ended, unless it ended well.
  package func run(_ arguments: [String]) async throws -> [UInt8] {
    let limits =
      "ulimit -f \(Self.maximumFileBytes / 512); ulimit -v \(Self.maximumMemoryBytes >> 10)"
    let process = ChildProcess(
      command: ["/bin/sh", "-c", "\(limits); exec git \"$@\"", "git"] + options + arguments,
      environment: environment, maximumOutputBytes: Self.maximumOutputBytes,
      timeLimit: timeLimit)
    let result = await process.run()
    guard result.ending != .exited(0) else { return result.output }
    throw RepositoryProblem(arguments.first ?? "", result)
  }

  /// Makes the bare repository, empty; what was there is removed.
  package func prepare() async throws {
    try? FileManager.default.removeItem(atPath: folder)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    _ = try await run(["init", "--quiet", "--bare", "--template=", folder])
  }

  /// Removes the repository.
  package func remove() { try? FileManager.default.removeItem(atPath: folder) }

  /// Brings the objects that some references lead to, commits and tags only.
  ///
  /// - Parameter depth: as git takes it, `--depth=1` or `--shallow-since=…`.
  package func fetch(_ url: String, depth: String, _ references: [String]) async throws {
    _ = try await run(
      [
        "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--filter=tree:0", depth, "--",
        url,
      ]
        + references)
  }
}

/// Why a repository gave no facts tonight: the reason of a `Rejection`.
package struct RepositoryProblem: Error, CustomStringConvertible {
  package let description: String

  init(_ description: String) { self.description = description }

  /// How a run of `git` ended, with the end of what it said.
  init(_ command: String, _ result: ChildProcess.Result) {
    let said = result.complaint.split(separator: "\n").last.map { ": \($0.prefix(200))" } ?? ""
    description =
      switch result.ending {
      case .exited(127): "the git program is missing: install git"
      case .exited(let code): "git \(command) failed (\(code))\(said)"
      case .signalled(let signal): "git \(command) was ended by signal \(signal)\(said)"
      case .timedOut: "git \(command) took too long and was ended"
      case .tooMuchOutput: "git \(command) had more to say than is read"
      case .cancelled: "git \(command) was interrupted"
      case .notStarted(let number): "git \(command) could not be started (errno \(number))"
      }
  }
}
