/* The style of all pages that the library writes: the tokens of tokens.def, then rules that name no colour.
 *
 * What must stay true: no address of another file or host stands here, so that a page opens off-line. */
#include "report/style.h"

#include <string.h>

static const char *const rule_lines[] = {
    "* { box-sizing: border-box; }",
    "html { color-scheme: light dark; -webkit-text-size-adjust: 100%; }",
    "body { margin: 0 auto; padding: 1.5rem 1.25rem 4rem; max-width: 74rem;",
    "    background: var(--back); color: var(--text);",
    "  --main: var(--group0); font: 1rem/1.55 var(--sans); }",
    "h1 { font-size: clamp(1.6rem, 1.1rem + 2vw, 2.3rem); line-height: 1.15;",
    "    margin: .9rem 0 .6rem; letter-spacing: -.01em; text-wrap: balance; }",
    "h2 { font-size: 1.4rem; line-height: 1.25; margin: 3rem 0 .6rem; padding-top: .9rem;",
    "    border-top: 1px solid var(--grid); }",
    "h3 { font-size: 1.05rem; margin: 2rem 0 .4rem; }",
    "p, ul, dl { max-width: 46rem; }",
    "a { color: var(--link); }",
    "nav { font-size: .9rem; color: var(--muted); }",
    "nav ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap;",
    "    gap: .1rem 1.1rem; max-width: none; }",
    "li { margin: 0 0 .25rem; }",
    "nav li { margin: 0; }",
    ".scenario { color: var(--muted); margin: 0 0 1rem; max-width: 60rem; }",
    ".scenario strong { color: var(--text); }",
    ".headlines { padding-left: 1.1rem; max-width: none; columns: 2 26rem; column-gap: 2.6rem; }",
    ".headlines li { margin: 0 0 .5rem; break-inside: avoid; }",
    ".headlines li:first-child { font-weight: 600; }",
    ".caution { border-left: 4px solid var(--beside); padding: .1rem 0 .1rem .8rem;",
    "    color: var(--muted); }",
    ".panels { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem),",
    "    1fr)); gap: 1.4rem 1.8rem; align-items: start; }",
    ".pairs { grid-template-columns: repeat(auto-fill, minmax(min(100%, 26rem), 1fr));",
    "    margin-top: 1.2rem; }",
    "figure { position: relative; margin: 0; max-width: 34rem; min-width: 0; }",
    "figcaption { font-weight: 600; margin-bottom: .3rem; }",
    "svg { display: block; max-width: 100%; height: auto; overflow: visible; }",
    "svg:where(:not([width])) { width: 100%; }",
    "svg text { font-family: inherit; fill: var(--text); font-size: 12px; }",
    "svg .tick, svg .unit { fill: var(--muted); }",
    "svg .label { paint-order: stroke; stroke: var(--back); stroke-width: 3px;",
    "    stroke-linejoin: round; }",
    ".defs { position: absolute; width: 0; height: 0; }",
    ".grid { stroke: var(--grid); stroke-width: 1; }",
    ".axis { stroke: var(--muted); stroke-width: 1; }",
    ".cross { stroke: var(--text); stroke-width: 1; stroke-dasharray: 2 2; visibility: hidden; }",
    ".fan-outer { fill: var(--main); fill-opacity: .2; }",
    ".fan-inner { fill: var(--main); fill-opacity: .45; }",
    ".fan-median { fill: none; stroke: var(--main); stroke-width: 2.2; }",
    ".beside-outer { fill: var(--beside); fill-opacity: .1; stroke: var(--beside);",
    "    stroke-width: .8; stroke-dasharray: 2 3; }",
    ".beside-median { fill: none; stroke: var(--beside); stroke-width: 1.8; stroke-dasharray: "
    "var(--dash-beside); }",
    ".fans > .key { --main: var(--muted); }",
    ".base-line { fill: none; stroke: var(--muted); stroke-width: 1.4;",
    "    stroke-dasharray: var(--dash-base); }",
    ".s0, .s1, .s2, .s3, .s4, .s5, .s-rest, .l-money, .l-chips, .l-connection, .l-adequacy,",
    "    .l-energy { stroke: var(--back); stroke-width: 1; }",
    ".s0 { fill: var(--blue); } .s1 { fill: var(--vermillion); } .s2 { fill: var(--green); }",
    "    .s3 { fill: var(--orange); }",
    ".s4 { fill: var(--purple); } .s5 { fill: var(--sky); } .s-rest { fill: var(--grey); }",
    ".p-mark { stroke: var(--back); stroke-width: 1.4; stroke-opacity: .75; fill: none; }",
    ".powered { fill: var(--main); }",
    ".stranded { fill: url(#p-adequacy); stroke: var(--orange); stroke-width: 1; }",
    ".c-energy { fill: var(--vermillion); } .c-staff { fill: var(--sky); } .c-capital {",
    "    fill: var(--grey); }",
    ".published { fill: var(--orange); fill-opacity: .55; }",
    ".none { fill: none; }",
    ".whisker { stroke: var(--text); stroke-width: 1.4; }",
    ".middle { stroke: var(--text); stroke-width: 2.4; }",
    ".dot { fill: var(--vermillion); stroke: var(--back); stroke-width: 1.5; }",
    ".map { max-width: none; grid-column: 1 / -1; } .small { max-width: 34rem; grid-column: auto; }",
    ".map use, .map circle { stroke: var(--edge); stroke-width: .5; } .world { fill: none; }",
    ".map .world { stroke: var(--grid); stroke-width: 1; } .map .over { stroke: none; }",
    ".mnone { fill: var(--bnone); } .m-hatch { fill: var(--hatch); }",
    ".m-mark { fill: none; stroke: var(--hatch); stroke-width: 1.3; }",
    ".key svg rect[class^=m] { stroke: var(--edge); stroke-width: 1; }",
    ".g-cell { fill: var(--panel); stroke: var(--edge); }",
    ".g-nash { stroke: var(--good); stroke-width: 3.5; }",
    "svg text.g-first { fill: var(--group0); font-size: 14px; }",
    "svg text.g-second { fill: var(--group1); font-size: 14px; }",
    "svg text.g-best { font-weight: 700; text-decoration: underline; }",
    ".matrix { max-width: 36rem; overflow-x: auto; } .matrix svg { min-width: 27rem; }",
    " .interval { width: 7.5rem; height: .8rem; }",
    ".app { overflow-wrap: anywhere; }",
    ".key { list-style: none; margin: .3rem 0 .7rem; padding: 0; display: flex; flex-wrap: wrap;",
    "    gap: .15rem 1.1rem; font-size: .88rem; color: var(--muted); max-width: none; }",
    ".key li { display: flex; align-items: center; gap: .4rem; }",
    ".key svg { width: 20px; height: 12px; flex: none; }",
    ".readout { position: absolute; z-index: 1; margin: 0; padding: .3rem .6rem;",
    "    background: var(--panel); border: 1px solid var(--grid);",
    "  font-size: .82rem; line-height: 1.35; font-variant-numeric: tabular-nums; }",
    ".readout:empty { display: none; }",
    "details { margin: .3rem 0; }",
    "summary { cursor: pointer; font-size: .88rem; color: var(--muted); }",
    ".scroll { overflow-x: auto; margin: .5rem 0 1rem; }",
    "table { border-collapse: collapse; font-size: .88rem; font-variant-numeric: tabular-nums; }",
    "caption { text-align: left; font-weight: 600; padding-bottom: .3rem; }",
    "th, td { padding: .28rem 1.1rem .28rem 0; text-align: left; vertical-align: top;",
    "    border-bottom: 1px solid var(--grid); white-space: nowrap; }",
    "figure td, figure th + th { text-align: right; }",
    "thead th { color: var(--muted); font-weight: 600; vertical-align: bottom;",
    "    white-space: normal; min-width: 4.5rem; }",
    "tbody th { font-weight: 500; }",
    ".words { text-align: left; white-space: normal; min-width: 18rem; }",
    ".changed { background: var(--panel); }",
    ".mark { display: inline-block; padding: 0 .45em; border-radius: .6em;",
    "    background: var(--beside); color: var(--back); font-size: .78rem; font-weight: 600; }",
    "dl { display: grid; grid-template-columns: minmax(6rem, auto) 1fr; gap: .25rem 1rem; }",
    "dt { color: var(--muted); } dd { margin: 0; overflow-wrap: anywhere; }",
    "code, pre { font: .88em/1.5 var(--mono); }",
    "pre { background: var(--panel); padding: .8rem; overflow-x: auto; }",
    "footer { margin-top: 3rem; color: var(--muted); font-size: .85rem; }",
    "@media (max-width: 40rem) { #claims > .scroll :is(table, tbody) { display: block; }",
    "  #claims > .scroll thead { display: none; }",
    "  #claims > .scroll tr { display: grid; grid-template-columns: 1.6rem 1fr; padding: .4rem 0;",
    "    border-bottom: 1px solid var(--grid); }",
    "  #claims > .scroll tr > * { grid-column: 2; border: 0; padding: .1rem 0; text-align: left;",
    "    white-space: normal; }",
    "  #claims > .scroll tr > :first-child { grid-column: 1; grid-row: 1; } }",
    "@media (max-width: 30rem) { body { padding: 1rem 1rem 3rem; } dl {",
    "    grid-template-columns: 1fr; } dd { margin-bottom: .5rem; } }",
    "@page { margin: 15mm 14mm 16mm; @bottom-right { content: counter(page) \" / \" counter(pages);",
    "    font: 8pt sans-serif; color: #3d444b; } }",
    "@media print {",
    "  html { color-scheme: light; }",
    "  body { max-width: none; padding: 0; font-size: 10pt; print-color-adjust: exact;",
    "    -webkit-print-color-adjust: exact; }",
    "  nav, .readout, .cross, figure details, details:not([open]) { display: none; }",
    "  main > section ~ section { break-before: page; }",
    "  main > #sources, main > #reproduce { break-before: auto; margin-top: 18pt; }",
    "  h1 { font-size: 20pt; } h2 { font-size: 14pt; margin-top: 0; padding-top: 0; border-top: 0; }",
    "  h1, h2, h3, caption, summary, .key { break-after: avoid; }",
    "  h2 + p, h3 + p { break-before: avoid; break-after: avoid; }",
    "  figure, svg, li, tr, dt, dd, .fans { break-inside: avoid; }",
    "  .panels svg { max-width: 74mm; } .map svg { max-width: 150mm; }",
    "  .panels:has(> figure:nth-child(5)):not(.pairs) { grid-template-columns: 1fr 1fr 1fr; }",
    "  footer { margin-top: 12pt; break-before: avoid; }",
    "  .panels svg text { font-size: 14px; } section > figure svg { max-width: 105mm; } p, li { orphans: 3; "
    "widows: 3; }",
    "  thead { display: table-header-group; } .scroll { overflow: visible; }",
    "  table { font-size: 8.5pt; width: 100%; } th, td { white-space: normal; padding-right: .6rem; }",
    "  #claims > .scroll tr > :first-child { width: 6mm; }",
    "  .words { min-width: 38mm; } pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 7.5pt; }",
    "  a { color: inherit; } .app a { color: var(--link); overflow-wrap: anywhere; }",
    "  .panels { grid-template-columns: 1fr 1fr; gap: 10pt 16pt; }",
    "  .headlines { columns: 1; }",
    "}",
};

