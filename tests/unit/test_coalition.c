/* Coalitions, treaties and dilemmas of many: the shared cases (closed forms, sums over all sets), and
 * textbook games. */
#include "game_cases.h"

static void check_list(const struct game_case *c, const char *key, const int *flag, int first, int n)
{
    double list[256];
    int count = 0;
    for (int s = first; s <= n; s++)
        if (flag[s]) list[count++] = s;
    check_numbers(c, key, list, count);
}

/* Both stabilities of each size, from payoffs. */
static void find_stable(const dt_size_game *game, int *stable)
{
    int internal[256], external[256];
    assert_int_equal(dt_stable_sizes(game, internal, external), DT_OK);
    for (int s = 0; s <= game->n; s++)
        stable[s] = internal[s] && external[s];
}

static double total_of(const dt_barrett *t, int s)
{
    dt_abatement o;
    assert_int_equal(dt_barrett_outcome(t, s, &o), DT_OK);
    return (s > 0 ? s * o.member : 0.0) + (s < t->n ? (t->n - s) * o.outsider : 0.0);
}

static void barrett_case(const struct game_case *c)
{
    dt_barrett t = {integer_of(c->inputs, "N"), number_of(c->inputs, "a"), number_of(c->inputs, "b"),
                    number_of(c->inputs, "c")};
    double member_payoff[256], outsider[256];
    int stable[256];
    size_t k;
    json_t *row;
    dt_abatement o;
    json_array_foreach(member(c->expected, "rows"), k, row)
    {
        const struct game_case one = {c->id, c->op, c->inputs, row, c->relative, c->absolute};
        assert_int_equal(dt_barrett_outcome(&t, integer_of(row, "s"), &o), DT_OK);
        check_number(&one, "q_s", o.q_member);
        check_number(&one, "q_n", o.q_outsider);
        check_number(&one, "Q", o.total);
        check_number(&one, "pi_s", o.member);
        check_number(&one, "pi_n", o.outsider);
    }
    for (int s = 0; s <= t.n; s++) {
        assert_int_equal(dt_barrett_outcome(&t, s, &o), DT_OK);
        member_payoff[s] = o.member;
        outsider[s] = o.outsider;
        if (s == 0) check_number(c, "Q_noncoop", o.total);
        if (s == t.n) check_number(c, "Q_full", o.total);
    }
    const dt_size_game game = {t.n, member_payoff, outsider, 0.0, 0};
    find_stable(&game, stable);
    check_list(c, "stable", stable, 2, t.n);
    check_number(c, "total_noncoop", total_of(&t, 0));
    check_number(c, "total_full", total_of(&t, t.n));
    for (int s = 2; s <= t.n; s++)
        if (stable[s]) check_number(c, "total_stable", total_of(&t, s));
}

static void simultaneous_case(const struct game_case *c)
{
    int is_linear = strcmp(json_string_value(member(c->inputs, "benefit")), "linear") == 0,
        n = integer_of(c->inputs, "N");
    /* A linear benefit of omega a unit and a cost of q^2 / 2; a quadratic one with a = 100, b = 1. */
    dt_barrett t = {n, 100.0, is_linear ? number_of(c->inputs, "omega") : 1.0,
                    is_linear ? 1.0 : number_of(c->inputs, "gamma")};
    double member_payoff[256], outsider[256], gain[256];
    int stable[256];
    for (int s = 0; s <= n; s++) {
        dt_abatement o;
        if (is_linear) t.a = 1.0;
        assert_int_equal(dt_simultaneous_outcome(&t, is_linear, s, &o), DT_OK);
        member_payoff[s] = o.member;
        outsider[s] = o.outsider;
    }
    for (int s = 2; s <= n; s++)
        gain[s - 2] = member_payoff[s] - outsider[s - 1];
    check_numbers(c, "gain_join", gain, n - 1);
    for (int joins = 0; joins < 2; joins++) {
        const dt_size_game game = {n, member_payoff, outsider, 1e-9, joins};
        find_stable(&game, stable);
        stable[1] = stable[1] && gain[0] <= 1e-9; /* a size of one is always internally stable in the set */
        check_list(c, joins ? "stable_join_if_indifferent" : "stable_weak", stable, 1, n);
    }
}

