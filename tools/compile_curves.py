#!/usr/bin/env python3
"""Compiles the supply curves of the zonal networks in networks/.

    compile_curves.py DETENTE NETWORKS DATA [--check]

For each country <name>_curve.csv: how much more large load the network hosts where such loads stand, at which cost and
how soon. GW come from the hour of the zones' peaks (<name>.m), USD/MWh from the average hour (<name>_average.m), by
`DETENTE grid opf`. Steps without a lead time are the network as it stands. For each of the others, every line that would
relieve the end of the step before gets half as much again, at least 2 GW; what is used of it at the peak is paid for.
`error` is the greatest excess of a step's cost over that of the whole network, at five loads within it. `--check` writes
nothing and fails if a file would differ by more than the solver's tolerance."""

import csv
import io
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from compile_networks import COUNTRIES, Nation, Network, YEAR, case

PIECES = 3  # steps of the network as it stands
ROUNDS = 3  # steps of new lines
ADDED, LEAST_ADDED = 0.5, 2000.0  # of a line's limit; MW
AC_KM = 400.0  # between the middles of neighbouring zones: judgement
# USD per MW and km of lines, USD per MW of a pair of converters without a line, years of permitting and construction.
LINE_COST = {"usa": 1500.0, "china": 305.0}
PAIR_COST = {"usa": 690e3, "china": 300e3}
LEAD_YEARS = {"usa": 10.0, "china": 3.9}
LIFE, FIXED_OM = 40.0, 0.015  # yr, share of the investment a year
LEAST_STEP = 1000.0  # MW: narrower ones end the curve
TOLERANCE = 0.5  # MW
PROBE, PROBED = 1000.0, 20.0  # MW more of a limit, MW that it must let in to count as relief
COLUMNS = ["region", "year", "width_gw", "cost_usd_per_mwh", "capital_usd_per_kw_year", "lead_years", "error_usd_per_h",
           "binding", "source"]


class Solver:
    """Optimal power flows of one country."""

    def __init__(self, program, name, network, nation):
        self.program, self.name, self.network, self.nation = program, name, network, nation

    def solve(self, is_peak, extra, more):
        text = case(self.name, self.network, self.nation, is_peak, extra, more)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, f"{self.name}.m")
            path.write_text(text)
            done = subprocess.run([self.program, "grid", "opf", str(path), "--json"], capture_output=True, text=True,
                                  check=False)
        return json.loads(done.stdout) if done.stdout else {"outcome": "failed: " + done.stderr}

    def is_served(self, extra, more):
        return self.solve(True, extra, more)["outcome"] == "optimal"

    def hosted(self, more):
        """MW of large loads that the peak leaves, by bisection."""
        low, high = 0.0, 400000.0
        while high - low > TOLERANCE:
            middle = 0.5 * (low + high)
            if self.is_served(middle, more):
                low = middle
            else:
                high = middle
        return low

    def cost(self, extra, more):
        """USD/h of the average hour."""
        return self.solve(False, extra, more)["objective_usd_per_h"]

    def relieved_by(self, hosted, more, places):
        """Lines or zones of which PROBE MW more let in more load."""
        return [p for p in places
                if self.is_served(hosted + PROBED, {**more, p: more.get(p, 0.0) + PROBE})]

    def lines_that_relieve(self, hosted, more):
        return self.relieved_by(hosted, more, range(len(self.network.lines)))

    def binding(self, hosted, more):
        """What ends the hosting, in words."""
        words = [self.network.lines[i]["name"] for i in self.lines_that_relieve(hosted, more)]
        zones = self.relieved_by(hosted, more, [z["zone"] for z in self.network.zones])
        kept = words[:4] + ([f"{len(words) - 4} more lines"] if len(words) > 4 else [])
        return "; ".join(kept + ([f"generation in {' '.join(zones)}"] if zones else []))

    def investment(self, i, megawatts):
        line = self.network.lines[i]
        if line["kind_of_line"] == "dc" and not line["length_km"]:
            return megawatts * PAIR_COST[self.name]
        return megawatts * float(line["length_km"] or AC_KM) * LINE_COST[self.name]

    def yearly_cost(self, hosted, more):
        """USD a year for what added limits carry at the peak."""
        found = self.solve(True, hosted, more)
        number = {"ac": 0, "dc": 0}
        total = 0.0
        for i, line in enumerate(self.network.lines):
            kind = line["kind_of_line"]
            flow = found["flows"][number["ac"]]["mw"] if kind == "ac" else found["dc_flows"][number["dc"]]["sent_mw"]
            number[kind] += 1
            ends = float(line["forward"]), float(line["backward"])
            beyond = abs(flow) - (min(ends) if kind == "ac" else ends[0])
            if i in more and beyond > 0.0:
                total += self.investment(i, beyond)
        interest = self.nation.get("interest")
        return total * (interest / (1.0 - (1.0 + interest) ** -LIFE) + FIXED_OM)

    def raised(self, hosted, more):
        """Limits with what relieves the end of a step."""
        raised = dict(more)
        for i in self.lines_that_relieve(hosted, more):
            raised[i] = raised.get(i, 0.0) + max(ADDED * float(self.network.lines[i]["forward"]), LEAST_ADDED)
        return raised