static void append_lines(dt_text *out, const char *const *line, size_t n)
{
    for (size_t k = 0; k < n; k++)
        dt_text_printf(out, "%s\n", line[k]);
}

/* A custom property for each colour, on light, dark and paper. */
static void append_colours(dt_text *out)
{
    static const char *const colour[][4] = {
#define DT_COLOUR(name, light, dark, print) {#name, light, dark, print},
#include "report/tokens.def"
    };
    static const char *const medium[] = {"", "@media (prefers-color-scheme: dark) { ", "@media print { "};
    for (int m = 0; m < 3; m++) {
        dt_text_printf(out, "%s:root {\n", medium[m]);
        for (size_t k = 0; k < sizeof colour / sizeof *colour; k++)
            dt_text_printf(out, "  --%s: %s;\n", colour[k][0], colour[k][m + 1]);
        dt_text_append(out, m ? "} }\n" : "}\n");
    }
}

static void append_fonts_and_dashes(dt_text *out)
{
    static const char *const property[][3] = {
#define DT_FONT(name, families) {"--", #name, families},
#define DT_ROLE_DASH(role, dash) {"--dash-", #role, dash},
#include "report/tokens.def"
    };
    dt_text_append(out, ":root {\n");
    for (size_t k = 0; k < sizeof property / sizeof *property; k++)
        dt_text_printf(out, "  %s%s: %s;\n", property[k][0], property[k][1], property[k][2]);
    dt_text_append(out, "}\n");
}

