/// One ecosystem's section: sentences, certificate, notes, charts with their tables.
struct EcosystemSection {
  let figures: EcosystemFigures
  /// Position on the page: gives ids, since names come from outside.
  let index: Int

  var id: String { "ecosystem-\(index)" }

  func markup() -> HTML {
    HTML.lines([
      "<section id=\"\(id)\" aria-labelledby=\"\(id)-name\">",
      "<h2 id=\"\(id)-name\">\(figures.name) <span class=\"who\">\(figures.population)</span></h2>",
      certificate(), Notes.markup(figures.notes), distribution(), evidence(),
      "</section>",
    ])
  }

  /// The sentences at the top of the page.
  func statement() -> HTML {
    let good = Statement.theGood(of: figures).map { "<p class=\"good\">\($0)</p>" as HTML } ?? ""
    let isPublished = figures.certificate.verdict == .publish
    let caution: HTML =
      isPublished
      ? "" : "<p class=\"caution\">\(Statement.verdict(figures.certificate)). Read with care.</p>"
    return HTML.lines([
      "<article class=\"statement\"><h2><a href=\"#\(id)\">\(figures.name)</a></h2>",
      "<p class=\"claim\">\(Statement.lowestScores(of: figures))</p>", good, caution, "</article>",
    ])
  }

  private func certificate() -> HTML {
    let run = figures.certificate
    let counts = [
      ("expected", run.expected), ("fetched", run.fetched), ("unchanged", run.unchanged),
      ("failed", run.failed), ("stale", run.stale), ("vanished", run.vanished), ("owed", run.owed),
    ]
    let table = DataTable(
      "Completeness of the run, in documents", counts.map { .init(text: $0.0) },
      rows: [counts.map { NumberText.count($0.1) }])
    let reasons = run.reasons.map { "<li>\($0)</li>" as HTML }
    return HTML.lines([
      "<h3>Is the run complete?</h3>",
      "<p class=\"verdict \(run.verdict.rawValue)\">\(Statement.verdict(run)).</p>",
      reasons.isEmpty ? "" : "<ul class=\"reasons\">\(HTML.joined(reasons))</ul>",
      table.markup(),
    ])
  }

  private func distribution() -> HTML {
    let chart = DistributionChart(figures: figures.distribution)
    let missing = figures.distribution.withoutScore
    let without: HTML =
      missing == 0
      ? ""
      : "<p>Too much is not known about \(NumberText.count(missing)) of them to state a probability.</p>"
    return figure(
      "Who has which score?",
      """
      <p>A score is a percentile of the reference population: 5 is the median, 9 beats 90 %. Many \
      packages look alike and share one score. Unlabelled does not mean good.</p>\(without)
      """, chart.markup(id: "\(id)-scores", name: figures.name), chart.table())
  }

  /// The charts that need a map from score to likelihood ratio.
  private func evidence() -> HTML {
    if case .none(let reason) = figures.map {
      return """
        <h3>How much evidence is a score?</h3>
        <p class="empty">No likelihood ratios: \(reason). Scores rank packages, but no probability follows from them.</p>
        """
    }
    let parts = [likelihood(), sweep()]
    // A base rate that nobody counted is one guess of many: show them all first.
    let isGuess = figures.baseRate?.isElicited ?? true
    return HTML.lines((isGuess ? parts.reversed() : parts) + [ceiling(), recommended()])
  }

  private func likelihood() -> HTML {
    let chart = LikelihoodChart(bins: figures.map.bins)
    return figure(
      "How much evidence is a score?",
      """
      <p>10 decibans multiply the odds of malice by 10, 3 by 2. The band is the 95 % interval; \
      each campaign counts once.</p>
      """, chart.markup(id: "\(id)-evidence", name: figures.name),
      chart.table(rate: figures.baseRate, registry: figures.name))
  }

  private func sweep() -> HTML {
    let chart = PosteriorChart(
      sweep: figures.sweep, bins: figures.map.bins, rate: figures.baseRate)
    return figure(
      "What if malice is rarer, or more common?",
      "<p>\(stated) Every share is \(Statement.scope).</p>",
      chart.markup(id: "\(id)-sweep", name: figures.name), chart.table())
  }

  private func recommended() -> HTML {
    let chart = CoverageChart(rows: figures.coverage, rate: figures.baseRate)
    return figure(
      "How much can be recommended?",
      """
      <p>\(stated) Thick bars take labels as they are; thin bars allow \
      that malware with high scores is reported four times less often than it occurs.</p>
      """, chart.markup(id: "\(id)-good", name: figures.name), chart.table())
  }

  /// The base rate of the section and where it is from.
  private var stated: String {
    guard let rate = figures.baseRate else { return "No base rate is known." }
    let population = Statement.population(rate, in: figures.name)
    return
      "Base rate: \(NumberText.oneIn(rate.mid)) \(population) is malicious. \(Statement.origin(rate))"
  }

  private func figure(_ title: String, _ text: HTML, _ picture: HTML, _ table: DataTable) -> HTML {
    HTML.lines([
      "<h3>\(title)</h3>", "<figure><figcaption>\(text)</figcaption>",
      "<div class=\"picture\" tabindex=\"0\">", picture, "</div>", table.folded(), "</figure>",
    ])
  }

  private func ceiling() -> HTML {
    if figures.ceilings.isEmpty { return "" }
    let bins = figures.map.bins
    let unit = figures.baseRate?.unit ?? "item"
    let table = DataTable(
      "The best precision any threshold on this score can reach, by base rate of \(unit)s, \(Statement.scope)",
      [
        "base rate", "at best malicious", "95 %", "at scores up to", "malicious campaigns there",
        "dB needed for 10\u{A0}%", "for 50\u{A0}%", "for 90\u{A0}%",
      ].map { .init(text: $0) },
      rows: figures.ceilings.map { row in
        let edge = bins.indices.contains(row.bin) ? bins[row.bin].upperEdge : .nan
        return [
          NumberText.percent(row.baseRate), NumberText.oneIn(row.precision),
          PosteriorText.range(posterior(bin: row.bin, baseRate: row.baseRate)),
          Statement.score(edge),
          NumberText.percent(row.recall), NumberText.decibans(row.neededFor10),
          NumberText.decibans(row.neededFor50), NumberText.decibans(row.neededFor90),
        ]
      })
    return HTML.lines(["<h3>Where is the limit?</h3>", table.markup()])
  }

  private func posterior(bin: Int, baseRate: Double) -> Interval? {
    figures.sweep.first { $0.bin == bin && $0.baseRate == baseRate }?.posterior
  }
}

/// Notes and warnings as a list.
enum Notes {
  static func markup(_ notes: [ReportNote]) -> HTML {
    if notes.isEmpty { return "" }
    let items = notes.map { note -> HTML in
      let word = note.weight == .warning ? "Warning" : "Note"
      return "<li class=\"\(note.weight.rawValue)\"><strong>\(word):</strong> \(note.text)</li>"
    }
    return HTML.lines(["<ul class=\"notes\">", HTML.lines(items), "</ul>"])
  }
}