def step(solver, low, high, more, lead, capital, binding):
    """A row of the table, for loads from `low` to `high` MW."""
    ends = solver.cost(low, more), solver.cost(high, more)
    slope = (ends[1] - ends[0]) / (high - low)
    error = 0.0
    for k in range(1, 6):
        at = low + (high - low) * k / 6.0
        error = max(error, ends[0] + slope * (at - low) - solver.cost(at, more))
    return {"width_gw": f"{(high - low) / 1000.0:.5g}", "cost_usd_per_mwh": f"{slope:.6g}",
            "capital_usd_per_kw_year": f"{capital:.4g}", "lead_years": f"{lead:g}",
            "error_usd_per_h": f"{error:.3g}" if error > 0.5 else "0", "binding": binding}


def curve(solver, region):
    found, low, more = [], 0.0, {}
    first = solver.hosted(more)
    for k in range(PIECES):
        high = first * (k + 1) / PIECES
        binding = solver.binding(first, more) if k == PIECES - 1 else "price"
        found.append(step(solver, low, high, more, 0.0, 0.0, binding))
        low = high
    paid = 0.0
    for _ in range(ROUNDS):
        more = solver.raised(low, more)
        high = solver.hosted(more)
        if high - low < LEAST_STEP:
            break
        yearly = max(paid, solver.yearly_cost(high - 2.0 * TOLERANCE, more))
        capital = (yearly - paid) / (high - low) / 1000.0
        found.append(step(solver, low, high, more, LEAD_YEARS[solver.name], capital, solver.binding(high, more)))
        low, paid = high, yearly
    source = f"networks/{solver.name}.m and {solver.name}_average.m, large loads at site_share"
    return [{"region": region, "year": YEAR, "source": source, **row} for row in found]


def text_of(rows):
    out = io.StringIO()
    out.write("# Large load that the network hosts beyond that of the year, by steps.\n")
    out.write("# Made by tools/compile_curves.py; do not edit.\n")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def differs(old, new):
    """Whether two tables differ by more than the solver's tolerance."""
    rows = [list(csv.reader(line for line in t.splitlines() if not line.startswith("#"))) for t in (old, new)]
    if [len(r) for r in rows[0]] != [len(r) for r in rows[1]]:
        return True
    numbers = range(COLUMNS.index("width_gw"), COLUMNS.index("error_usd_per_h"))
    return any(abs(float(a[c]) - float(b[c])) > 2e-3 * abs(float(a[c])) + 1e-3
               for a, b in zip(rows[0][1:], rows[1][1:]) for c in numbers)


def main(arguments):
    is_check = "--check" in arguments
    program, folder, data = (a for a in arguments if a != "--check")
    failed = 0
    for name, (state, region) in COUNTRIES.items():
        solver = Solver(program, name, Network(Path(folder), name), Nation(Path(data), state, region))
        path, text = Path(folder, f"{name}_curve.csv"), text_of(curve(solver, state))
        if not is_check:
            path.write_text(text)
        elif differs(path.read_text(), text):
            print(f"{path.name} is not what the networks give", file=sys.stderr)
            failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
