"""Result folders and analyses: the numbers are those that the program prints for the same folder, on either's folder."""
import math
import pathlib
import tempfile
import unittest

import detente
from common import ROOT, Case, program
from detente.values import numpy

try:
    import xarray
except ImportError:
    xarray = None

OUTCOME = "ai_power.USA.2030"


def number(value):
    """A number of JSON; null is no number."""
    return math.nan if value is None else value


class Analyses(Case):
    """One ensemble of Saltelli's design, made by this package, read by both."""

    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory()
        cls.path = pathlib.Path(cls.holder.name) / "saltelli"
        cls.result = detente.ensemble("coruna", "saltelli", 8, states="USA,CHN", out=cls.path)

    @classmethod
    def tearDownClass(cls):
        cls.holder.cleanup()

    def same(self, ours, printed, names):
        """Measures of all factors, whatever their order."""
        self.assertEqual((ours.used, ours.dropped), (printed["used"], printed["dropped"]))
        rows = {one["name"]: one for one in printed["factors"]}
        self.assertEqual(set(rows), set(ours.factors))
        for name, theirs in names.items():
            for factor, row in zip(ours.factors, ours[name].tolist()):
                wanted = [number(rows[factor][theirs][key]) for key in ("value", "low", "high")]
                for one, two in zip(row, wanted):
                    self.assertTrue(
                        one == two or (math.isnan(one) and math.isnan(two)), (factor, name, one, two)
                    )

    def test_sobol(self):
        ours, printed = detente.sobol(self.path, OUTCOME), program("sobol", self.path, "--outcome", OUTCOME)
        self.same(ours, printed, {"first_order": "first_order", "total": "total"})
        self.assertEqual([name for name, _ in ours.top(5)], [one["name"] for one in printed["factors"][:5]])
        self.assertIn(ours.top(1)[0][0], str(ours))

    def test_sensitivity(self):
        for method in ("first-order", "pawn", "regression", "rank"):
            with self.subTest(method):
                printed = program("sensitivity", self.path, "--outcome", OUTCOME, "--method", method)
                ours = detente.sensitivity(self.path, OUTCOME, method)
                heads = [key for key in printed["factors"][0] if key != "name"]
                self.same(ours, printed, dict(zip(ours.measures, heads)))

    def test_memory_agrees_with_the_folder(self):
        # Outcomes in memory are in single precision, those of the folder in double: ranks are the same but for ties.
        ours, theirs = (
            detente.sensitivity(one, OUTCOME, "pawn")["pawn"].tolist() for one in (self.result, self.path)
        )
        for one, two in zip(ours, theirs):
            self.assertAlmostEqual(one[0], two[0], delta=0.01)
        first, second = (detente.sobol(one, OUTCOME)["total"].tolist() for one in (self.result, self.path))
        for one, two in zip(first, second):
            self.assertAlmostEqual(one[0], two[0], delta=1e-4)

    def test_prim(self):
        printed = program("prim", self.path, "--outcome", OUTCOME, "--above", 60, "--boxes", 2)
        ours = detente.prim(self.path, OUTCOME, above=60, boxes=2)
        self.assertEqual(len(ours), len(printed["boxes"]))
        for box, wanted in zip(ours, printed["boxes"]):
            step = wanted["box"][0]
            for key in ("step", "coverage", "density", "mass"):
                self.assertEqual(getattr(box, key), step[key])
            limits = {one["factor"]: (one["low"], one["high"], one["quasi_p"]) for one in step["limits"]}
            self.assertEqual(box.limits, limits)
            steps = [
                [one[key] for key in ("coverage", "density", "mass", "factors")]
                for one in wanted["trajectory"]
            ]
            self.assertEqual(box.trajectory.tolist(), steps)

    def test_cart(self):
        printed = program("cart", self.path, "--outcome", OUTCOME, "--below", 50, "--depth", 3)["nodes"]
        ours = detente.cart(self.path, OUTCOME, below=50, depth=3)
        self.assertEqual(len(ours), len(printed))
        for node, wanted in zip(ours, printed):
            for key, value in wanted.items():
                self.assertEqual(getattr(node, key), value)

    def test_questions(self):
        ours = detente.question(self.path, OUTCOME)
        self.assertEqual(
            (ours.members, ours.factors), (len(self.result.design), len(self.result.design.factors))
        )
        self.assertEqual(sorted((-bar[1] for bar in ours.bars)), [-bar[1] for bar in ours.bars])
        found = detente.discover(self.path, OUTCOME, above=60)
        self.assertGreater(found.density, found.of_interest / found.members)

    def test_folder(self):
        with detente.open(self.path) as folder:
            self.assertEqual(
                (folder.members, folder.held), (len(self.result.design), len(self.result.design))
            )
            self.assertEqual(folder.manifest("result_hash"), self.result.hash)
            self.assertEqual(folder.result().hash, self.result.hash)
            self.assertEqual(folder.design.rows().tolist(), self.result.factors.tolist())
            values, kept = folder.outcome(OUTCOME), self.result.outcomes[OUTCOME]
            self.assertEqual((values.unit, len(values)), ("GW", folder.members))
            for one, two in zip(values, kept):
                self.assertAlmostEqual(one / two, 1.0, delta=2.0**-23)  # kept in single precision
            self.assertRaises(KeyError, folder.outcome, "nothing")
            self.assertIn("coruna", repr(folder))
        state = program("status", self.path)
        self.assertEqual(state["members"], len(self.result.design))

    @unittest.skipIf(xarray is None, "xarray is not installed")
    def test_xarray(self):
        with detente.open(self.path) as folder:
            data = folder.to_xarray()
        self.assertEqual(data[OUTCOME].attrs["units"], "GW")
        self.assertEqual(data["u"].shape, (len(self.result.design), len(self.result.design.factors)))
        table = detente.sobol(self.path, OUTCOME).to_xarray()
        self.assertEqual(set(table.data_vars), {"first_order", "total"})

    def test_wrong_questions(self):
        for call, kind in (
            (lambda: detente.morris(self.path, OUTCOME), detente.InputError),
            (lambda: detente.sobol(self.path, "nothing"), KeyError),
            (lambda: detente.sensitivity(self.path, OUTCOME, "guess"), detente.InputError),
            (lambda: detente.prim(self.path, OUTCOME), detente.InputError),
            (lambda: detente.prim(self.path, OUTCOME, above=1e9), detente.NoSolution),
            (lambda: detente.open(self.path / "none"), OSError),
        ):
            self.assertRaises(kind, call)


