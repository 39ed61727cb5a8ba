"""Runs and ensembles: the numbers are those that the program prints; errors have the program's findings."""
import ctypes
import math
import signal
import subprocess
import sys
import unittest

import detente
from common import Case, program
from detente import _api
from detente._library import check, encode, lib
from detente.values import numpy

try:
    import xarray
except ImportError:
    xarray = None

QUIET = ["--no-report", "--no-claims", "--no-backtest", "--quiet"]


def equal(first, second):
    """Equal numbers; what is not known is None in JSON and NaN here."""
    return all(
        ((b is None or math.isnan(b)) and math.isnan(a)) or a == b for a, b in zip(first, second)
    ) and len(first) == len(second)


class Runs(Case):
    @classmethod
    def setUpClass(cls):
        cls.result = detente.run(
            "coruna", members=48, states="USA,CHN,EU", set={"algorithm_growth": 1.5}, seed=7
        )

    def printed(self):
        return program(
            "run",
            "coruna",
            "--members",
            48,
            "--states",
            "USA,CHN,EU",
            "--set",
            "algorithm_growth=1.5",
            "--seed",
            7,
            *QUIET,
            "--out",
            self.folder / "result"
        )

    def test_numbers_are_the_programs(self):
        wanted, result = self.printed(), self.result
        self.assertEqual(result.hash, wanted["scenario"]["result_hash"])
        self.assertEqual(result.summary()["scenario"], wanted["scenario"])
        self.assertEqual([group["name"] for group in wanted["groups"]], result.groups)
        times = result.times.tolist()
        for group in wanted["groups"]:
            self.assertEqual(set(group["outputs"]), set(result.units))
            for name, series in group["outputs"].items():
                steps = [times.index(time) for time in series["times"]]
                self.assertEqual(series["unit"], result.quantile(name, group["name"]).unit)
                rows = result.quantiles(name, group["name"]).tolist() + [
                    result.mean(name, group["name"]).tolist()
                ]
                for key, row in zip(("p10", "p50", "p90", "mean"), rows):
                    self.assertTrue(
                        equal([row[step] for step in steps], series[key]), (group["name"], name, key)
                    )

    def test_outcomes_agree_with_quantiles(self):
        outcome = self.result.outcomes["ai_power.USA.2040"]
        self.assertEqual((outcome.unit, len(outcome)), ("GW", 48))
        self.assertEqual((self.result.members, self.result.failed, self.result.failures), (48, 0, []))
        # The greatest and the least of a histogram are exact; outcomes are kept as single precision: 2^-24 relative.
        last = [self.result.quantile("ai_power", "USA", p).tolist()[-1] for p in (0.0, 1.0)]
        for wanted, value in zip(last, (min(outcome), max(outcome))):
            self.assertAlmostEqual(value / wanted, 1.0, delta=2.0**-23)

    def test_shares_add_up(self):
        limits = self.result.limit_share("USA").tolist()
        for step in range(1, len(self.result.times)):
            self.assertAlmostEqual(
                sum(row[step] for row in limits), 1.0, delta=1e-12
            )  # counts over 48: rounding only
        self.assertGreater(self.result.leader_share("USA")[-1] + self.result.leader_share("CHN")[-1], 0.5)

    def test_threads_do_not_matter(self):
        again = detente.run(
            "coruna", 48, {"algorithm_growth": 1.5}, states=["USA", "CHN", "EU"], seed=7, threads=1
        )
        self.assertEqual(again.hash, self.result.hash)
        other = detente.run("coruna", 48, {"algorithm_growth": 1.6}, states=["USA", "CHN", "EU"], seed=7)
        self.assertNotEqual(other.hash, self.result.hash)

    def test_distribution_can_be_set(self):
        text = detente.Scenario("coruna", set={"algorithm_growth": {"triangular": [1, 2, 3]}}).canonical()
        self.assertIn("algorithm_growth", text)

    def test_progress_and_folder(self):
        told = []
        detente.run(
            "coruna",
            300,
            progress=lambda done, total, seconds: told.append((done, total)),
            out=self.folder / "kept",
        )
        self.assertEqual(told[-1], (300, 300))
        with self.assertRaises(detente.Error):  # a folder with results is not replaced
            detente.run("coruna", 8, out=self.folder / "kept")

    def test_interruption_reaches_a_run(self):
        code = (
            "import detente; detente.run('coruna', 200000, threads=1, "
            "progress=lambda done, total, seconds: print(done, flush=True))"
        )
        child = subprocess.Popen(
            [sys.executable, "-B", "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        child.stdout.readline()
        child.send_signal(signal.SIGINT)
        out, fault = child.communicate(timeout=60)
        self.assertEqual(child.returncode, -signal.SIGINT)
        self.assertIn("KeyboardInterrupt: the run was interrupted", fault)

    def test_report_is_written(self):
        path = self.result.report(self.folder / "report.html")
        self.assertIn("</html>", path.read_text())
        self.assertIn('id="parties"', path.read_text())
        self.assertIn("48 futures", str(self.result))

    def test_unknown_names(self):
        for call in (
            lambda: self.result.quantile("nothing", "USA"),
            lambda: self.result.quantile("ai_power", "XXX"),
            lambda: self.result.leader_share("XXX"),
        ):
            self.assertRaises(KeyError, call)

    @unittest.skipIf(xarray is None, "xarray is not installed")
    def test_xarray(self):
        data = self.result.to_xarray()
        self.assertEqual(data["ai_power"].attrs["units"], "GW")
        self.assertEqual(dict(data.sizes), {"group": 3, "quantile": 3, "time": len(self.result.times)})
        wanted = self.result.quantile("ai_power", "CHN", 0.9)
        self.assertTrue((data["ai_power"].sel(group="CHN", quantile=0.9).values == wanted.values).all())
        self.assertTrue((wanted.to_xarray().values == wanted.values).all())

    @unittest.skipIf(numpy is None, "numpy is not installed")
    def test_works_without_numpy(self):
        code = (
            "import sys; sys.modules['numpy'] = None; import detente; r = detente.run('coruna', 48, "
            "{'algorithm_growth': 1.5}, states='USA,CHN,EU', seed=7); v = r.quantile('ai_power', 'EU').values; "
            "assert isinstance(v, list); print(r.hash, v[-1].hex(), sum(r.outcomes['ai_power.EU.2030'].values).hex())"
        )
        out = subprocess.run(
            [sys.executable, "-B", "-c", code], check=True, capture_output=True, text=True
        ).stdout.split()
        total = sum(self.result.outcomes["ai_power.EU.2030"].tolist())
        self.assertEqual(
            out, [self.result.hash, self.result.quantile("ai_power", "EU").tolist()[-1].hex(), total.hex()]
        )


class Errors(Case):
    def findings_are_the_programs(self, wanted, raised):
        keys = ("file", "line", "column", "key", "found", "expected", "suggestion")
        for one, two in zip(wanted, raised, strict=True):
            self.assertEqual(one["code"], two.code)
            for key in keys:
                self.assertEqual(
                    one.get(key) or ("" if key not in ("line", "column") else 0), getattr(two, key), key
                )

    def test_set(self):
        wanted = program(
            "run",
            "coruna",
            "--set",
            "algoritm_growth=2",
            "--set",
            "end=soon",
            *QUIET,
            "--out",
            self.folder / "x",
            code=3
        )
        with self.assertRaises(detente.InputError) as caught:
            detente.run("coruna", set={"algoritm_growth": 2, "end": "soon"})
        self.assertEqual(caught.exception.status, wanted["status"])
        self.findings_are_the_programs(wanted["diagnostics"], caught.exception.findings)
        self.assertIn("did you mean", str(caught.exception))

    def test_file(self):
        path = self.folder / "bad.yaml"
        path.write_text("name: bad\nparameters:\n  algorithm_growth: -1\n  nothing: 2\n")
        wanted = program("run", path, *QUIET, "--out", self.folder / "x", code=3)
        with self.assertRaises(ValueError) as caught:
            detente.run(path)
        self.findings_are_the_programs(wanted["diagnostics"], caught.exception.findings)
        with self.assertRaises(OSError):
            detente.run(self.folder / "missing.yaml")

    def test_states(self):
        self.assertRaises(detente.InputError, detente.run, "coruna", 8, states="USA,NOWHERE")


class Ensembles(Case):
    def test_sobol_design_fills_every_slice(self):
        result = detente.ensemble("coruna", rows=64)
        columns = zip(*result.factors.tolist())
        for (
            column
        ) in columns:  # a scrambled (0, 1)-sequence has one of its first 2^k points in each of 2^k slices
            self.assertEqual(sorted(int(64 * u) for u in column), list(range(64)))
        self.assertEqual(
            (result.members, len(result.factors.coords["factor"])), (64, len(result.scenario.factors))
        )

    def test_designs(self):
        saltelli = detente.ensemble("coruna", "saltelli", 2)
        d = len(saltelli.scenario.factors)
        self.assertEqual(len(saltelli.design), 2 * (d + 2))  # A, B and A with each column of B
        with self.assertRaises(detente.InputError) as caught:
            detente.ensemble("coruna", "nothing")
        self.assertIn("sobol", str(caught.exception))

    def test_outcomes_are_the_programs(self):
        folder = self.folder / "result"
        program("ensemble", "coruna", "--design", "latin", "--base", 64, "--out", folder, "--quiet")
        ours = detente.ensemble("coruna", "latin", 64)
        store, count = ctypes.POINTER(_api.dt_store)(), ctypes.c_int()
        check(lib.dt_store_open(encode(folder), ctypes.byref(store), None))
        self.addCleanup(lib.dt_store_close, store)
        layout = lib.dt_store_describe(store)
        kept = (ctypes.c_double * (layout.n_column * layout.block_size))()
        check(lib.dt_store_get_block(store, 0, ctypes.byref(count), kept))
        self.assertEqual((count.value, layout.n_column), (64, len(ours.outcomes)))
        for k in range(layout.n_column):
            name = layout.column[k].decode()
            single = [
                ctypes.c_float(value).value for value in kept[64 * k : 64 * (k + 1)]
            ]  # as a summary keeps them
            self.assertTrue(equal(single, ours.outcomes[name].tolist()), name)


class Tables(Case):
    def test_outputs_and_parameters(self):
        for kind, ours in (
            ("parameter", detente.parameters()["algorithm_growth"]),
            ("output", detente.outputs()["ai_power"]),
        ):
            wanted = program("explain", "algorithm_growth" if kind == "parameter" else "ai_power")["topics"][
                0
            ]
            self.assertEqual(wanted["kind"], kind)
            self.assertEqual({key: wanted[key] for key in ours}, ours)
        self.assertEqual(detente.version(), program("version")["version"])

    def test_values(self):
        values = detente.Values([1.0, 2.0], "GW", "power", ["state"], {"state": ["USA", "CHN"]})
        self.assertEqual((values["CHN"], values[0], len(values), values.tolist()), (2.0, 1.0, 2, [1.0, 2.0]))
        self.assertEqual(repr(values), "<Values power [GW] state 2>")


if __name__ == "__main__":
    unittest.main()