static void participation_case(const struct game_case *c)
{
    dt_participation t = {integer_of(c->inputs, "N"), number_of(c->inputs, "cost"),
                          number_of(c->inputs, "benefit"), integer_of(c->inputs, "threshold")};
    double member_payoff[256], outsider[256];
    int stable[256], least;
    assert_int_equal(dt_minimum_participation(&t, member_payoff, outsider, &least), DT_OK);
    check_number(c, "k_min_profitable", least);
    const dt_size_game game = {t.n, member_payoff, outsider, 1e-9, 0};
    find_stable(&game, stable);
    check_list(c, "nash_sizes", stable, 0, t.n);
    for (int s = 0; s <= t.n; s++)
        stable[s] = stable[s] && outsider[s] > 0.0;
    check_list(c, "strict_effective", stable, 0, t.n);
}

static void entry_case(const struct game_case *c)
{
    double value[64], swings[64], banzhaf[64], shapley[64];
    int weight[64], veto[64], n = numbers_of(c->inputs, "weights", value);
    for (int i = 0; i < n; i++)
        weight[i] = (int)value[i];
    dt_two_keys rule = {n, weight, integer_of(c->inputs, "min_parties"), integer_of(c->inputs, "min_weight")};
    dt_key_power power = {.swings = swings, .banzhaf = banzhaf, .shapley_shubik = shapley, .is_veto = veto};
    assert_int_equal(dt_two_key_power(&rule, &power), DT_OK);
    check_number(c, "winning", power.winning);
    check_number(c, "minimal_winning", power.minimal_winning);
    check_numbers(c, "banzhaf_raw", swings, n);
    check_numbers(c, "banzhaf", banzhaf, n);
    check_numbers(c, "shapley_shubik", shapley, n);
    check_list(c, "veto", veto, 0, n - 1);
}

static void treaty_case(const struct game_case *c)
{
    if (strcmp(c->op, "barrett_stackelberg") == 0)
        barrett_case(c);
    else if (strcmp(c->op, "simultaneous") == 0)
        simultaneous_case(c);
    else if (strcmp(c->op, "minimum_participation") == 0)
        participation_case(c);
    else if (strcmp(c->op, "entry_into_force") == 0)
        entry_case(c);
    else
        fail_msg("%s: unknown operation %s", c->id, c->op);
}

TEST(shared_treaties)
{
    assert_int_equal(each_case("iea.json", treaty_case), 13);
}

/* 85 states of equal weight, of which 35 must sign: sets of at least 35 of 85; each state swings C(84, 34)
 * sets, all have the same power, and minimal sets are the C(85, 35) of exactly 35. */
TEST(eighty_five_states)
{
    enum { N = 85 };
    int weight[N], veto[N];
    double swings[N], banzhaf[N], shapley[N], expected = 1.0, minimal = 1.0;
    for (int i = 0; i < N; i++)
        weight[i] = 3;
    for (int k = 1; k <= 34; k++)
        expected = expected * (84 - 34 + k) / k;
    for (int k = 1; k <= 35; k++)
        minimal = minimal * (85 - 35 + k) / k;
    dt_two_keys rule = {N, weight, 35, 60};
    dt_key_power power = {.swings = swings, .banzhaf = banzhaf, .shapley_shubik = shapley, .is_veto = veto};
    assert_int_equal(dt_two_key_power(&rule, &power), DT_OK);
    assert_near(power.minimal_winning, minimal, 0.0, 1e-13);
    for (int i = 0; i < N; i++) {
        assert_near(swings[i], expected, 0.0, 1e-13);
        assert_near(banzhaf[i], 1.0 / N, 1e-15, 0.0);
        assert_near(shapley[i], 1.0 / N, 1e-13, 0.0);
        assert_false(veto[i]);
    }
    rule.min_parties = N;
    assert_int_equal(dt_two_key_power(&rule, &power), DT_OK);
    assert_near(power.winning, 1.0, 0.0, 0.0);
    assert_true(veto[0]);
}

/* Weights 1 2 3 5 in rising order, at least 2 parties and a weight of 6. By hand: {1,5}, {2,5}, {3,5} and
 * {1,2,3} are minimal; eight sets win: three pairs, all four triples, and everybody. */
TEST(minimal_sets_by_hand)
{
    const int weight[4] = {1, 2, 3, 5};
    const dt_two_keys rule = {4, weight, 2, 6};
    dt_key_power power = {0};
    assert_int_equal(dt_two_key_power(&rule, &power), DT_OK);
    assert_near(power.minimal_winning, 4.0, 0.0, 0.0);
    assert_near(power.winning, 8.0, 0.0, 0.0);
}