class Folders(Case):
    def test_few_members(self):
        detente.run("coruna", 80, states="USA,CHN", out=self.folder / "few")
        for method, members in (("hsic", 60), ("pawn", 70)):
            printed = program(
                "sensitivity",
                self.folder / "few",
                "--outcome",
                OUTCOME,
                "--method",
                method,
                "--members",
                members,
            )
            ours = detente.sensitivity(self.folder / "few", OUTCOME, method, members=members)
            self.assertEqual(ours.used, members)
            rows = {one["name"]: one for one in printed["factors"]}
            head = next(key for key in printed["factors"][0] if key != "name")
            for factor, row in zip(ours.factors, ours[method].tolist()):
                self.assertEqual(row[0], number(rows[factor][head]["value"]))

    def test_morris(self):
        program(
            "ensemble", "coruna", "--design", "morris", "--base", 4, "--quiet", "--out", self.folder / "m"
        )
        printed = program("morris", self.folder / "m", "--outcome", OUTCOME)
        ours = detente.morris(self.folder / "m", OUTCOME)
        rows = {one["name"]: one for one in printed["factors"]}
        for factor, size, spread in zip(ours.factors, ours["mu_star"].tolist(), ours["sigma"].tolist()):
            self.assertEqual(size[0], rows[factor]["mu_star"]["value"])
            self.assertEqual(spread[0], rows[factor]["sigma"]["value"])

    def test_resume_equals_uninterrupted(self):
        whole = detente.run("coruna", 600, states="USA,CHN", out=self.folder / "whole")

        # A folder of the first of two slices lacks half of the blocks, as an interrupted one does.
        program(
            "ensemble",
            "coruna",
            "--members",
            600,
            "--states",
            "USA,CHN",
            "--slice",
            "1/2",
            "--quiet",
            "--out",
            self.folder / "half",
        )
        with detente.open(self.folder / "half") as half:
            self.assertLess(half.held, 600)
            half.store.put("n_slice", "0")
        self.assertEqual(detente.resume(self.folder / "half").hash, whole.hash)
        with detente.open(self.folder / "half") as half, detente.open(self.folder / "whole") as other:
            self.assertEqual(half.held, 600)
            self.assertEqual(half.outcome(OUTCOME).tolist(), other.outcome(OUTCOME).tolist())
            self.assertEqual(half.factors.tolist()[7], other.scenario.draw(7).tolist())

    def test_regret(self):
        for name in ("coruna", "permit-reform"):
            detente.run(name, 64, states="USA,CHN", out=self.folder / name)
        folders = [self.folder / "coruna", self.folder / "permit-reform"]
        for flags, options in (([], {}), (["--less", "--threshold", 50], {"less": True, "threshold": 50.0})):
            printed = program("regret", *folders, "--outcome", OUTCOME, *flags)
            ours = detente.regret(folders, OUTCOME, **options)
            for one, wanted in zip(ours, printed["policies"], strict=True):
                self.assertEqual((one.policy, one.futures), (wanted["name"], printed["futures"]))
                for key, theirs in (
                    ("mean", "mean"),
                    ("worst", "worst"),
                    ("p10", "p10"),
                    ("greatest_regret", "max_regret"),
                    ("regret90", "regret_90"),
                    ("satisficing", "satisficing"),
                    ("is_dominated", "is_dominated"),
                    ("has_least_regret", "is_least_regret"),
                ):
                    self.assertEqual(getattr(one, key), wanted[theirs], key)

    def test_search(self):
        aims = ["ai_power.USA.2030:max", "ai_power.CHN.2030:min"]
        printed = program(
            "search",
            "coruna",
            "--lever",
            "algorithm_growth:0.5:1.5",
            "--lever",
            "permit_delay_scale.USA:0.2:1.0",
            "--objective",
            aims[0],
            "--objective",
            aims[1],
            "--members",
            8,
            "--evaluations",
            12,
            "--population",
            6,
            "--out",
            self.folder / "search",
            "--quiet",
        )
        ours = detente.search(
            "coruna",
            {"algorithm_growth": (0.5, 1.5), "permit_delay_scale.USA": (0.2, 1.0)},
            aims,
            members=8,
            evaluations=12,
            population=6,
        )
        self.assertEqual(ours.evaluations, printed["evaluations"])
        policies = printed["policies"]
        self.assertEqual(ours.levers.tolist(), [list(one["levers"].values()) for one in policies])
        with self.assertRaises(detente.InputError):
            detente.search("coruna", {"algorithm_growth": (0.5, 1.5)}, ["nothing at all"])

    def test_claims(self):
        printed = program("claims", "coruna", "--members", 20, "--only", "b", "--quiet")
        ours = detente.claims("coruna", 20, only="b")
        self.assertEqual([one.id for one in ours], [one["id"] for one in printed["claims"]])
        for one, wanted in zip(ours, printed["claims"]):
            self.assertEqual((one.verdict, one.letter), (wanted["verdict"], wanted["letter"]))
            self.assertEqual(one.probability, wanted["probability"])
            self.assertEqual(one.effect, wanted["effect"]["value"])
        self.assertEqual(ours[ours[0].id], ours[0])
        self.assertIn(ours[0].text[:20], str(ours))

    def test_expand(self):
        case = ROOT / "tests/cli/grid_expand_json"
        network = ROOT / "tests/grid/01_rows.m"
        printed = program(
            "grid",
            "expand",
            network,
            "--convention",
            "matpower",
            "--bus",
            2,
            "--hours",
            case / "hours.csv",
            "--candidates",
            case / "candidates.csv",
            "--path",
            case / "path.csv",
        )
        ours = detente.grid(network).expand(
            case / "candidates.csv", case / "path.csv", 2, profile=case / "hours.csv", convention="matpower"
        )
        self.assertEqual(ours.objective, printed["objective_usd"])
        for k, year in enumerate(printed["years"]):
            self.assertEqual(ours.load[k], year["load_mw"])
            self.assertEqual(ours.load_price[k], year["load_price_usd_per_mw_year"])
            self.assertEqual(list(ours.capacity[k]), [one["mw"] for one in year["built"]])
        self.assertEqual(
            ours.capacity.coords["candidate"], [one["name"] for one in printed["years"][0]["built"]]
        )
        self.assertEqual(len(ours.binding), len(printed["binding"]))
        conflict = ROOT / "tests/cli/grid_expand_conflict"
        self.assertTrue(conflict.exists())


if __name__ == "__main__":
    unittest.main()
