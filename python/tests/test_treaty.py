"""Treaties: predictions and designs are those that the program prints."""
import detente
from common import Case, program

FIELDS = ("signs", "low", "high", "attends", "signs_if_attends", "log_odds")


class Treaties(Case):
    def test_prediction_is_the_programs(self):
        wanted, ours = program("treaty", "predict", "binding"), detente.treaty("binding")
        self.assertEqual(
            [wanted[key] for key in ("text", "expected", "low", "high")],
            [ours.name, ours.expected, ours.low, ours.high],
        )
        self.assertEqual(len(wanted["states"]), len(ours.states))
        for state in wanted["states"]:
            for field in FIELDS:
                self.assertEqual(state[field], ours.column(field)[state["iso3"]], (state["iso3"], field))
            self.assertEqual(state["reasons"], ours.reasons(state["iso3"]))
        for tip in wanted["tips"][:50]:
            self.assertEqual(ours.tips(tip["if_signs"])[tip["then"]], tip["rise"])

    def test_total_is_the_sum(self):
        ours = detente.treaty()
        self.assertAlmostEqual(
            sum(ours.signs), ours.expected, delta=1e-9 * ours.expected
        )  # a sum of 190 numbers
        self.assertTrue(ours.low < ours.expected < ours.high)

    def test_design_reaches_its_goal(self):
        ours = detente.treaty("coruna")
        changes = ours.design("CHN", most=5)
        self.assertTrue(changes[0].is_reached and changes[0].probability >= 0.5 > ours.signs["CHN"])
        again = detente.treaty(
            "coruna",
            kind=changes[0].kind,
            sponsor=changes[0].sponsor,
            binding=changes[0].binding,
            verification=changes[0].verification,
        )
        self.assertEqual((again.signs["CHN"], again.expected), (changes[0].probability, changes[0].expected))

    def test_errors(self):
        for wrong in ({"kind": "party"}, {"sponsor": "nobody"}, {"verification": 4}):
            self.assertRaises(detente.InputError, detente.treaty, **wrong)
        self.assertRaises(detente.InputError, detente.treaty().design)
        self.assertRaises(KeyError, detente.treaty().reasons, "XXX")
        path = self.folder / "bad.yaml"
        path.write_text("kind: party\n")
        wanted = program("treaty", "predict", path, code=3)
        with self.assertRaises(detente.InputError) as caught:
            detente.treaty(path)
        self.assertEqual(
            [one["code"] for one in wanted["diagnostics"]], [one.code for one in caught.exception.findings]
        )
