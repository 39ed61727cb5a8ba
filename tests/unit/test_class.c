/* Classes of 2x2 games, potentials and the price of anarchy: the shared cases, the counts of the ordinal
 * games, and examples of the literature. */
#include "game_cases.h"

static void class_case(const struct game_case *c)
{
    double t, r, p, s, pure[8];
    dt_class_2x2 k;
    if (strcmp(c->op, "classify_2x2") != 0) return;
    t = number_of(c->inputs, "T");
    r = number_of(c->inputs, "R");
    p = number_of(c->inputs, "P");
    s = number_of(c->inputs, "S");
    const dt_game_2x2 game = {{{r, s}, {t, p}}, {{r, t}, {s, p}}};
    assert_int_equal(dt_class_of(&game, 0.0, &k), DT_OK);
    assert_string_equal(dt_family_key(k.family), json_string_value(member(c->expected, "type")));
    for (int e = 0; e < k.n_pure; e++) {
        pure[2 * e] = k.pure[e] / 2;
        pure[2 * e + 1] = k.pure[e] % 2;
    }
    check_numbers(c, "pure_nash", pure, 2 * k.n_pure);
    check_number(c, "mixed_p_C", k.mixed_row);
    check_number(c, "repeated_condition", k.alternating);
    check_number(c, "discount_grim", k.discount_row);
    check_number(c, "poa_pure", k.price_of_anarchy);
    check_number(c, "pos_pure", k.price_of_stability);
    assert_string_equal(k.risk_dominant ? "D" : "C", json_string_value(member(c->expected, "risk_dominant")));
}

TEST(shared_classes)
{
    assert_true(each_case("egta.json", class_case) > 5);
}

/* The k-th order of four payoffs 1 .. 4. */
static void order_of(int k, double *payoff)
{
    int left[4] = {1, 2, 3, 4};
    for (int n = 4; n > 0; n--) {
        int at = k % n;
        k /= n;
        payoff[4 - n] = left[at];
        for (int j = at; j + 1 < n; j++)
            left[j] = left[j + 1];
    }
}

/* Robinson and Goforth (2005): 576 strict games are 144 when rows and columns may change places, each met
 * four times; 12 are symmetric; 78 when players may as well (Rapoport and Guyer 1966). */
TEST(hundred_and_forty_four_games)
{
    int met[144] = {0}, n_symmetric = 0, n_pair = 0;
    for (int a = 0; a < 24; a++)
        for (int b = 0; b < 24; b++) {
            dt_game_2x2 game;
            dt_class_2x2 k;
            order_of(a, &game.row[0][0]);
            order_of(b, &game.column[0][0]);
            assert_int_equal(dt_class_of(&game, 0.0, &k), DT_OK);
            assert_false(k.has_tie);
            assert_in_range(k.place, 0, 143);
            met[k.place]++;
        }
    for (int p = 0; p < 144; p++) {
        assert_int_equal(met[p], 4);
        n_symmetric += p / 12 == p % 12;
        n_pair += p / 12 <= p % 12;
    }
    assert_int_equal(n_symmetric, 12);
    assert_int_equal(n_pair, 78);
}

/* Strategies with other names make the same game; a tie makes none. */
TEST(names_do_not_matter)
{
    const dt_game_2x2 dilemma = {{{3, 0}, {5, 1}}, {{3, 5}, {0, 1}}},
                      renamed = {{{5, 1}, {3, 0}}, {{0, 1}, {3, 5}}};
    const dt_game_2x2 sexes = {{{2, 0.5}, {0, 1}}, {{1, 0.5}, {0, 2}}},
                      tied = {{{3, 0}, {3, 1}}, {{3, 5}, {0, 1}}};
    dt_class_2x2 k;
    assert_int_equal(dt_class_of(&renamed, 0.0, &k), DT_OK);
    assert_int_equal(k.family, DT_FAMILY_OTHER);
    assert_int_equal(k.turned_family, DT_FAMILY_DILEMMA);
    assert_string_equal(k.name, "Prisoner's Dilemma");
    assert_int_equal(dt_class_of(&dilemma, 0.0, &k), DT_OK);
    assert_int_equal(k.turned_row, DT_DILEMMA);
    assert_int_equal(k.row_dominant, 1);
    assert_int_equal(dt_class_of(&sexes, 0.0, &k), DT_OK);
    assert_int_equal(k.turned_family, DT_FAMILY_BATTLE);
    assert_int_equal(dt_class_of(&tied, 0.0, &k), DT_OK);
    assert_true(k.has_tie);
    assert_int_equal(k.family, DT_FAMILY_TIE);
    assert_int_equal(dt_class_of(&dilemma, 1.5, &k), DT_OK);
    assert_true(k.has_tie);
}

