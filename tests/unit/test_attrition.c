/* Attrition against Lanchester's laws and percolation. The mechanism under test is included, so that each
 * equation can be called. */
#include "model/attrition.c"

#include "small_model.h"

/* ---- operations of reference cases ---- */

static const struct small_call calls[] = {
    {"begin", DT_WIDE(dt_attrition_begin)}, {"step", DT_WIDE(dt_attrition_step)}, {NULL, NULL}};

static void run_model(struct reference *r)
{
    small_run(r, calls);
}

static struct attrition_param web_param(struct reference *r)
{
    struct attrition_param p = {.hub_share = reference_in(r, "hub_share"),
                                .hub_links = reference_in(r, "hub_links"),
                                .leaf_links = reference_in(r, "leaf_links")};
    return p;
}

/* What is left of a network, per unit of what there was. */
static double left_of(const struct attrition_param *p, double concentration, struct sites s)
{
    struct web w = web_of(p);
    return standing(concentration, joined(w, s, connection(w, s)));
}

/* The part of a whole network that hangs together, and what random and aimed removal leave of it. */
static void run_percolation(struct reference *r)
{
    struct attrition_param p = web_param(r);
    double z = reference_in(r, "concentration"), removed = reference_in_or(r, "removed", 0.0);
    double hubs = at_least_zero(1.0 - removed / p.hub_share);
    double leaves = 1.0 - at_least_zero(removed - p.hub_share) / most(1e-12, 1.0 - p.hub_share);
    reference_check(r, "random", left_of(&p, z, (struct sites){1.0 - removed, 1.0 - removed}));
    reference_check(r, "aimed", left_of(&p, z, (struct sites){hubs, leaves}));
}

static const struct reference_op ops[] = {
    {"model", run_model}, {"percolation", run_percolation}, {NULL, NULL}};

/* ---- thresholds ---- */

/* Share of sites that must be removed until nothing hangs together, by bisection. */
static double threshold(const struct attrition_param *p, int is_aimed)
{
    double low = 0.0, high = 1.0;
    for (int k = 0; k < 40; k++) {
        double f = 0.5 * (low + high);
        struct sites s = {1.0 - f, 1.0 - f};
        if (is_aimed)
            s = (struct sites){at_least_zero(1.0 - f / p->hub_share),
                               1.0 - at_least_zero(f - p->hub_share) / (1.0 - p->hub_share)};
        struct web w = web_of(p);
        if (connection(w, s) > 1e-6)
            low = f;
        else
            high = f;
    }
    return low;
}

/* Molloy and Reed, Cohen et al.: a network falls apart when 1 - 1 / (kappa - 1) of its sites are removed at
 * random, kappa = <k^2> / <k>; for Poisson numbers of lines kappa - 1 is their mean, for a mix of two
 * (h k_h^2 + (1 - h) k_l^2) / (h k_h + (1 - h) k_l). Aimed removal takes the large first: it needs what
 * brings (h a k_h^2 + (1 - h) b k_l^2) down to (h k_h + (1 - h) k_l). Beyond the threshold v is
 * 2 (R - 1) / (R k), so that v of 1e-6 comes 1e-5 after it for k of 20. */
TEST(random_and_aimed_removal_have_their_thresholds)
{
    const double cases[][3] = {{0.5, 4.0, 4.0}, {0.1, 16.0, 2.0}, {0.05, 20.0, 1.5}, {0.2, 8.0, 3.0}};
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        double h = cases[c][0], big = cases[c][1], small = cases[c][2];
        struct attrition_param p = {.hub_share = h, .hub_links = big, .leaf_links = small};
        double first = h * big + (1.0 - h) * small;
        double of_hubs = h * big * big, of_leaves = (1.0 - h) * small * small;
        double random = 1.0 - first / (of_hubs + of_leaves);
        double aimed = of_leaves <= first ? h * (1.0 - (first - of_leaves) / of_hubs)
                                          : h + (1.0 - h) * (1.0 - first / of_leaves);
        assert_near(threshold(&p, 0), random, 2e-5, 0.0);
        assert_near(threshold(&p, 1), aimed, 2e-5, 0.0);
        assert_true(c == 0 || aimed < random);
    }
}

/* ---- exchanges ---- */

static void make_war(struct small_model *s, double concentration)
{
    small_start(s);
    s->m.n_state = 2;
    for (int i = 0; i < 2; i++) {
        s->rivals[i] = (struct network_row){.count = 1, .named = {1 - i}, .weight = {1.0}};
        s->state[i].rivalry.strength = 1.0;
        s->state[i].hazard.war = 1.0;
        s->site[i].attrition.concentration = concentration;
    }
    s->param.attrition.failure_rate = 0.0;
    small_derive(s);
    dt_attrition_begin_w1(&s->m);
}

static void run_steps(struct small_model *s, int steps)
{
    for (int t = 0; t < steps; t++)
        dt_attrition_step_w1(&s->m);
}

/* Where all sites are alike, few-large and many-small are names of the same network: both forms deliver
 * equally, whatever the fire is aimed at. A hub share h of the sites holds h of the capacity. */