/* Within a figure of a group all fans have its colour, and the middle its dashes. */
static void append_groups(dt_text *out)
{
    static const char *const dash[DT_STYLE_GROUPS] = {
#define DT_GROUP_DASH(place, dash) [place] = dash,
#include "report/tokens.def"
    };
    for (int g = 0; g < DT_STYLE_GROUPS; g++)
        dt_text_printf(
            out, ".group%d { --main: var(--group%d); } .group%d .fan-median { stroke-dasharray: %s; }\n", g,
            g, g, dash[g][0] ? dash[g] : "none");
}

static void append_limits_and_shades(dt_text *out)
{
    static const char *const limit[][3] = {
#define DT_LIMIT(key, words, meaning, colour, pattern) {#key, #colour, #pattern},
#include "report/tokens.def"
    };
    for (size_t k = 0; k < sizeof limit / sizeof *limit; k++)
        dt_text_printf(
            out,
            ".l-%s { fill: url(#p-%s); stroke: var(--back); stroke-width: 1; } .p-%s { fill: var(--%s); }\n",
            limit[k][0], limit[k][0], limit[k][0], limit[k][1]);
#define DT_SHADE(place, from, words) dt_text_append(out, ".m" #place " { fill: var(--b" #place "); }\n");
#include "report/tokens.def"
}

