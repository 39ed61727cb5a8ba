/* The script of the page: a cross-hair that shows the nearest row of the table behind a chart. The page is
 * complete without it.
 *
 * What must stay true: script_hash is the SHA-256 of the lines, each with its newline, in base64; the page
 * allows this script and no other (Content Security Policy, level 3). A test computes the hash anew. */
#ifndef DT_REPORT_SCRIPT_H
#define DT_REPORT_SCRIPT_H

static const char script_hash[] = "sha256-cSnieSqlgd6b2+i8DlZsNjnSMp0fig//XfYBuwj8TNg=";

static const char *const script_lines[] = {
    "document.querySelectorAll(\"figure\").forEach(function (figure) {",
    "  var svg = figure.querySelector(\"svg[data-left]\"), table = figure.querySelector(\"table\");",
    "  if (!svg || !table) return;",
    "  var left = +svg.dataset.left, right = +svg.dataset.right, width = svg.viewBox.baseVal.width;",
    "  var cross = svg.querySelector(\".cross\"), out = document.createElement(\"p\");",
    "  var names = Array.from(table.tHead.rows[0].cells, function (cell) { return cell.textContent; });",
    "  var rows = Array.from(table.tBodies[0].rows);",
    "  out.className = \"readout\";",
    "  out.setAttribute(\"aria-hidden\", \"true\");",
    "  svg.after(out);",
    "  svg.addEventListener(\"pointermove\", function (event) {",
    "    var box = svg.getBoundingClientRect();",
    "    var at = ((event.clientX - box.left) / box.width * width - left) / (right - left);",
    "    var row = rows.reduce(function (a, b) {",
    "      return Math.abs(b.dataset.x - at) < Math.abs(a.dataset.x - at) ? b : a;",
    "    });",
    "    var x = left + row.dataset.x * (right - left);",
    "    cross.setAttribute(\"x1\", x);",
    "    cross.setAttribute(\"x2\", x);",
    "    cross.style.visibility = \"visible\";",
    "    out.textContent = Array.from(row.cells, function (cell, k) {",
    "      return k ? names[k] + \"\\u00a0\" + cell.textContent : cell.textContent;",
    "    }).join(\" \\u00b7 \");",
    "  });",
    "  svg.addEventListener(\"pointerleave\", function () {",
    "    cross.style.visibility = \"hidden\";",
    "    out.textContent = \"\";",
    "  });",
    "});",
};

#endif
