"""Power networks: a network solved by hand, and the numbers of the program."""
import math
import warnings

import detente
from common import ROOT, Case, program

TWO = ROOT / "tests/grid/01_rows.m"


class Grids(Case):
    def test_two_buses_by_hand(self):
        # Units of 10 and 50 USD/MWh, a line of 60 MW between them, and 100 MW of load behind it.
        grid = detente.grid(TWO)
        flow = grid.opf(convention="matpower")
        self.assertEqual(
            (flow.outcome, len(grid.buses), len(grid.branches), len(grid.generators)), ("optimal", 2, 1, 2)
        )
        self.assertAlmostEqual(
            flow.objective, 60 * 10 + 40 * 50, delta=1e-6
        )  # tolerance of the linear program
        self.assertEqual([round(price, 6) for price in flow.lmp], [10, 50])
        self.assertEqual((flow.lmp.unit, flow.dispatch.unit), ("USD/MWh", "MW"))
        self.assertEqual((flow.binding[0].kind, round(flow.binding[0].shadow_price, 6)), ("branch", 40))
        self.assertEqual(
            grid.ptdf(1).tolist(), [0.0, -1.0]
        )  # all of an injection at bus 2 flows back to bus 1
        self.assertEqual(grid.flows([30.0, -30.0]).tolist(), [30.0])

    def test_opf_is_the_programs(self):
        for case in (TWO, "usa", "china"):
            wanted, ours = program("grid", "opf", find(case)), load(case).opf()
            self.assertEqual(
                (wanted["outcome"], wanted["objective_usd_per_h"]), (ours.outcome, ours.objective)
            )
            self.assertEqual([one["usd_per_mwh"] for one in wanted["lmp"]], ours.lmp.tolist())
            self.assertEqual([one["mw"] for one in wanted["flows"]], ours.flow.tolist())
            self.assertEqual([one["mw"] for one in wanted["dispatch"]], ours.dispatch.tolist())
            self.assertEqual(
                [(one["kind"], one["element"], one["shadow_price_usd_per_mwh"]) for one in wanted["binding"]],
                [(one.kind, one.element, one.shadow_price) for one in ours.binding],
            )

    def test_hosting_is_the_programs(self):
        wanted = program("grid", "hosting", find("usa"))
        ours = {one.site: one for one in load("usa").hosting()}
        self.assertEqual(len(wanted["sites"]), len(ours))
        for k, site in enumerate(wanted["sites"]):
            self.assertEqual(ours[site["site"]].mw, wanted["curtailment"][0]["hosted_mw"][k], site["site"])

    def test_hosting_of_chosen_sites(self):
        sites = detente.grid(TWO).hosting([2], relief=True)
        self.assertEqual([(one.site, one.bus) for one in sites], [("2", 2)])
        self.assertTrue(sites[0].binding and sites[0].relief and math.isfinite(sites[0].mw))
        self.assertRaises(detente.InputError, detente.grid(TWO).hosting, [17])

    def test_infeasible_case_names_its_conflict(self):
        text = TWO.read_text()
        path = self.folder / "short.m"
        path.write_text(text.replace("100", "900"))
        ours = detente.grid(path).opf()
        wanted = program("grid", "opf", path, code=5)
        self.assertEqual((ours.outcome, wanted["outcome"]), ("infeasible", "infeasible"))
        self.assertEqual([one["kind"] for one in wanted["conflict"]], [one.kind for one in ours.conflict])

    def test_hosting_needs_a_case_that_holds(self):
        path = self.folder / "short.m"
        path.write_text(TWO.read_text().replace("100", "900"))
        self.assertRaises(detente.NoSolution, detente.grid(path).hosting)
        # Its one line is a bridge, whose outage is not looked at.
        self.assertTrue(detente.grid(TWO).hosting(n_1=True))

    def test_errors(self):
        path = self.folder / "bad.m"
        path.write_text("function mpc = bad\nmpc.bus = [1 2;\n")
        wanted = program("grid", "opf", path, code=3)
        with self.assertRaises(detente.InputError) as caught:
            detente.grid(path)
        self.assertEqual(
            [(one["code"], one["line"]) for one in wanted["diagnostics"]],
            [(one.code, one.line) for one in caught.exception.findings if not one.is_warning],
        )
        for wrong in ({"convention": "x"}, {"method": "x"}):
            self.assertRaises(detente.InputError, detente.grid(TWO).opf, **wrong)
        self.assertRaises(detente.InputError, detente.grid(TWO).flows, [1.0])


def find(case):
    return ROOT / f"networks/{case}.m" if isinstance(case, str) else case


def load(case):
    """A shipped network has parts that no alternating-current line joins, and says so."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        grid = detente.grid(case)
    assert [one.category for one in told] == [detente.DetenteWarning] * isinstance(case, str)
    return grid