TEST(equal_networks_deliver_equally)
{
    static struct small_model few, many;
    make_war(&few, 0.3);
    make_war(&many, 0.3);
    many.site[0].attrition.concentration = 0.05;
    few.param.attrition.hub_share = 0.3;
    many.param.attrition.hub_share = 0.05;
    few.param.attrition.fire_aimed = many.param.attrition.fire_aimed = 0.0;
    few.param.attrition.hub_links = few.param.attrition.leaf_links = 4.0;
    many.param.attrition.hub_links = many.param.attrition.leaf_links = 4.0;
    run_steps(&few, 6);
    run_steps(&many, 6);
    assert_true(few.state[0].attrition.delivered < 0.9);
    assert_near(many.state[0].attrition.delivered, few.state[0].attrition.delivered, 0.0,
                1e-13); /* rounding */
}

/* Fire that finds the large sites costs the concentrated form more than the dispersed one; fire that does not
 * costs both the same share of capacity. */
TEST(concentration_pays_under_aimed_fire)
{
    static struct small_model s;
    double left[2][2];
    for (int aimed = 0; aimed < 2; aimed++) {
        make_war(&s, 0.7);
        s.site[1].attrition.concentration = 0.2;
        s.param.attrition.fire_aimed = aimed;
        s.param.attrition.hub_share = 0.2;
        s.param.attrition.fire_rate = 0.3;
        run_steps(&s, 1);
        for (int i = 0; i < 2; i++)
            left[aimed][i] = standing(s.site[i].attrition.concentration, sites_of(&s.m, i));
    }
    assert_near(left[0][0], left[0][1], 0.0, 1e-14);
    assert_true(left[1][0] < left[1][1]);
}

/* A war that one state opened is fought by both: its rival is fired at and fires. A third without rivals is
 * not touched. */
TEST(both_sides_fire)
{
    static struct small_model s;
    make_war(&s, 0.5);
    s.m.n_state = 3;
    s.state[1].hazard.war = 0.0;
    s.state[2].rivalry.strength = 1.0;
    small_derive(&s);
    dt_attrition_begin_w1(&s.m);
    run_steps(&s, 1);
    assert_near(s.state[0].attrition.hubs, s.state[1].attrition.hubs, 0.0, 0.0);
    assert_true(s.state[1].attrition.hubs < 1.0);
    assert_near(s.state[2].attrition.delivered, 1.0, 0.0, 0.0);
}

/* Rivals that a common part joins meet one another's wars as rivals that are named do: three in a bloc, one
 * of them at war. */
TEST(blocs_fire_as_named_rivals_do)
{
    static struct small_model named, joined;
    make_war(&named, 0.5);
    named.m.n_state = 4;
    named.state[1].hazard.war = 0.0;
    for (int i = 0; i < 4; i++)
        named.state[i].rivalry.strength = 1.0 + 0.3 * i;
    joined = named;
    joined.m.state = joined.state;
    joined.m.work = joined.work;
    joined.m.rivals = joined.rivals;
    for (int i = 0; i < 3; i++) {
        named.rivals[i] = (struct network_row){
            .count = 2, .named = {(i + 1) % 3, (i + 2) % 3}, .weight = {0.5, 0.5}};
        joined.rivals[i] = (struct network_row){.from = {0.0, 0.5}, .to = {0.0, 1.0}};
    }
    small_derive(&named);
    small_derive(&joined);
    dt_attrition_begin_w1(&named.m);
    dt_attrition_begin_w1(&joined.m);
    run_steps(&named, 2);
    run_steps(&joined, 2);
    for (int i = 0; i < 3; i++) {
        assert_true(named.state[i].attrition.hubs < 1.0);
        assert_near(joined.state[i].attrition.hubs, named.state[i].attrition.hubs, 0.0, 1e-14); /* rounding */
    }
    assert_near(joined.state[3].attrition.hubs, 1.0, 0.0, 0.0);
}

/* Members in one block do not see one another: failure and repair are the same in a step with war and in one
 * without. */
TEST(war_elsewhere_changes_no_bit)
{
    static struct small_model war, peace;
    make_war(&war, 0.5);
    war.m.n_state = 3;
    war.state[2].rivalry.strength = 1.0;
    war.param.attrition.failure_rate = 0.3;
    EACH_TECH war.state[2].power.capacity[k] = 10.0;
    EACH_TECH war.state[2].power.can_start[k] = 0.2;
    small_derive(&war);
    dt_attrition_begin_w1(&war.m);
    peace = war;
    peace.m.state = peace.state;
    peace.m.work = peace.work;
    peace.state[0].hazard.war = peace.state[1].hazard.war = 0.0;
    run_steps(&war, 3);
    run_steps(&peace, 3);
    assert_true(peace.state[2].attrition.hubs < 1.0);
    assert_memory_equal(&war.state[2].attrition, &peace.state[2].attrition, sizeof war.state[2].attrition);
}

/* An accident destroys large and small sites alike, before anything else. */
TEST(accidents_destroy_sites)
{
    static struct small_model s;
    make_war(&s, 0.5);
    s.state[0].hazard.war = s.state[1].hazard.war = 0.0;
    s.state[0].hazard.lost = 0.25;
    run_steps(&s, 1);
    assert_near(s.state[0].attrition.hubs, 0.75, 0.0, 1e-15);
    assert_near(s.state[0].attrition.leaves, 0.75, 0.0, 1e-15);
    assert_near(s.state[0].attrition.destroyed, 0.0, 0.0, 0.0);
}

RUN_TESTS_AND_CASES("attrition", ops, CASE(random_and_aimed_removal_have_their_thresholds),
                    CASE(equal_networks_deliver_equally), CASE(concentration_pays_under_aimed_fire),
                    CASE(both_sides_fire), CASE(blocs_fire_as_named_rivals_do),
                    CASE(war_elsewhere_changes_no_bit), CASE(accidents_destroy_sites))
