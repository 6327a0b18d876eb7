"""The style sheet of a report: no script, no font and nothing else from outside; light, dark, narrow and on paper."""

__all__ = ['STYLE']

STYLE = """
:root { color-scheme: light dark; --ink: #1b2430; --quiet: #4d5a69; --paper: #fbfbfa; --panel: #ffffff;
  --rule: #d8dde3; --accent: #0b5a94; --tint: #eaf1f7; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebef; --quiet: #b0b8c2; --paper: #14171b; --panel: #1d2127;
  --rule: #3a414a; --accent: #85c1f0; --tint: #22303d; } }
* { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere;
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--panel); padding: .3rem .6rem; }
header, main, footer { max-width: 74rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 1.75rem; }
h1 { font-size: 1.65rem; line-height: 1.25; margin: 0 0 .6rem; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 0 0 .75rem; }
p { margin: 0 0 .75rem; max-width: 46rem; }
a { color: var(--accent); }
.summary { font-size: 1.08rem; }
.protocol, .note, figcaption, footer { color: var(--quiet); font-size: .9rem; }
.protocol { max-width: none; }
.caution { border-left: .25rem solid #b3541e; padding: .1rem .75rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .3rem 1.1rem; list-style: none; margin: 1rem 0 0; padding: .6rem 0;
  border-top: 1px solid var(--rule); border-bottom: 1px solid var(--rule); font-size: .92rem; }
section { margin-top: 2.25rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.4rem, 1fr)); gap: .75rem;
  margin: 0 0 1.25rem; }
.tiles > div { background: var(--panel); border: 1px solid var(--rule); border-radius: .4rem; padding: .75rem .9rem; }
.tiles dt { font-size: .88rem; color: var(--quiet); }
.tiles dd { margin: 0; font-size: .85rem; color: var(--quiet); }
.tiles dd.value { font-size: 1.4rem; white-space: nowrap; line-height: 1.3; color: var(--ink); font-weight: 600;
  font-variant-numeric: tabular-nums; }
.tall { max-height: 40rem; }
.scroll { overflow: auto; width: fit-content; max-width: 100%; margin: 0 0 1.25rem;
  background: linear-gradient(to left, var(--panel) 30%, transparent) right / 2.5rem 100% no-repeat local,
    linear-gradient(to left, #0003, transparent) right / .7rem 100% no-repeat scroll, var(--panel);
  border: 1px solid var(--rule); border-radius: .4rem; }
.scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
table { border-collapse: separate; border-spacing: 0; font-size: .88rem; overflow-wrap: normal;
  font-variant-numeric: tabular-nums; }
caption { text-align: left; padding: .6rem .75rem; color: var(--quiet); }
caption span { display: inline-block; position: sticky; left: .75rem; max-width: calc(100vw - 4rem); }
th, td { padding: .3rem .7rem; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--rule); }
thead th { white-space: normal; position: sticky; top: 0; background: var(--tint); vertical-align: bottom; z-index: 1; }
tbody th { font-weight: 600; position: sticky; left: 0; background: var(--panel); }
thead th:first-child { left: 0; z-index: 2; }
.words { text-align: left; }
.long { white-space: normal; min-width: 14rem; }
tbody.last th, tbody.last td { background: var(--tint); }
tbody:last-child tr:last-child > * { border-bottom: 0; }
.figures { display: grid; gap: 1rem; margin: 0 0 1.25rem; align-items: start; }
figure { margin: 0; background: var(--panel); border: 1px solid var(--rule); border-radius: .4rem; overflow: hidden; }
figure img { display: block; width: 100%; height: auto; margin: 0 auto; background: #ffffff; }
figcaption { padding: .5rem .75rem .6rem; }
footer { margin-top: 2.5rem; padding-bottom: 2rem; }
@media (max-width: 36rem) { header, main, footer { padding-left: 1rem; padding-right: 1rem; }
  h1 { font-size: 1.35rem; } .tiles { grid-template-columns: 1fr 1fr; gap: .5rem; }
  .tiles > div { padding: .55rem .65rem; } .tiles dd.value { font-size: 1.25rem; }
  th, td { padding: .3rem .5rem; } tbody th.words { max-width: 9rem; white-space: normal; } }
@media print { :root { color-scheme: light; --ink: #000; --quiet: #333; --paper: #fff; --panel: #fff; --rule: #999;
  --tint: #eee; } nav, .skip { display: none; } header, main, footer { max-width: none; padding: 0; }
  .scroll { overflow: visible; max-height: none; border: 0; width: auto; }
  th, td { padding: .15rem .3rem; white-space: normal; }
  table { font-size: .75rem; } thead th, tbody th { position: static; }
  .figures { grid-template-columns: 1fr 1fr !important; }
  figure, tr, .tiles > div { break-inside: avoid; } h2 { break-after: avoid; } }
"""
