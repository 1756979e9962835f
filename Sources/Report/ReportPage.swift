/// The whole page: one file, no script, nothing loaded from anywhere.
package enum ReportPage {
  /// The page as UTF-8 text; the same content gives the same bytes.
  package static func html(_ content: ReportContent) -> String {
    let sections = content.ecosystems.enumerated().map { EcosystemSection(figures: $1, index: $0) }
    let page = HTML.lines([
      "<!DOCTYPE html>", "<html lang=\"en\">", head(content.run), "<body>", "<main>",
      opening(content, sections), Notes.markup(content.notes),
      HTML.lines(sections.map { $0.markup() }), reading(), "</main>", origin(content.run),
      "</body>", "</html>",
    ])
    return page.markup + "\n"
  }

  private static func head(_ run: RunFigures) -> HTML {
    HTML.lines([
      "<head>", "<meta charset=\"utf-8\">",
      """
      <meta http-equiv="Content-Security-Policy" \
      content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
      """,
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
      "<meta name=\"color-scheme\" content=\"light dark\">",
      "<meta name=\"referrer\" content=\"no-referrer\">",
      "<link rel=\"icon\" href=\"data:,\">",
      "<title>Assay report, \(Statement.day(run.asOf))</title>",
      "<style>", StyleSheet.text, "</style>", "</head>",
    ])
  }

  private static func opening(_ content: ReportContent, _ sections: [EcosystemSection]) -> HTML {
    let none: HTML =
      sections.isEmpty ? "<p class=\"empty\">This run holds no ecosystem.</p>" : ""
    return HTML.lines([
      "<header>",
      """
      <h1>How much can be trusted? <span class="asof">Assay, as of \
      <time>\(content.run.asOf)</time></span></h1>
      """,
      HTML.lines(sections.map { $0.statement() }), none,
      """
      <p class="scope">Malicious means: relative to malware of the kind that gets reported. \
      Malware nobody reports is in no figure here.</p>
      """,
      "</header>",
    ])
  }

  private static func reading() -> HTML {
    """
    <section aria-labelledby="reading"><h2 id="reading">How to read this</h2>
    <dl>
    <dt>1 in N</dt><dd>Of N packages with such a score one is malicious, at the base rate named beside it. At another base rate the same score means something else.</dd>
    <dt>Base rate</dt><dd>The share of malicious items in the population before any score is looked at. It is put in from a counted or estimated source; scores cannot tell it.</dd>
    <dt>95 %</dt><dd>The interval holds for chance in labels (by campaign), population and base rate together. It does not hold for malware unlike any that was reported: see the columns for labels off by a factor of 2 and of 4.</dd>
    <dt>Not known</dt><dd>The figure cannot be given. It is not zero.</dd>
    </dl></section>
    """
  }

  private static func origin(_ run: RunFigures) -> HTML {
    let rows = [
      ("run", run.runID), ("as of", run.asOf), ("reference", run.reference ?? "none"),
      ("input digest", run.inputDigest), ("configuration digest", run.configurationDigest),
      ("tool version", run.toolVersion),
    ]
    let cells = rows.map { name, value -> HTML in "<dt>\(name)</dt><dd><code>\(value)</code></dd>" }
    return HTML.lines([
      "<footer><h2>Where the numbers come from</h2>", "<dl class=\"origin\">", HTML.lines(cells),
      "</dl>", "<p>The same snapshots and configuration give this page again, byte for byte.</p>",
      "</footer>",
    ])
  }
}
