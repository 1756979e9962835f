/// The page's style: system fonts, light and dark, colours that colour-blind readers can tell apart.
///
/// Colours: blue and vermilion of the Okabe-Ito palette, https://jfly.uni-koeln.de/color/
enum StyleSheet {
  static let text: HTML = """
    :root { color-scheme: light dark; --paper: #fcfcfa; --ink: #1c1e21; --soft: #575c63; --line: #d9dad6;
      --blue: #0072b2; --blue-soft: #0072b238; --red: #b34700; --red-soft: #d55e0038; --own: #8a8f9630;
      --card: #ffffff; --ok: #00694e; }
    @media (prefers-color-scheme: dark) { :root { --paper: #15171a; --ink: #e8e8e4; --soft: #a9aeb5;
      --line: #363a40; --blue: #56b4e9; --blue-soft: #56b4e940; --red: #f0954a; --red-soft: #f0954a40;
      --own: #a9aeb528; --card: #1c1f23; --ok: #4fc9a4; } }
    * { box-sizing: border-box; }
    html { background: var(--paper); color: var(--ink); }
    body { margin: 0; font: 17px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
    main, footer { max-width: 49rem; margin: 0 auto; padding: 0 1.25rem; }
    h1 { font-size: 1.1rem; font-weight: 650; margin: 2.2rem 0 1.6rem; }
    .asof { font-weight: 400; color: var(--soft); white-space: nowrap; }
    h2 { font-size: 1.5rem; line-height: 1.25; margin: 3.4rem 0 0.6rem; overflow-wrap: anywhere; }
    h3 { font-size: 1.05rem; margin: 2.4rem 0 0.4rem; }
    a { color: inherit; text-decoration-color: var(--soft); text-underline-offset: 0.15em; }
    p { margin: 0.5rem 0; overflow-wrap: anywhere; }
    .statement { border-top: 1px solid var(--line); padding: 1rem 0 1.1rem; }
    .statement h2 { font-size: 0.95rem; margin: 0 0 0.2rem; color: var(--soft); font-weight: 600; }
    .claim { font-size: 1.4rem; line-height: 1.35; margin: 0; text-wrap: pretty; }
    .good { color: var(--soft); }
    .caution, .verdict.partial, .verdict.hold, .warning strong { color: var(--red); font-weight: 600; }
    .verdict { font-weight: 600; }
    .verdict.publish { color: var(--ok); }
    .verdict::before { content: "\\2713\\00a0"; }
    .verdict.partial::before { content: "\\25d0\\00a0"; }
    .verdict.hold::before { content: "\\25a0\\00a0"; }
    .scope { border-top: 1px solid var(--line); padding-top: 1rem; color: var(--soft); }
    .who { font-size: 0.95rem; font-weight: 400; color: var(--soft); margin-left: 0.3em; }
    .notes, .reasons { padding-left: 1.2rem; overflow-wrap: anywhere; }
    .empty { color: var(--soft); border-left: 3px solid var(--line); padding-left: 0.8rem; }
    figure { margin: 0; }
    figcaption { color: var(--soft); font-size: 0.95rem; }
    .picture { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 6px;
      margin: 0.7rem 0; padding: 0.4rem; }
    svg { display: block; width: 100%; min-width: 33rem; height: auto; }
    svg text { font-family: inherit; font-size: 12.5px; fill: var(--soft); }
    svg text.axis { fill: var(--ink); }
    svg text.key { font-weight: 600; paint-order: stroke; stroke: var(--card); stroke-width: 4px; }
    svg text.key.population { fill: var(--blue); }
    svg text.key.malicious { fill: var(--red); }
    svg text.inside { fill: var(--card); font-weight: 600; }
    .grid { stroke: var(--line); }
    .base, .mark { stroke: var(--soft); }
    .zero { stroke: var(--ink); stroke-width: 1.2; }
    rect.population { fill: var(--blue); }
    rect.malicious { fill: var(--red); }
    rect.cautious { fill: var(--blue-soft); stroke: var(--blue); }
    rect.own { fill: var(--own); }
    line.own { stroke: var(--soft); }
    .prior { stroke: var(--soft); stroke-dasharray: 5 4; }
    polygon.band { fill: var(--own); stroke: none; }
    polygon.band.population { fill: var(--blue-soft); }
    polygon.band.malicious { fill: var(--red-soft); }
    .curve { fill: none; stroke: var(--ink); stroke-width: 1.8; }
    .curve.population { stroke: var(--blue); }
    .curve.malicious { stroke: var(--red); }
    circle.dot { fill: var(--card); stroke: var(--ink); stroke-width: 1.8; }
    circle.dot.population { stroke: var(--blue); }
    circle.dot.malicious { stroke: var(--red); fill: var(--red); }
    details { margin: 0.4rem 0 0; }
    summary { cursor: pointer; color: var(--soft); font-size: 0.95rem; }
    .wide { overflow-x: auto; margin: 0.6rem 0; }
    table { border-collapse: collapse; font-size: 0.85rem; font-variant-numeric: tabular-nums; }
    caption { text-align: left; color: var(--soft); padding-bottom: 0.4rem; }
    th, td { padding: 0.3rem 0.7rem 0.3rem 0; text-align: left; vertical-align: top;
      border-bottom: 1px solid var(--line); font-weight: 400; }
    thead th { color: var(--soft); vertical-align: bottom; }
    .number { text-align: right; white-space: nowrap; padding: 0.3rem 0 0.3rem 0.9rem; }
    thead .number { white-space: normal; }
    dl { margin: 0.6rem 0; }
    dt { font-weight: 600; }
    dd { margin: 0 0 0.7rem; }
    footer { border-top: 1px solid var(--line); margin-top: 3.5rem; padding-bottom: 3rem; color: var(--soft); }
    footer h2 { font-size: 1rem; margin: 1.4rem 0 0.4rem; }
    .origin { display: grid; grid-template-columns: max-content 1fr; gap: 0.2rem 1rem; font-size: 0.85rem; }
    .origin dd { margin: 0; overflow-wrap: anywhere; }
    code { font: 0.95em ui-monospace, "DejaVu Sans Mono", monospace; }
    :focus-visible { outline: 2px solid var(--blue); outline-offset: 2px; }
    @media (max-width: 34rem) { body { font-size: 16px; } .claim { font-size: 1.2rem; }
      .asof { display: block; white-space: normal; } .origin { grid-template-columns: 1fr; } }
    @media print { :root { --paper: #fff; --card: #fff; } body { font-size: 10pt; } main, footer { max-width: none; }
      details > summary { display: none; } details::details-content { content-visibility: visible; display: block; }
      figure, tr, .statement { break-inside: avoid; } svg { min-width: 0; } .picture, .wide { overflow: visible; } }
    """
}
