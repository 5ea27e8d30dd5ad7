import Reporting

/// The looks of a report: screen in light and dark, paper at A4, slides at 16:9.
enum HTMLStyle {
  /// One typeface with all letters of Vietnamese, on whatever computer: those named have the same
  /// widths, by which the charts are laid out.
  static let sheet = """
    :root{--ink:#1c1c1c;--quiet:#595959;--ground:#ffffff;--panel:#f5f5f3;--rule:#d0d0cc;\
    --link:#00558a;--accent:#0072b2;color-scheme:light dark}
    @media (prefers-color-scheme:dark){:root{--ink:#ececec;--quiet:#b3b3b3;--ground:#161616;\
    --panel:#222221;--rule:#4a4a48;--link:#8ac7f0;--accent:#56b4e9}}
    *{box-sizing:border-box}
    html{scroll-behavior:smooth}
    body{margin:0 auto;max-width:78rem;padding:1rem 1.25rem 4rem;background:var(--ground);\
    color:var(--ink);font:1rem/1.5 "Liberation Sans",Arial,"Noto Sans",sans-serif;\
    overflow-wrap:break-word}
    h1{font-size:1.7rem;line-height:1.2;margin:.6rem 0 .2rem}
    h2{font-size:1.3rem;line-height:1.25;margin:2.4rem 0 .6rem;padding-top:.4rem;\
    border-top:2px solid var(--ink)}
    #answer h2{margin-top:.8rem}
    header .tools{float:right;margin:0}
    ul.verdicts{margin:.2rem 0 .7rem;padding-left:1.1rem;max-width:none}
    .verdicts li{margin:.1rem 0}
    h3{font-size:1.05rem;line-height:1.3;margin:1.6rem 0 .4rem}
    h4{font-size:1rem;margin:1rem 0 .2rem}
    p{margin:.5rem 0;max-width:52rem}
    ul{padding-left:1.3rem;max-width:56rem}
    li{margin:.25rem 0}
    a{color:var(--link)}
    a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--accent);\
    outline-offset:2px}
    a.n{color:inherit;text-decoration:underline dotted;text-decoration-thickness:1px;\
    text-underline-offset:.18em;white-space:nowrap}
    .skip{position:absolute;left:-999rem}
    .skip:focus{position:static}
    .subtitle,.note,.tools{color:var(--quiet);font-size:.92rem}
    nav ol{columns:3 14rem;margin:.4rem 0;font-size:.92rem}
    summary{cursor:pointer;color:var(--link);width:fit-content;padding:.15rem 0}
    .cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(12.6rem,1fr));gap:.8rem;\
    margin:.6rem 0 1rem}
    .card{background:var(--panel);border:1px solid var(--rule);border-radius:6px;padding:.8rem .9rem}
    .card h3{margin:0;font-size:.98rem}
    .card .p{margin:.35rem 0 .2rem;font-size:1.9rem;line-height:1.15;font-weight:bold}
    .card .p .word{display:block;font-size:1rem;font-weight:normal}
    .meter{height:8px;border:1px solid var(--ink);border-radius:4px;overflow:hidden;margin:.4rem 0}
    .meter span{display:block;height:100%;background:var(--accent)}
    .card dl{margin:.4rem 0 0;font-size:.9rem}
    .card dt{color:var(--quiet);font-size:.82rem;margin-top:.35rem}
    .card dd{margin:0}
    .table{overflow-x:auto;margin:.8rem 0}
    table{border-collapse:collapse;font-size:.9rem;line-height:1.35;font-variant-numeric:tabular-nums}
    caption{text-align:left;font-weight:bold;padding:.2rem 0 .4rem}
    th,td{padding:.3rem .6rem;border-bottom:1px solid var(--rule);text-align:left;vertical-align:top;\
    min-width:3.5rem}
    thead th{border-bottom:2px solid var(--ink);vertical-align:bottom}
    tbody th{font-weight:normal;min-width:9rem}
    td{overflow-wrap:anywhere}
    td:not(.num){min-width:5.2rem}
    td.path{overflow-wrap:normal}
    .num{text-align:right}
    .chart{max-width:50rem}
    td.num{white-space:nowrap}
    code{font-size:.92em}
    figure{margin:1rem 0 1.4rem}
    .chart svg{display:block;max-width:100%;height:auto}
    .pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,34rem),1fr));gap:0 1.5rem}
    strong a.n{white-space:normal}
    figcaption{color:var(--quiet);font-size:.9rem;max-width:52rem}
    .alt p{margin:.2rem 0}
    section:target,tr:target{background:var(--panel);outline:2px solid var(--accent)}
    @media screen and (max-width:60rem){td:not(.num){min-width:9rem}}
    @media screen and (max-width:40rem){.wide{overflow-x:auto}.wide svg{min-width:36rem;max-width:none}}
    @media (max-width:30rem){body{padding:.6rem .8rem 3rem}h1{font-size:1.35rem}\
    .cards{grid-template-columns:1fr}.card .p{font-size:1.6rem}}
    @media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
    \(darkCharts)
    @page{size:A4;margin:16mm 15mm}
    @page slides{size:338mm 190mm;margin:12mm 15mm}
    @media print{:root{--ink:#000;--quiet:#444;--ground:#fff;--panel:#f5f5f3;--rule:#bbb;\
    --link:#000;--accent:#0072b2;color-scheme:light}
    body{max-width:none;padding:0;font-size:10pt}
    nav,.tools,.skip,details,#numbers,#trails,.alt{display:none}
    details.printed{display:block}details.printed>summary{display:none}
    ul.verdicts{margin-bottom:2mm;font-size:9.5pt}
    h1{font-size:17pt}h2{font-size:13pt;break-after:avoid}h3{font-size:11pt;break-after:avoid}
    .cards{grid-template-columns:repeat(3,1fr);gap:2.5mm}.card{padding:2mm 2.5mm}
    .card h3{font-size:9pt}.card .p{font-size:15pt;margin:1mm 0}.card .p .word{font-size:9pt}
    .card dl{font-size:8pt;line-height:1.3;margin:1mm 0 0}.card dt{font-size:7.5pt;margin-top:1mm}
    .pair{grid-template-columns:1fr 1fr;gap:0 4mm}
    .card,figure,tr{break-inside:avoid}
    .card{print-color-adjust:exact;-webkit-print-color-adjust:exact}
    .table{overflow:visible}table{font-size:8.5pt}th,td,td:not(.num){padding:1mm 1.5mm;min-width:0}
    tbody th{min-width:0}td.num{white-space:normal}
    td.path{overflow-wrap:anywhere}.printed table{font-size:7.5pt;line-height:1.25}
    .printed th,.printed td:not(.num){padding:.6mm 1mm}
    a.n{text-decoration:none;white-space:normal}
    figure svg{max-height:105mm}}
    @media print{.slides,#slides:target{page:slides;font-size:13pt}
    .slides main>section,#slides:target main>section{break-before:page}
    .slides #answer,#slides:target #answer{break-before:avoid}
    .slides figure,#slides:target figure{break-before:auto}
    .slides figure svg,#slides:target figure svg{max-height:112mm}
    .slides .pair figure svg,#slides:target .pair figure svg{max-height:95mm}
    .slides .table,#slides:target .table{break-inside:avoid}
    .slides ul.verdicts,#slides:target ul.verdicts{font-size:12pt}
    .slides .cards,#slides:target .cards{grid-template-columns:repeat(auto-fit,minmax(54mm,1fr))}
    .slides .card dl,#slides:target .card dl{font-size:9pt}
    .slides #answer>p,#slides:target #answer>p,.slides .missing,#slides:target .missing,.slides details,#slides:target details,\
    .slides #provenance,.slides #glossary,#slides:target #provenance,\
    #slides:target #glossary{display:none}}
    """

  /// The colours of charts on a dark ground: drawings are part of the page, so that each colour of the
  /// theme is found by its attribute.
  private static var darkCharts: String {
    let rules = ChartStyle.darkCounterparts.flatMap { light, dark in
      ["fill", "stroke"].map { ".chart [\($0)=\"\(light)\"]{\($0):\(dark)}" }
    }
    return "@media screen and (prefers-color-scheme:dark){\(rules.joined())}"
  }
}
