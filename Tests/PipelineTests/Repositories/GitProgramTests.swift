import Corpus
import Foundation
import Pipeline
import RegistrySimulator
import Testing

@Suite struct GitProgramTests {
  private func fetch(_ url: String, scheme: String = "https") async throws {
    let scratch = try ScratchFolder()
    let git = GitProgram(folder: "\(scratch.path)/git", userAgent: "test", scheme: scheme)
    try await git.prepare()
    try await git.fetch(url, depth: "--depth=1", ["+HEAD:refs/assay/head"])
  }

  @Test(arguments: [
    "file:///etc", "/etc", "ext::sh -c id", "git://127.0.0.1/o/r", "ssh://127.0.0.1/o/r",
    "git@127.0.0.1:o/r", "http://127.0.0.1:1/o/r", "ftp://127.0.0.1/o/r", "--upload-pack=id",
  ])
  func `only the protocol of the hosts is spoken`(url: String) async {
    let problem = await #expect(throws: RepositoryProblem.self) { try await fetch(url) }
    #expect(problem?.description.contains("git fetch failed") == true)
  }

  @Test func `no setting of this machine is read`() async throws {
    let scratch = try ScratchFolder()
    let git = GitProgram(folder: "\(scratch.path)/git", userAgent: "test", scheme: "https")
    try await git.prepare()
    let output = try await git.run(["config", "--list", "--show-scope"])
    let scopes = Set(
      String(decoding: output, as: UTF8.self).split(separator: "\n").compactMap {
        $0.split(separator: "\t").first
      })
    #expect(scopes.isSubset(of: ["local", "command"]))
    #expect(String(decoding: output, as: UTF8.self).contains("core.hookspath=/dev/null"))
  }

  /// What the whole history of a simulated repository is to git itself.
  @Test func `a simulated repository is one to git`() async throws {
    try await TestRegistries.with(packages: 40) { registries in
      let scratch = try ScratchFolder()
      let corpus = try TestCorpus()
      _ = try await corpus.crawl(registries, .night(0))
      let claims = try await corpus.open(.night(0)) { context in
        _ = try await ExtractStage.run([.npm], in: context)
        return try FactsFiles(layout: context.layout, ecosystem: .npm).read()
          .compactMap { facts in facts.releases.count > 3 ? facts.repository.value : nil }
      }
      var checked = 0
      for claim in claims.prefix(8) {
        let folder = "\(scratch.path)/\(checked)"
        let url = "\(registries.url)/git/\(claim.key).git"
        let script = """
          git clone -q --mirror '\(url)' '\(folder)' && cd '\(folder)' && git fsck --strict \
          && git for-each-ref --format='%(refname)' refs/tags | wc -l && git log --oneline | wc -l
          """
        let result = await ChildProcess(
          command: ["/bin/sh", "-c", script],
          environment: ["PATH": "/usr/bin:/bin", "HOME": scratch.path, "GIT_TERMINAL_PROMPT": "0"],
          maximumOutputBytes: 1 << 20, timeLimit: .seconds(120)
        ).run()
        // A repository that is not there answers 404, as on a real host.
        if result.complaint.contains("not found") { continue }
        #expect(result.ending == .exited(0), "\(result.complaint)")
        checked += 1
      }
      #expect(checked > 2)
    }
  }
}
