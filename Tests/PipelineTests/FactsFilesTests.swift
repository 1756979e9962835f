import Corpus
import Foundation
import Pipeline
import Testing

@Suite struct FactsFilesTests {
  @Test(
    "What is written is read back, whatever the state of each observation",
    arguments: Ecosystem.allCases, 1...4)
  func roundTrip(ecosystem: Ecosystem, seed: Int) throws {
    let scratch = try ScratchFolder()
    let layout = CorpusLayout(root: scratch.path)
    try layout.prepare()
    var maker = SeededFacts(seed: UInt64(seed))
    let facts = maker.packages(200, ecosystem)
    try FactsFiles(layout: layout, ecosystem: ecosystem).write(facts)
    let back = try FactsFiles(layout: layout, ecosystem: ecosystem).read()
    #expect(back.count == facts.count)
    for (left, right) in zip(facts, back) { #expect(left == right) }
    #expect(Set(facts.map(\.licence.state)) == Set(SignalState.allCases))
    #expect(Set(facts.map(\.maintainers.state)) == Set(SignalState.allCases))
  }

  @Test("Facts of no package are read back as none")
  func empty() throws {
    let scratch = try ScratchFolder()
    let layout = CorpusLayout(root: scratch.path)
    try layout.prepare()
    try FactsFiles(layout: layout, ecosystem: .npm).write([])
    #expect(try FactsFiles(layout: layout, ecosystem: .npm).read().isEmpty)
  }

  @Test("Missing or damaged tables are an error that says what to do")
  func damaged() throws {
    let scratch = try ScratchFolder()
    let layout = CorpusLayout(root: scratch.path)
    try layout.prepare()
    let files = FactsFiles(layout: layout, ecosystem: .npm)
    let missing = #expect(throws: PipelineError.self) { try files.read() }
    #expect(missing?.code == .missingArtefact)
    #expect(missing?.message.contains("run `assay extract` first") == true)
    var maker = SeededFacts(seed: 1)
    try files.write(maker.packages(50, .npm))
    let path = layout.stageTable("releases", .npm)
    let bytes = try Data(contentsOf: URL(filePath: path))
    try bytes.prefix(bytes.count / 2).write(to: URL(filePath: path))
    let damaged = #expect(throws: PipelineError.self) { try files.read() }
    #expect(damaged?.code == .missingArtefact)
    #expect(damaged?.message.contains("run `assay extract` again") == true)
  }
}