/* Monderer and Shapley (1996): the dilemma (1,1) (9,0) (0,9) (6,6) has the exact potential 4 3 3 0. */
TEST(potential_of_the_dilemma)
{
    const double a[4] = {1, 9, 0, 6}, b[4] = {1, 0, 9, 6};
    dt_normal *game = bimatrix(2, 2, a, b);
    double potential[4];
    enum dt_potential kind;
    assert_int_equal(dt_potential_find(game, 0.0, potential, &kind), DT_OK);
    assert_int_equal(kind, DT_POTENTIAL_EXACT);
    assert_near(potential[1] - potential[0], -1.0, 1e-15, 0.0);
    assert_near(potential[2] - potential[0], -1.0, 1e-15, 0.0);
    assert_near(potential[3] - potential[0], -4.0, 1e-15, 0.0);
    dt_normal_free(game);
}

/* Congestion (Rosenthal 1973): three players choose between two roads whose cost depends on how many take
 * them. */
TEST(potential_of_congestion)
{
    static const double cost[2][4] = {{0, 1, 4, 9}, {0, 2, 3, 7}};
    const int size[3] = {2, 2, 2};
    dt_normal *game = NULL;
    double potential[8];
    enum dt_potential kind;
    assert_int_equal(dt_normal_create(3, size, &game), DT_OK);
    for (int s = 0; s < 8; s++)
        for (int i = 0; i < 3; i++) {
            int road = s >> i & 1, users = __builtin_popcount((unsigned)s);
            dt_normal_set_payoff(game, s, i, -cost[road][road ? users : 3 - users]);
        }
    assert_int_equal(dt_potential_find(game, 0.0, potential, &kind), DT_OK);
    assert_int_equal(kind, DT_POTENTIAL_EXACT);
    for (int s = 0; s < 8; s++) {
        int users = __builtin_popcount((unsigned)s);
        double sum = 14.0; /* Rosenthal's sum, less that of profile 0: -(1 + 4 + 9) */
        for (int k = 1; k <= 3 - users; k++)
            sum -= cost[0][k];
        for (int k = 1; k <= users; k++)
            sum -= cost[1][k];
        assert_near(potential[s], sum, 1e-12, 0.0);
    }
    dt_normal_free(game);
}

/* Matching pennies has none. A common interest bent by increasing functions keeps its order: an ordinal
 * potential. A game with a tie on the way round has only a generalised one. */
TEST(weaker_potentials)
{
    const double pennies[4] = {1, -1, -1, 1}, other[4] = {-1, 1, 1, -1};
    const double bent[4] = {8, 1, 27, 64}, common[4] = {2, 1, 3, 4};
    const double tie_row[4] = {1, 2, 2, 0}, tie_column[4] = {0, 1, 1, 0};
    enum dt_potential kind;
    double potential[4];
    dt_normal *game = bimatrix(2, 2, pennies, other);
    assert_int_equal(dt_potential_find(game, 0.0, NULL, &kind), DT_OK);
    assert_int_equal(kind, DT_POTENTIAL_NONE);
    dt_normal_free(game);
    game = bimatrix(2, 2, bent, common);
    assert_int_equal(dt_potential_find(game, 0.0, potential, &kind), DT_OK);
    assert_int_equal(kind, DT_POTENTIAL_ORDINAL);
    assert_true(potential[3] > potential[1] && potential[1] > potential[0] && potential[0] > potential[2]);
    dt_normal_free(game);
    /* Voorneveld and Norde (1997), figure 1: (1,0) (2,0) / (2,0) (0,1). */
    const double vn_row[4] = {1, 2, 2, 0}, vn_column[4] = {0, 0, 0, 1};
    game = bimatrix(2, 2, vn_row, vn_column);
    assert_int_equal(dt_potential_find(game, 0.0, NULL, &kind), DT_OK);
    assert_int_equal(kind, DT_POTENTIAL_GENERALISED);
    dt_normal_free(game);
    game = bimatrix(2, 2, tie_row, tie_column);
    assert_int_equal(dt_potential_find(game, 0.0, NULL, &kind), DT_OK);
    assert_true(kind != DT_POTENTIAL_EXACT);
    dt_normal_free(game);
}

/* The stag hunt 4 0 3 2: totals 8, 3, 3, 4 and the mixed equilibrium p = 2/3: 8/3 each. */
TEST(price_of_anarchy)
{
    const double a[4] = {4, 0, 3, 2}, b[4] = {4, 3, 0, 2};
    dt_normal *game = bimatrix(2, 2, a, b);
    dt_equilibria list;
    dt_anarchy anarchy;
    assert_int_equal(dt_normal_solve(game, "vertex", NULL, &list, NULL), DT_OK);
    assert_int_equal(dt_anarchy_of(game, &list, &anarchy), DT_OK);
    assert_near(anarchy.best_total, 8.0, 0.0, 0.0);
    assert_near(anarchy.price_of_anarchy, 2.0, 1e-12, 0.0);
    assert_near(anarchy.price_of_stability, 1.0, 1e-12, 0.0);
    assert_near(anarchy.loss_of_anarchy, 4.0, 1e-12, 0.0);
    dt_equilibria_free(&list);
    dt_normal_free(game);
}

RUN_TESTS(CASE(shared_classes), CASE(hundred_and_forty_four_games), CASE(names_do_not_matter),
          CASE(potential_of_the_dilemma), CASE(potential_of_congestion), CASE(weaker_potentials),
          CASE(price_of_anarchy))