void dt_style_append(dt_text *out)
{
    append_colours(out);
    append_fonts_and_dashes(out);
    append_lines(out, rule_lines, sizeof rule_lines / sizeof *rule_lines);
    append_groups(out);
    append_limits_and_shades(out);
}

void dt_style_patterns(dt_text *out)
{
    static const char *const mark[][2] = {
#define DT_HATCH(pattern, mark) {#pattern, mark},
#include "report/tokens.def"
    };
    static const char *const limit[][2] = {
#define DT_LIMIT(key, words, meaning, colour, pattern) {#key, #pattern},
#include "report/tokens.def"
    };
    dt_text_append(out, "<svg class=\"defs\" aria-hidden=\"true\"><defs>\n");
    for (size_t k = 0; k < sizeof limit / sizeof *limit; k++)
        for (size_t h = 0; h < sizeof mark / sizeof *mark; h++)
            if (strcmp(limit[k][1], mark[h][0]) == 0)
                dt_text_printf(
                    out,
                    "<pattern id=\"p-%s\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">"
                    "<rect class=\"p-%s\" width=\"8\" height=\"8\"/><path class=\"p-mark\" "
                    "d=\"%s\"/></pattern>\n",
                    limit[k][0], limit[k][0], mark[h][1]);
    dt_text_append(
        out,
        "<pattern id=\"m-hatch\" width=\"11\" height=\"11\" patternUnits=\"userSpaceOnUse\" "
        "patternTransform=\"rotate(45)\"><rect class=\"m-hatch\" width=\"1.8\" height=\"11\"/></pattern>\n"
        "</defs></svg>\n");
}