/* Where each unit comes back in full nobody gains by keeping it, and nobody loses: defection is not dominant.
 */
TEST(a_tie_is_no_dominance)
{
    double cooperate[4], defect[4];
    dt_dilemma d;
    assert_int_equal(dt_linear_public_good(4, 4.0, 1.0, cooperate, defect), DT_OK);
    assert_int_equal(dt_dilemma_of(4, cooperate, defect, &d), DT_OK);
    assert_false(d.is_defection_dominant);
    assert_false(d.is_dilemma);
}

/* Gloves: one player has a left glove, two have right ones, a pair is worth 1. Shapley 2/3, 1/6, 1/6; the
 * core gives everything to the left glove. */
TEST(gloves)
{
    double value[8] = {0}, share[3], excess;
    for (int set = 0; set < 8; set++)
        value[set] = (set & 1) && (set & 6) ? 1.0 : 0.0;
    assert_int_equal(dt_shapley(3, value, share), DT_OK);
    assert_near(share[0], 2.0 / 3.0, 1e-15, 0.0);
    assert_near(share[1], 1.0 / 6.0, 1e-15, 0.0);
    assert_int_equal(dt_banzhaf(3, value, share), DT_OK);
    assert_near(share[0], 3.0 / 4.0, 1e-15, 0.0);
    assert_near(share[1], 1.0 / 4.0, 1e-15, 0.0);
    assert_int_equal(dt_least_core(3, value, share, &excess), DT_OK);
    assert_true(excess <= 1e-9);
    assert_near(share[0], 1.0, 1e-7, 0.0);
}

/* Majority of three: the core is empty; the least that two of them miss is 1/3. */
TEST(majority_has_no_core)
{
    double value[8] = {0}, share[3], excess;
    for (int set = 0; set < 8; set++)
        value[set] = __builtin_popcount((unsigned)set) >= 2 ? 1.0 : 0.0;
    assert_int_equal(dt_least_core(3, value, share, &excess), DT_OK);
    assert_near(excess, 1.0 / 3.0, 1e-7, 0.0);
    for (int i = 0; i < 3; i++)
        assert_near(share[i], 1.0 / 3.0, 1e-7, 0.0);
}

/* The airport of Littlechild and Owen (1973): a runway for players with costs 1, 2, 4; who needs a part pays
 * its share: 1/3, 1/3 + 1/2, 1/3 + 1/2 + 2. */
TEST(airport)
{
    static const double cost[3] = {1, 2, 4};
    double value[8] = {0}, share[3];
    for (int set = 1; set < 8; set++)
        for (int i = 0; i < 3; i++)
            if (set >> i & 1) value[set] = fmax(value[set], cost[i]);
    assert_int_equal(dt_shapley(3, value, share), DT_OK);
    assert_near(share[0], 1.0 / 3.0, 1e-15, 0.0);
    assert_near(share[1], 1.0 / 3.0 + 0.5, 1e-15, 0.0);
    assert_near(share[2], 1.0 / 3.0 + 2.5, 1e-15, 0.0);
}

/* Two states: alone in the treaty one pays 1 to the other, together both get 2. Nobody joins first who looks
 * one step ahead, so nothing and the full treaty are stable. By Chwe's definition nothing stays consistent
 * while states move one by one: who joins may find itself back outside, no better off. Where both may join
 * together it is not. A treaty of one never lasts: the other joins. */
TEST(foresight_completes_a_treaty)
{
    const double payoff[8] = {0, 0, -1, 1, 1, -1, 2, 2};
    char internal[4], external[4], consistent[4];
    assert_int_equal(dt_stable_sets(2, payoff, 0.0, internal, external), DT_OK);
    assert_true(internal[0] && external[0]);
    assert_true(internal[3] && external[3]);
    assert_false(internal[1] && external[1]);
    for (int by_groups = 0; by_groups < 2; by_groups++) {
        assert_int_equal(dt_farsighted_sets(2, payoff, 0.0, by_groups, consistent), DT_OK);
        assert_int_equal(consistent[0], !by_groups);
        assert_false(consistent[1] || consistent[2]);
        assert_true(consistent[3]);
    }
}

