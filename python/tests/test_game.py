"""Games with known equilibria, and the numbers of the program."""
from fractions import Fraction

import detente
from common import Case, program


def tables(first, second):
    """Payoffs of a two-player game."""
    return [first, second]


class Games(Case):
    def test_matching_pennies(self):
        solution = detente.game(
            tables([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]),
            exact=True,
            players=["even", "odd"],
            strategies=[["heads", "tails"], ["heads", "tails"]],
        )
        half = [Fraction(1, 2)] * 2
        self.assertEqual([one.fractions for one in solution.equilibria], [[half, half]])
        self.assertEqual(solution[0].mixed[0]["heads"], 0.5)
        self.assertEqual(
            (solution.players, solution.is_complete, solution.is_degenerate), (["even", "odd"], True, False)
        )

    def test_battle_of_the_sexes(self):
        # Both pure equilibria, and the mixture in which each plays its favourite with probability 3/5.
        solution = detente.game(tables([[3, 0], [0, 2]], [[2, 0], [0, 3]]), exact=True)
        self.assertEqual(len(solution), 3)
        mixed = [one for one in solution.equilibria if not one.is_pure][0]
        self.assertEqual(
            mixed.fractions, [[Fraction(3, 5), Fraction(2, 5)], [Fraction(2, 5), Fraction(3, 5)]]
        )
        self.assertEqual(mixed.payoffs, [1.2, 1.2])

    def test_fractions_and_text_are_exact(self):
        third = Fraction(1, 3)
        solution = detente.game(
            tables([[third, 0], [0, "2/3"]], [["1/3", 0], [0, Fraction(2, 3)]]), exact=True
        )
        mixed = [one for one in solution.equilibria if not one.is_pure][0]
        self.assertEqual(mixed.fractions[0], [Fraction(2, 3), Fraction(1, 3)])

    def test_three_players(self):
        # Everybody gains from restraint of the others, nobody from the own: mutual defection alone.
        payoff = [
            [
                [
                    [2 * ((a == 0) + (b == 0) + (c == 0)) - 3 * ((a, b, c)[i] == 0) for c in (0, 1)]
                    for b in (0, 1)
                ]
                for a in (0, 1)
            ]
            for i in range(3)
        ]
        solution = detente.game(payoff)
        self.assertEqual([one.is_pure for one in solution.equilibria], [True])
        self.assertEqual([values.tolist() for values in solution[0].mixed], [[0.0, 1.0]] * 3)

    def test_numpy_tables(self):
        try:
            import numpy
        except ImportError:
            self.skipTest("numpy is not installed")
        solution = detente.game(numpy.array([[[3, 0], [5, 1]], [[3, 5], [0, 1]]]))
        self.assertEqual([one.payoffs for one in solution.equilibria], [[1.0, 1.0]])

    def test_numbers_are_the_programs(self):
        path = self.folder / "game.csv"
        path.write_text(
            "A,B,payoff A,payoff B\nopera,opera,3,2\nmatch,opera,0,0\nopera,match,0,0\nmatch,match,2,3\n"
        )
        wanted, solution = program("game", "solve", path, "--exact"), detente.game(path, exact=True)
        self.assertEqual(len(wanted["equilibria"]), len(solution))
        for one, two in zip(wanted["equilibria"], solution.equilibria):
            self.assertEqual(one["payoffs"], two.payoffs)
            self.assertEqual(
                (one["regret"], one["pure"], one["exact"]), (two.regret, two.is_pure, two.is_exact)
            )
            self.assertEqual(one["fractions"], [[str(value) for value in part] for part in two.fractions])
        self.assertEqual((wanted["method"], wanted["complete"]), (solution.method, solution.is_complete))

    def test_errors(self):
        self.assertRaises(detente.InputError, detente.game, [[[1, 2]], [[1], [2]]])
        with self.assertRaises(detente.InputError) as caught:
            detente.game(tables([[1]], [[1]]), method="nothing")
        self.assertTrue(caught.exception.findings)
        path = self.folder / "bad.nfg"
        path.write_text('NFG 1 R "bad" {\n')
        wanted = program("game", "solve", path, code=3)
        with self.assertRaises(detente.InputError) as caught:
            detente.game(path)
        self.assertEqual(
            [one["code"] for one in wanted["diagnostics"]], [one.code for one in caught.exception.findings]
        )


class Plays(Case):
    def test_numbers_are_the_programs(self):
        wanted = program("game", "play", "usa-china", "--members", 16, "--effects", 0, "--quiet")
        ours = detente.play("usa-china", 16, effects=0)
        for one in (wanted, ours):
            one.pop("seconds", None)
        self.assertEqual(wanted, ours)