/* Linear benefits: looking one step ahead no more than three stay together; with foresight larger treaties
 * last, because who leaves would set off others (Diamantoudi and Sartzetakis 2002; Ray and Vohra 2001). */
TEST(foresight_keeps_large_treaties)
{
    enum { N = 6 };
    static double payoff[(1 << N) * N];
    static char internal[1 << N], external[1 << N], consistent[1 << N];
    int largest_myopic = 0, largest = 0;
    const dt_barrett treaty = {N, 1.0, 1.0, 1.0};
    for (int set = 0; set < 1 << N; set++) {
        dt_abatement o;
        assert_int_equal(dt_simultaneous_outcome(&treaty, 1, __builtin_popcount((unsigned)set), &o), DT_OK);
        for (int i = 0; i < N; i++)
            payoff[set * N + i] = set >> i & 1 ? o.member : o.outsider;
    }
    assert_int_equal(dt_stable_sets(N, payoff, 1e-9, internal, external), DT_OK);
    assert_int_equal(dt_farsighted_sets(N, payoff, 1e-9, 0, consistent), DT_OK);
    for (int set = 0; set < 1 << N; set++) {
        int size = __builtin_popcount((unsigned)set);
        if (internal[set] && external[set] && size > largest_myopic) largest_myopic = size;
        if (consistent[set] && size > largest) largest = size;
    }
    assert_int_equal(largest_myopic, 3);
    assert_true(largest > 3);
}

/* ---- dilemmas of many players ------------------------------------------------------------------------- */

static void linear_good_case(const struct game_case *c)
{
    int n = integer_of(c->inputs, "n");
    double r = number_of(c->inputs, "r"), cooperate[64], defect[64];
    dt_dilemma d;
    assert_int_equal(dt_linear_public_good(n, r, number_of(c->inputs, "c"), cooperate, defect), DT_OK);
    assert_int_equal(dt_dilemma_of(n, cooperate, defect, &d), DT_OK);
    check_numbers(c, "payoff_C", cooperate, n);
    check_numbers(c, "payoff_D", defect, n);
    check_number(c, "D_dominant", d.is_defection_dominant);
    check_number(c, "all_D_deficient", d.is_all_defect_deficient);
    check_number(c, "is_npd", d.is_dilemma);
    check_number(c, "schelling_k", d.schelling_k < 0 ? (double)NAN : d.schelling_k);
    check_number(c, "mpcr", cooperate[1] - cooperate[0]);
}

static void threshold_case(const struct game_case *c)
{
    dt_threshold_good g;
    assert_int_equal(dt_threshold_good_of(integer_of(c->inputs, "n"), integer_of(c->inputs, "m"),
                                          number_of(c->inputs, "b"), number_of(c->inputs, "c"), &g),
                     DT_OK);
    check_number(c, "n_symmetric_mixed", g.count);
    check_numbers(c, "p", g.p, g.count);
    check_numbers(c, "success", g.success, g.count);
    check_number(c, "p_star", g.p_star);
    check_number(c, "max_cost", g.most_cost);
}

static void volunteer_case(const struct game_case *c)
{
    double p, nobody;
    assert_int_equal(dt_volunteers(integer_of(c->inputs, "n"), number_of(c->inputs, "b"),
                                   number_of(c->inputs, "c"), &p, &nobody),
                     DT_OK);
    check_number(c, "p", p);
    check_number(c, "no_volunteer", nobody);
}

static void dilemma_case(const struct game_case *c)
{
    if (strcmp(c->op, "linear_public_good") == 0)
        linear_good_case(c);
    else if (strcmp(c->op, "threshold_public_good") == 0)
        threshold_case(c);
    else if (strcmp(c->op, "volunteers_dilemma") == 0)
        volunteer_case(c);
    else
        fail_msg("%s: unknown operation %s", c->id, c->op);
}

TEST(shared_dilemmas)
{
    assert_int_equal(each_case("nplayer.json", dilemma_case), 10);
}

RUN_TESTS(CASE(shared_treaties), CASE(eighty_five_states), CASE(minimal_sets_by_hand),
          CASE(a_tie_is_no_dominance), CASE(gloves), CASE(majority_has_no_core), CASE(airport),
          CASE(foresight_completes_a_treaty), CASE(foresight_keeps_large_treaties), CASE(shared_dilemmas))
