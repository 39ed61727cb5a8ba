"""The C library as ctypes see it. Written by tools/make_python.py from include/detente/*.h; do not edit."""
from ctypes import (CFUNCTYPE, POINTER, Structure, c_byte, c_char, c_char_p, c_double, c_float, c_int, c_int64,
                    c_longlong, c_size_t, c_ubyte, c_uint, c_uint32, c_uint64, c_ulonglong, c_void_p)

DT_DIST_FIXED = 0
DT_DIST_UNIFORM = 1
DT_DIST_LOGUNIFORM = 2
DT_DIST_TRIANGULAR = 3
DT_DIST_PERT = 4
DT_DIST_NORMAL = 5
DT_DIST_LOGNORMAL = 6
DT_DIST_DISCRETE = 7
DT_DIST_DATA = 8
DT_DIST_KIND_COUNT = 9
DT_ROLE_UNCERTAIN = 0
DT_ROLE_LEVER = 1
DT_ROLE_CONSTANT = 2
DT_SHAPE_WORLD = 0
DT_SHAPE_TECH = 1
DT_SHAPE_STATE = 2


class dt_param_info(Structure):
    _fields_ = [("name", c_char_p), ("mechanism", c_char_p), ("unit", c_char_p), ("source", c_char_p),
                ("text", c_char_p), ("field", c_char_p), ("shape", c_int), ("role", c_int),
                ("least", c_double), ("greatest", c_double), ("distribution", c_int), ("low", c_double),
                ("central", c_double), ("high", c_double), ("slot", c_int), ("n_slot", c_int)]


DT_AGGREGATE_SUM = 0
DT_AGGREGATE_MEAN = 1
DT_AGGREGATE_BEST = 2
DT_AGGREGATE_LEAST = 3
DT_AGGREGATE_LEAD = 4


class dt_output_info(Structure):
    _fields_ = [("name", c_char_p), ("unit", c_char_p), ("text", c_char_p), ("factor", c_double),
                ("aggregate", c_int), ("is_log", c_int), ("least", c_double), ("greatest", c_double),
                ("slot", c_int)]


class dt_field_info(Structure):
    _fields_ = [("name", c_char_p), ("mechanism", c_char_p), ("unit", c_char_p), ("text", c_char_p),
                ("is_global", c_int), ("slot", c_int), ("n_slot", c_int)]


DT_OK = 0
DT_NO = 1
DT_USAGE = 2
DT_INPUT = 3
DT_MEMBERS_FAILED = 4
DT_NO_SOLUTION = 5
DT_IO = 6
DT_NO_MEMORY = 7
DT_MISMATCH = 8
DT_INTERRUPTED = 9
DT_BROKEN = 10
DT_STATUS_COUNT = 11


class dt_error_info(Structure):
    _fields_ = [("code", c_int), ("status", c_int), ("name", c_char_p), ("title", c_char_p),
                ("explanation", c_char_p)]


DT_DIAGNOSTICS_MAX = 20
DT_DIAGNOSTIC_TEXT = 256


class dt_diagnostic(Structure):
    _fields_ = [("code", c_int), ("is_warning", c_int), ("line", c_int), ("column", c_int),
                ("file", c_char * 256), ("key", c_char * 256), ("found", c_char * 256),
                ("expected", c_char * 256), ("suggestion", c_char * 256)]


class dt_diagnostics(Structure):
    _fields_ = [("count", c_int), ("n_error", c_int), ("n_warning", c_int), ("item", dt_diagnostic * 20)]


class dt_world(Structure):
    pass


DT_GROUP_USA = 0
DT_GROUP_CHN = 1
DT_GROUP_EU = 2
DT_GROUP_GULF = 3
DT_GROUP_IND = 4
DT_GROUP_REST = 5
DT_GROUP_COUNT = 6
DT_REGION_US = 0
DT_REGION_CN = 1
DT_REGION_EU = 2
DT_REGION_GULF = 3
DT_REGION_IN = 4
DT_REGION_ROW = 5
DT_REGION_COUNT = 6


class dt_state_info(Structure):
    _fields_ = [("iso3", c_char_p), ("name", c_char_p), ("region", c_char_p), ("data_group", c_int),
                ("tech_region", c_int), ("bloc", c_int), ("eu", c_int), ("nato", c_int), ("gcc", c_int),
                ("g20", c_int), ("nuclear_armed", c_int)]


class dt_value(Structure):
    _fields_ = [("low", c_double), ("central", c_double), ("high", c_double), ("year", c_int),
                ("is_present", c_int), ("is_estimate", c_int), ("unit", c_char_p), ("source", c_char_p)]


class dt_world_field_info(Structure):
    _fields_ = [("name", c_char_p), ("unit", c_char_p), ("text", c_char_p), ("is_tech", c_int),
                ("is_required", c_int), ("least", c_double), ("greatest", c_double)]


class dt_rivalry(Structure):
    _fields_ = [("first", c_int), ("second", c_int), ("weight", c_double), ("hostility", c_double)]


DT_INCLINATION_PARTS = 7


class dt_inclination(Structure):
    _fields_ = [("n_player", c_int), ("n_draw", c_int), ("state", POINTER(c_int)),
                ("mean", POINTER(c_double)), ("load", POINTER(c_double)), ("pull", c_double),
                ("pull_load", POINTER(c_double)), ("start", POINTER(c_int)), ("near", POINTER(c_int)),
                ("weight", POINTER(c_double))]


class dt_scenario(Structure):
    pass


class dt_case(Structure):
    pass


DT_SCENARIO_POLICY = 0
DT_SCENARIO_WORLD = 1


class dt_scenario_info(Structure):
    _fields_ = [("name", c_char_p), ("text", c_char_p), ("start_year", c_int), ("start_quarter", c_int),
                ("end_year", c_int), ("end_quarter", c_int), ("step", c_double), ("seed", c_uint64),
                ("members", c_int64), ("n_group", c_int), ("kind", c_int)]


class dt_factor_info(Structure):
    _fields_ = [("name", c_char_p), ("param", c_int), ("index", c_int)]


class dt_assumption(Structure):
    _fields_ = [("param", POINTER(dt_param_info)), ("key", c_char_p), ("kind", c_int), ("a", c_double),
                ("b", c_double), ("c", c_double), ("low", c_double), ("high", c_double),
                ("is_changed", c_int), ("source", c_char_p)]


class dt_race(Structure):
    pass


DT_RACE_LANES = 8


class dt_race_options(Structure):
    _fields_ = [("width", c_int), ("stream", CFUNCTYPE(c_uint64, c_void_p, c_uint64)),
                ("stream_context", c_void_p)]


class dt_kernel_info(Structure):
    _fields_ = [("width", c_int), ("target", c_char_p), ("isa", c_char_p), ("is_supported", c_int)]


class dt_failure(Structure):
    _fields_ = [("has_failed", c_int), ("step", c_int), ("state", c_int), ("mechanism", c_char_p),
                ("field", c_char_p)]


dt_sink = CFUNCTYPE(c_int, c_void_p, POINTER(dt_race))


class dt_account(Structure):
    _fields_ = [("energy", c_double), ("chips", c_double)]


class dt_design(Structure):
    pass


DT_DESIGN_MONTE_CARLO = 0
DT_DESIGN_LATIN = 1
DT_DESIGN_MAXIMIN = 2
DT_DESIGN_SOBOL = 3
DT_DESIGN_HALTON = 4
DT_DESIGN_SALTELLI = 5
DT_DESIGN_MORRIS = 6
DT_DESIGN_MORRIS_RADIAL = 7
DT_DESIGN_FACTORIAL = 8
DT_DESIGN_COUNT = 9
DT_SOBOL_DIMENSIONS = 1111


class dt_design_options(Structure):
    _fields_ = [("kind", c_int), ("n_column", c_int), ("base", c_int64), ("seed", c_uint64),
                ("is_scrambled", c_int), ("level", c_int), ("second_order", c_int)]


class dt_design_quality(Structure):
    _fields_ = [("centred", c_double), ("wrap_around", c_double), ("mixture", c_double), ("star", c_double),
                ("greatest_correlation", c_double), ("least_distance", c_double), ("is_latin", c_int)]


class dt_store(Structure):
    pass


class dt_store_layout(Structure):
    _fields_ = [("case_hash", POINTER(c_ubyte)), ("n_column", c_int), ("column", POINTER(c_char_p)),
                ("block_size", c_int)]


class dt_store_failure(Structure):
    _fields_ = [("member", c_uint64), ("step", c_int), ("state", c_char * 8), ("mechanism", c_char * 32),
                ("field", c_char * 64)]


class dt_progress(Structure):
    _fields_ = [("done", c_int64), ("total", c_int64), ("failed", c_int64), ("seconds", c_double),
                ("per_second", c_double), ("eta_seconds", c_double)]


DT_FINISH_THEN_FAIL = 0
DT_KEEP_GOING = 1
DT_STOP_AT_FAILURE = 2


class dt_ensemble_options(Structure):
    _fields_ = [("members", c_int64), ("threads", c_int), ("width", c_int), ("design", POINTER(dt_design)),
                ("on_failure", c_int), ("store", POINTER(dt_store)), ("is_streamed", c_int),
                ("save_seconds", c_double), ("slice", c_int64), ("n_slice", c_int64),
                ("claim", CFUNCTYPE(c_int, c_void_p, POINTER(c_int64), POINTER(c_int64))),
                ("claim_context", c_void_p),
                ("take", CFUNCTYPE(None, c_void_p, c_int64, c_int, POINTER(c_double))),
                ("take_context", c_void_p), ("progress", CFUNCTYPE(None, c_void_p, POINTER(dt_progress))),
                ("context", c_void_p), ("stop", POINTER(c_int))]


class dt_summary(Structure):
    pass


DT_ENSEMBLE_BLOCK = 256


class dt_verification(Structure):
    _fields_ = [("blocks", c_int64), ("members", c_int64), ("differing", c_int64),
                ("first_differing", c_int64)]


DT_SUMMARY_COLUMNS = 262144


class dt_interval(Structure):
    _fields_ = [("value", c_double), ("low", c_double), ("high", c_double)]


DT_SOBOL_SALTELLI_RAW = 0
DT_SOBOL_SALTELLI = 1
DT_SOBOL_JANSEN = 2
DT_SOBOL_MARTINEZ = 3
DT_SOBOL_JANON = 4
DT_SOBOL_METHOD_COUNT = 5


class dt_sobol(Structure):
    pass


class dt_sobol_options(Structure):
    _fields_ = [("method", c_int), ("level", c_double), ("resamples", c_int), ("seed", c_uint64)]


class dt_effects(Structure):
    _fields_ = [("n", c_int64), ("mean", c_double), ("mean_absolute", c_double), ("spread", c_double),
                ("sum_square", c_double), ("absolute_square", c_double)]


class dt_pairs(Structure):
    _fields_ = [("x", POINTER(c_double)), ("y", POINTER(c_double)), ("n", c_int),
                ("weight", POINTER(c_double))]


class dt_resampling(Structure):
    _fields_ = [("resamples", c_int), ("seed", c_uint64), ("level", c_double)]


class dt_total_runs(Structure):
    _fields_ = [("before", POINTER(c_double)), ("after", POINTER(c_double)), ("n", c_int),
                ("sample", POINTER(c_double)), ("n_sample", c_int)]


class dt_hsic(Structure):
    _fields_ = [("v", c_double), ("u", c_double), ("share", c_double), ("p", c_double)]


class dt_hsic_options(Structure):
    _fields_ = [("bandwidth_x", c_double), ("bandwidth_y", c_double), ("permutations", c_int),
                ("seed", c_uint64)]


class dt_samples(Structure):
    _fields_ = [("x", POINTER(c_double)), ("y", POINTER(c_double)), ("n", c_int), ("d", c_int),
                ("weight", POINTER(c_double))]


class dt_cases(Structure):
    _fields_ = [("x", POINTER(c_double)), ("y", POINTER(c_ubyte)), ("n", c_int), ("d", c_int),
                ("weight", POINTER(c_double))]


class dt_box(Structure):
    _fields_ = [("low", POINTER(c_double)), ("high", POINTER(c_double)), ("categories", POINTER(c_uint64)),
                ("n", c_int64), ("n_of_interest", c_int64), ("coverage", c_double), ("density", c_double),
                ("mass", c_double), ("restricted", c_int), ("weight", c_double),
                ("weight_of_interest", c_double), ("is_open", POINTER(c_ubyte))]


DT_OPEN_BELOW = 1
DT_OPEN_ABOVE = 2


class dt_prim_options(Structure):
    _fields_ = [("peel", c_double), ("paste", c_double), ("least_mass", c_double),
                ("categorical", POINTER(c_ubyte))]


class dt_prim(Structure):
    pass


DT_PRIM_BOXES = 8


class dt_prim_boxes(Structure):
    _fields_ = [("n", c_int), ("prim", POINTER(dt_prim) * 8), ("step", c_int * 8)]


class dt_tree_node(Structure):
    _fields_ = [("factor", c_int), ("threshold", c_double), ("left", c_int), ("right", c_int), ("n", c_int),
                ("n_of_interest", c_int), ("gini", c_double), ("gain", c_double), ("weight", c_double),
                ("weight_of_interest", c_double)]


class dt_tree(Structure):
    _fields_ = [("count", c_int), ("node", POINTER(dt_tree_node))]


class dt_robustness(Structure):
    _fields_ = [("worst", c_double), ("best", c_double), ("mean", c_double), ("hurwicz", c_double),
                ("greatest_regret", c_double), ("mean_regret", c_double), ("regret90", c_double),
                ("satisficing", c_double), ("p10", c_double), ("spread", c_double), ("cvar20", c_double),
                ("undesirable_deviation", c_double), ("is_dominated", c_int)]


class dt_payoffs(Structure):
    _fields_ = [("payoff", POINTER(c_double)), ("n_policy", c_int), ("n_scenario", c_int),
                ("threshold", c_double), ("optimism", c_double), ("weight", POINTER(c_double))]


class dt_outcomes(Structure):
    _fields_ = [("members", c_int64), ("value", POINTER(c_double))]


class dt_evidence(Structure):
    _fields_ = [("c", POINTER(dt_case)), ("design", POINTER(dt_design)), ("store", POINTER(dt_store)),
                ("memory", POINTER(dt_outcomes))]


class dt_table(Structure):
    _fields_ = [("n", c_int), ("d", c_int), ("n_outcome", c_int), ("n_failed", c_int64),
                ("u", POINTER(c_double)), ("y", POINTER(c_double))]


class dt_member_column(Structure):
    _fields_ = [("n", c_int), ("held", c_int64), ("n_failed", c_int64), ("member", POINTER(c_int64)),
                ("y", POINTER(c_double)), ("weight", POINTER(c_double)), ("effective", c_double)]


class dt_member_column_options(Structure):
    _fields_ = [("most", c_int64), ("weight", POINTER(c_double)), ("n_weight", c_int64)]


class dt_member_column_each(Structure):
    _fields_ = [("measure", CFUNCTYPE(c_int, c_void_p, c_int, POINTER(dt_pairs))), ("context", c_void_p),
                ("threads", c_int), ("progress", CFUNCTYPE(None, c_void_p, POINTER(dt_progress))),
                ("progress_context", c_void_p), ("stop", POINTER(c_int))]


dt_member_visit = CFUNCTYPE(None, c_void_p, c_int64, c_double, POINTER(c_double))


class dt_search(Structure):
    pass


DT_SEARCH_OBJECTIVES = 16


class dt_search_options(Structure):
    _fields_ = [("n_lever", c_int), ("n_objective", c_int), ("population", c_int), ("seed", c_uint64),
                ("epsilon", c_double * 16)]


DT_POLICY_LEVERS = 64


class dt_policy_lever(Structure):
    _fields_ = [("key", c_char * 96), ("low", c_double), ("high", c_double)]


DT_POLICY_MEAN = 0
DT_POLICY_QUANTILE = 1
DT_POLICY_ABOVE = 2
DT_POLICY_BELOW = 3


class dt_policy_objective(Structure):
    _fields_ = [("outcome", c_char * 64), ("is_max", c_int), ("epsilon", c_double), ("statistic", c_int),
                ("parameter", c_double)]


class dt_policy_problem(Structure):
    _fields_ = [("world", POINTER(dt_world)), ("scenario", POINTER(dt_scenario)), ("n_lever", c_int),
                ("n_objective", c_int), ("lever", POINTER(dt_policy_lever)),
                ("objective", POINTER(dt_policy_objective)), ("members", c_int64)]


class dt_policy_options(Structure):
    _fields_ = [("evaluations", c_int64), ("population", c_int), ("seed", c_uint64), ("threads", c_int),
                ("folder", c_char_p), ("is_resumed", c_int),
                ("progress", CFUNCTYPE(None, c_void_p, POINTER(dt_progress))), ("context", c_void_p),
                ("stop", POINTER(c_int))]


class dt_measured(Structure):
    _fields_ = [("factor", c_char_p), ("order", c_double), ("value", dt_interval), ("second", dt_interval)]


class dt_measures(Structure):
    _fields_ = [("what", c_char_p), ("outcome", c_char_p), ("head", c_char_p), ("second_head", c_char_p),
                ("used", c_int64), ("dropped", c_int64), ("held", c_int64), ("effective", c_double),
                ("n", c_int), ("row", POINTER(dt_measured))]


class dt_boxes(Structure):
    _fields_ = [("c", POINTER(dt_case)), ("outcome", c_char_p), ("members", c_int), ("of_interest", c_int),
                ("held", c_int64), ("effective", c_double), ("found", POINTER(dt_prim_boxes))]


class dt_regrets(Structure):
    _fields_ = [("outcome", c_char_p), ("is_less", c_int), ("futures", c_int), ("n", c_int),
                ("effective", c_double), ("policy", POINTER(c_char_p)), ("measure", POINTER(dt_robustness))]


DT_ARMS_MODEL = 0
DT_ARMS_TEXTBOOK = 1
DT_ARMS_POOLED = 2
DT_ARMS_ALONE = 3
DT_N_ARMS_FORM = 4


class dt_arms(Structure):
    pass


class dt_arms_options(Structure):
    _fields_ = [("members", c_int), ("seed", c_uint64)]


class dt_arms_estimate(Structure):
    _fields_ = [("value", c_double), ("error", c_double)]


class dt_arms_score(Structure):
    _fields_ = [("rmse", c_double), ("crps", c_double), ("coverage_80", c_double)]


class dt_arms_result(Structure):
    _fields_ = [("race", c_char_p), ("side", c_char_p * 2), ("form", c_int), ("first_year", c_int),
                ("last_fit_year", c_int), ("last_year", c_int), ("n_observation", c_int),
                ("n_parameter", c_int), ("reaction", dt_arms_estimate * 2), ("fatigue", dt_arms_estimate * 2),
                ("drive", dt_arms_estimate * 2), ("noise", c_double), ("growth", c_double),
                ("p_stable", c_double), ("n_point", c_int), ("richardson", dt_arms_score),
                ("persistence", dt_arms_score), ("trend", dt_arms_score), ("walk", dt_arms_score)]


class dt_arms_point(Structure):
    _fields_ = [("race", c_char_p), ("side", c_char_p), ("form", c_int), ("year", c_int),
                ("observed", c_double), ("p10", c_double), ("p50", c_double), ("p90", c_double),
                ("persistence", c_double), ("trend", c_double), ("walk", c_double)]


class dt_backtest(Structure):
    pass


class dt_backtest_score(Structure):
    _fields_ = [("series", c_char_p), ("unit", c_char_p), ("start_year", c_int), ("n_state", c_int),
                ("n_point", c_int), ("coverage_80", c_double), ("crps", c_double),
                ("crps_persistence", c_double), ("crps_trend", c_double)]


class dt_backtest_point(Structure):
    _fields_ = [("series", c_char_p), ("iso3", c_char_p), ("year", c_int), ("observed", c_double),
                ("p10", c_double), ("p50", c_double), ("p90", c_double), ("persistence", c_double),
                ("trend", c_double)]


class dt_backtest_options(Structure):
    _fields_ = [("members", c_int64), ("threads", c_int),
                ("each", CFUNCTYPE(None, c_void_p, POINTER(dt_backtest_point), POINTER(c_double))),
                ("context", c_void_p)]


class dt_target(Structure):
    _fields_ = [("value", POINTER(c_double)), ("observed", c_double), ("variance", c_double)]


class dt_plausibility(Structure):
    _fields_ = [("members", c_int64), ("n_plausible", c_int64), ("n_failed", c_int64),
                ("effective", c_double), ("implausibility", POINTER(c_double)), ("weight", POINTER(c_double))]


class dt_calibrate_options(Structure):
    _fields_ = [("members", c_int64), ("threads", c_int), ("cutoff", c_double), ("observation", c_double),
                ("discrepancy", c_double)]


class dt_calibrate_target(Structure):
    _fields_ = [("name", c_char * 64), ("n_point", c_int), ("p10", c_double), ("p50", c_double),
                ("p90", c_double), ("weighted_p10", c_double), ("weighted_p50", c_double),
                ("weighted_p90", c_double), ("sd", c_double)]


class dt_calibration(Structure):
    _fields_ = [("n_target", c_int), ("target", POINTER(dt_calibrate_target)),
                ("plausibility", dt_plausibility)]


class dt_claims(Structure):
    pass


class dt_claims_options(Structure):
    _fields_ = [("members", c_int64), ("threads", c_int), ("only", c_char_p), ("command", c_char_p),
                ("progress", CFUNCTYPE(None, c_void_p, POINTER(dt_progress))), ("context", c_void_p),
                ("stop", POINTER(c_int))]


DT_VERDICT_HOLDS = 0
DT_VERDICT_FAILS = 1
DT_VERDICT_UNDETERMINED = 2
DT_VERDICT_NOT_TESTED = 3
DT_VERDICT_COUNT = 4


class dt_claim_hinge(Structure):
    _fields_ = [("factor", c_char_p), ("text", c_char_p), ("correlation", c_double), ("is_clear", c_int)]


class dt_claim(Structure):
    _fields_ = [("id", c_char_p), ("letter", c_char), ("text", c_char_p), ("rule", c_char_p),
                ("compare", c_char_p), ("note", c_char_p), ("command", c_char_p), ("verdict", c_int),
                ("members", c_int64), ("probability", c_double), ("low", c_double), ("high", c_double),
                ("holds_from", c_double), ("fails_to", c_double), ("effect_text", c_char_p),
                ("unit", c_char_p), ("effect", c_double), ("effect_low", c_double), ("effect_high", c_double),
                ("n_hinge", c_int), ("hinge", dt_claim_hinge * 2)]


class dt_normal(Structure):
    pass


DT_NORMAL_PLAYERS = 64
DT_NORMAL_NAME = 96


class dt_equilibrium(Structure):
    _fields_ = [("mixed", POINTER(c_double)), ("payoff", POINTER(c_double)), ("regret", c_double),
                ("relative_regret", c_double), ("is_pure", c_int), ("is_exact", c_int),
                ("exact", POINTER(c_char)), ("parameter", c_double), ("joint", POINTER(c_double))]


class dt_equilibria(Structure):
    _fields_ = [("count", c_int), ("capacity", c_int), ("item", POINTER(dt_equilibrium)), ("n_player", c_int),
                ("n_total", c_int), ("is_complete", c_int), ("is_degenerate", c_int),
                ("is_limit_reached", c_int), ("best_regret", c_double), ("best", POINTER(c_double)),
                ("method", c_char * 96), ("note", c_char * 256)]


class dt_solve_options(Structure):
    _fields_ = [("is_exact", c_int), ("time_limit", c_double), ("most", c_int64), ("tolerance", c_double),
                ("seed", c_uint64), ("starts", c_int64), ("lambda_", c_double), ("stop", POINTER(c_int))]


class dt_method(Structure):
    _fields_ = [("name", c_char_p), ("sentence", c_char_p), ("least_players", c_int), ("most_players", c_int),
                ("has_exact", c_int),
                ("solve", CFUNCTYPE(c_int, POINTER(dt_normal), POINTER(dt_solve_options), POINTER(dt_equilibria)))]


class dt_nash_subset(Structure):
    _fields_ = [("component", c_int), ("count", c_int), ("item", POINTER(c_int))]


class dt_nash_subsets(Structure):
    _fields_ = [("count", c_int), ("n_component", c_int), ("subset", POINTER(dt_nash_subset)),
                ("is_limit_reached", c_int)]


class dt_dominance_options(Structure):
    _fields_ = [("is_weak", c_int), ("is_pure", c_int), ("rounds", c_int)]


class dt_dominated(Structure):
    _fields_ = [("player", c_int), ("strategy", c_int), ("round", c_int), ("by", c_int),
                ("mixture", POINTER(c_double))]


class dt_dominances(Structure):
    _fields_ = [("count", c_int), ("capacity", c_int), ("n_round", c_int), ("item", POINTER(dt_dominated))]


class dt_game(Structure):
    pass


DT_GAME_PLAYERS = 16
DT_GAME_STRATEGIES = 6
DT_GAME_COLUMNS = 40
DT_GAME_LEVERS = 8
DT_GAME_NAME = 48


class dt_game_lever(Structure):
    _fields_ = [("name", c_char * 48), ("key", c_char * 96), ("from_", c_double), ("to", c_double),
                ("cost", c_double)]


class dt_game_info(Structure):
    _fields_ = [("name", c_char_p), ("text", c_char_p), ("scenario", c_char_p), ("payoff", c_char_p),
                ("members", c_int64), ("n_player", c_int), ("n_column", c_int), ("n_reduced", c_int),
                ("n_profile", c_double), ("n_full", c_double), ("n_map", c_int), ("n_lever", c_int),
                ("reduction", c_char_p), ("aim", c_char_p), ("aim_least", c_double), ("least", c_double),
                ("greatest", c_double)]


class dt_game_task(Structure):
    _fields_ = [("strategy", POINTER(c_int)), ("n_point", c_int), ("point", POINTER(c_double)),
                ("point_key", POINTER(c_char_p)), ("first", c_uint64), ("count", c_int),
                ("u", POINTER(c_double))]


class dt_simulator(Structure):
    _fields_ = [("context", c_void_p), ("n_factor", c_int), ("factor", CFUNCTYPE(c_char_p, c_void_p, c_int)),
                ("draw", CFUNCTYPE(None, c_void_p, c_uint64, POINTER(c_double))),
                ("run", CFUNCTYPE(c_int, c_void_p, c_int, POINTER(dt_game_task), POINTER(c_double))),
                ("hash", c_ubyte * 16)]


class dt_estimate(Structure):
    _fields_ = [("mean", c_double), ("low", c_double), ("high", c_double)]


class dt_condition(Structure):
    _fields_ = [("name", c_char * 96), ("n", c_int64), ("mean", c_double), ("sd", c_double), ("t", c_double),
                ("p", c_double), ("low", c_double), ("flip", c_double)]


DT_CERTIFIED = 0
DT_REFUTED = 1
DT_NOT_DETERMINED = 2
DT_CERTIFIED_COUNT = 3


class dt_certificate(Structure):
    _fields_ = [("verdict", c_int), ("n", c_int), ("weakest", c_int), ("p", c_double), ("needed", c_double),
                ("condition", POINTER(dt_condition))]


class dt_game_options(Structure):
    _fields_ = [("members", c_int64), ("first", c_int64), ("threads", c_int), ("alpha", c_double),
                ("precision", c_double), ("n_bootstrap", c_int), ("n_effect", c_int), ("file", c_char_p),
                ("progress", CFUNCTYPE(None, c_void_p, POINTER(dt_progress))), ("context", c_void_p),
                ("stop", POINTER(c_int))]


class dt_game_profile(Structure):
    _fields_ = [("members", c_int64), ("is_equilibrium", c_int), ("share", dt_estimate),
                ("regret", dt_estimate), ("total", c_double)]


class dt_game_equilibrium(Structure):
    _fields_ = [("mixed", POINTER(c_double)), ("payoff", POINTER(c_double)), ("is_pure", c_int),
                ("regret", dt_estimate), ("share", c_double), ("total", c_double)]


class dt_game_quantal(Structure):
    _fields_ = [("lambda_", c_double), ("mixed", POINTER(c_double))]


DT_GAME_CLASSES = 12


class dt_game_face(Structure):
    _fields_ = [("player", c_int * 2), ("strategy", (c_int * 2) * 2), ("members", c_int64),
                ("of_means", c_int), ("share", dt_estimate * 12), ("order", c_char * 64),
                ("order_place", c_int), ("order_share", c_double)]


class dt_game_effect_on(Structure):
    _fields_ = [("player", c_int), ("column", c_int), ("alone", dt_estimate), ("with_others", dt_estimate)]


class dt_game_factor(Structure):
    _fields_ = [("name", c_char * 64), ("first", c_double), ("is_clear", c_int), ("total", dt_estimate)]


class dt_game_result(Structure):
    _fields_ = [("game", POINTER(dt_game)), ("mean", POINTER(dt_normal)), ("n_player", c_int),
                ("n_profile", c_int64), ("members", c_int64), ("runs", c_int64), ("n_failed", c_int64),
                ("is_rounded", c_int), ("seconds", c_double), ("alpha", c_double),
                ("payoff", POINTER(dt_estimate)), ("profile", POINTER(dt_game_profile)),
                ("n_equilibrium", c_int), ("equilibrium", POINTER(dt_game_equilibrium)),
                ("is_complete", c_int), ("method", c_char * 96), ("list", dt_equilibria),
                ("n_quantal", c_int), ("quantal", POINTER(dt_game_quantal)),
                ("quantal_mixed", POINTER(c_double)), ("dilemma", dt_certificate), ("n_face", c_int),
                ("face", POINTER(dt_game_face)), ("best_total", c_double), ("worst_equilibrium", c_double),
                ("best_equilibrium", c_double), ("anarchy", c_double), ("stability", c_double),
                ("anarchy_difference", c_double), ("stability_difference", c_double), ("n_effect_on", c_int),
                ("effect_on", POINTER(dt_game_effect_on)), ("n_factor", c_int),
                ("factor", POINTER(dt_game_factor)), ("class_explained", c_int), ("full_regret", dt_estimate),
                ("full_player", c_int), ("best_regret", c_double), ("best_profile", c_int64)]


class dt_game_map_options(Structure):
    _fields_ = [("n_x", c_int), ("n_y", c_int), ("members", c_int64), ("certainty", c_double),
                ("is_full", c_int), ("threads", c_int),
                ("progress", CFUNCTYPE(None, c_void_p, POINTER(dt_progress))), ("context", c_void_p),
                ("stop", POINTER(c_int))]


class dt_game_map_point(Structure):
    _fields_ = [("x", c_double), ("y", c_double), ("leading", c_int), ("is_simulated", c_int),
                ("members", c_int64), ("share", c_float * 12), ("cooperation", c_float)]


class dt_game_map(Structure):
    _fields_ = [("axis", dt_game_lever * 2), ("n_x", c_int), ("n_y", c_int),
                ("point", POINTER(dt_game_map_point)), ("runs", c_int64), ("full_runs", c_int64),
                ("n_simulated", c_int), ("seconds", c_double)]


class dt_game_design_options(Structure):
    _fields_ = [("n_point", c_int), ("members", c_int64), ("threads", c_int),
                ("progress", CFUNCTYPE(None, c_void_p, POINTER(dt_progress))), ("context", c_void_p),
                ("stop", POINTER(c_int))]


class dt_game_treaty(Structure):
    _fields_ = [("level", c_double * 8), ("cost", c_double), ("share", dt_estimate), ("gain", dt_estimate),
                ("weakest", c_int), ("better", dt_estimate), ("dominant", dt_estimate), ("aim", dt_estimate)]


class dt_game_coalition(Structure):
    _fields_ = [("size", c_int), ("share", dt_estimate), ("of_means", c_int)]


class dt_game_design_result(Structure):
    _fields_ = [("n_lever", c_int), ("n_point", c_int), ("lever", dt_game_lever * 8),
                ("point", POINTER(dt_game_treaty)), ("n_region", c_int), ("n_aim", c_int), ("n_both", c_int),
                ("correlation", c_double * 8), ("has", c_int * 3), ("has_robust", c_int),
                ("robust", dt_game_treaty), ("cheapest", dt_game_treaty * 3), ("n_coalition", c_int),
                ("coalition", POINTER(dt_game_coalition)), ("n_threshold", c_int),
                ("threshold", POINTER(dt_game_treaty)), ("threshold_key", c_char * 96), ("members", c_int64),
                ("runs", c_int64), ("seconds", c_double)]


DT_PARTY_STEPS = 5


class dt_party_shares(Structure):
    _fields_ = [("members", c_int64), ("n_state", c_int), ("n_step", c_int), ("step", c_int * 5),
                ("share", POINTER(c_double))]


class dt_page_link(Structure):
    _fields_ = [("scenario", c_char_p), ("world", POINTER(dt_world)), ("version", c_char_p), ("port", c_int),
                ("n_change", c_int), ("key", POINTER(c_char_p)), ("value", POINTER(c_char_p))]


class dt_report_input(Structure):
    _fields_ = [("world", POINTER(dt_world)), ("scenario", POINTER(dt_scenario)), ("c", POINTER(dt_case)),
                ("summary", POINTER(dt_summary)), ("backtest", POINTER(dt_backtest)), ("command", c_char_p),
                ("version", c_char_p), ("seconds", c_double), ("claims", POINTER(dt_claims)),
                ("questions_page", c_char_p), ("game_page", c_char_p), ("game", POINTER(dt_game_result)),
                ("baseline", POINTER(dt_summary)), ("parties", POINTER(dt_party_shares)),
                ("page_link", c_char_p), ("page_command", c_char_p)]


DT_SUMMARY_TEXT = 0
DT_SUMMARY_JSON = 1


class dt_game_page(Structure):
    _fields_ = [("result", POINTER(dt_game_result)), ("map", POINTER(dt_game_map)),
                ("design", POINTER(dt_game_design_result)), ("scenario", c_char_p), ("command", c_char_p),
                ("version", c_char_p)]


DT_GRID_NAME = 48
DT_GRID_POWERMODELS = 0
DT_GRID_MATPOWER = 1
DT_GRID_PQ = 1
DT_GRID_PV = 2
DT_GRID_REFERENCE = 3
DT_GRID_OUT = 4


class dt_grid_bus(Structure):
    _fields_ = [("number", c_int), ("type", c_int), ("pd", c_double), ("qd", c_double), ("gs", c_double),
                ("bs", c_double), ("vm", c_double), ("va", c_double), ("base_kv", c_double),
                ("vmax", c_double), ("vmin", c_double), ("area", c_int), ("zone", c_int),
                ("name", c_char * 48), ("line", c_int), ("is_in", c_int), ("island", c_int)]


class dt_grid_branch(Structure):
    _fields_ = [("from_", c_int), ("to", c_int), ("r", c_double), ("x", c_double), ("b", c_double),
                ("rate_a", c_double), ("rate_b", c_double), ("rate_c", c_double), ("ratio", c_double),
                ("angle", c_double), ("angmin", c_double), ("angmax", c_double), ("status", c_int),
                ("line", c_int), ("is_in", c_int)]


class dt_grid_cost(Structure):
    _fields_ = [("model", c_int), ("startup", c_double), ("shutdown", c_double), ("count", c_int),
                ("value", POINTER(c_double))]


class dt_grid_generator(Structure):
    _fields_ = [("bus", c_int), ("pg", c_double), ("qg", c_double), ("qmax", c_double), ("qmin", c_double),
                ("vg", c_double), ("mbase", c_double), ("pmax", c_double), ("pmin", c_double),
                ("ramp_10", c_double), ("ramp_30", c_double), ("cost", dt_grid_cost),
                ("reactive_cost", dt_grid_cost), ("name", c_char * 48), ("fuel", c_char * 48),
                ("status", c_int), ("line", c_int), ("is_in", c_int)]


class dt_grid_dcline(Structure):
    _fields_ = [("from_", c_int), ("to", c_int), ("pf", c_double), ("pt", c_double), ("qf", c_double),
                ("qt", c_double), ("vf", c_double), ("vt", c_double), ("pmin", c_double), ("pmax", c_double),
                ("qminf", c_double), ("qmaxf", c_double), ("qmint", c_double), ("qmaxt", c_double),
                ("loss0", c_double), ("loss1", c_double), ("cost", dt_grid_cost), ("status", c_int),
                ("line", c_int), ("is_in", c_int)]


class dt_grid(Structure):
    _fields_ = [("name", c_char * 48), ("base_mva", c_double), ("n_bus", c_int), ("n_branch", c_int),
                ("n_generator", c_int), ("n_dcline", c_int), ("bus", POINTER(dt_grid_bus)),
                ("branch", POINTER(dt_grid_branch)), ("generator", POINTER(dt_grid_generator)),
                ("dcline", POINTER(dt_grid_dcline)), ("n_island", c_int), ("reference", POINTER(c_int))]


DT_GRID_AUTO = 0
DT_GRID_LAZY = 1
DT_GRID_FLOW_SIMPLEX = 2
DT_GRID_FLOW_INTERIOR = 3


class dt_grid_opf_options(Structure):
    _fields_ = [("convention", c_int), ("method", c_int), ("is_n1", c_int), ("outage_rate", c_int),
                ("shed_cost", c_double), ("no_dclines", c_int), ("no_angle_limits", c_int),
                ("is_plain", c_int), ("time_limit", c_double)]


DT_GRID_OPTIMAL = 0
DT_GRID_INFEASIBLE = 1
DT_GRID_STOPPED = 2
DT_GRID_LIMIT_BRANCH = 0
DT_GRID_LIMIT_ANGLE = 1
DT_GRID_LIMIT_OUTAGE = 2
DT_GRID_LIMIT_GENERATOR_MAX = 3
DT_GRID_LIMIT_GENERATOR_MIN = 4
DT_GRID_LIMIT_DCLINE_MAX = 5
DT_GRID_LIMIT_DCLINE_MIN = 6
DT_GRID_LIMIT_LOAD = 7
DT_GRID_LIMIT_SHED = 8


class dt_grid_limit(Structure):
    _fields_ = [("kind", c_int), ("element", c_int), ("outage", c_int), ("value", c_double),
                ("limit", c_double), ("shadow_price", c_double)]


DT_GRID_LIMIT_WORDS = 128


class dt_grid_opf(Structure):
    _fields_ = [("outcome", c_int), ("convention", c_int), ("method", c_int), ("objective", c_double),
                ("shed_total", c_double), ("extra_load", c_double), ("outage_excess", c_double),
                ("n_bus", c_int), ("n_branch", c_int), ("n_generator", c_int), ("n_dcline", c_int),
                ("lmp", POINTER(c_double)), ("energy", POINTER(c_double)), ("congestion", POINTER(c_double)),
                ("shed", POINTER(c_double)), ("angle", POINTER(c_double)), ("dispatch", POINTER(c_double)),
                ("flow", POINTER(c_double)), ("flow_price", POINTER(c_double)),
                ("dc_flow", POINTER(c_double)), ("n_binding", c_int), ("n_conflict", c_int),
                ("binding", POINTER(dt_grid_limit)), ("conflict", POINTER(dt_grid_limit)),
                ("balance_residual", c_double), ("limit_residual", c_double), ("dual_residual", c_double),
                ("complementarity", c_double), ("gap", c_double), ("n_round", c_int), ("n_row", c_int),
                ("n_iteration", c_int), ("n_island", c_int), ("n_bridge", c_int), ("seconds", c_double)]


class dt_grid_session(Structure):
    pass


class dt_grid_overload(Structure):
    _fields_ = [("branch", c_int), ("outage", c_int), ("flow", c_double), ("limit", c_double)]


class dt_grid_screen(Structure):
    _fields_ = [("n_overload", c_int), ("overload", POINTER(dt_grid_overload)), ("n_pair", c_longlong),
                ("n_over", c_longlong), ("n_bridge", c_int), ("bridge", POINTER(c_int)), ("worst", c_double)]


class dt_grid_ac(Structure):
    _fields_ = [("is_converged", c_int), ("n_iteration", c_int), ("mismatch", c_double), ("loss", c_double),
                ("vm", POINTER(c_double)), ("va", POINTER(c_double)), ("pf", POINTER(c_double)),
                ("qf", POINTER(c_double)), ("pt", POINTER(c_double)), ("qt", POINTER(c_double)),
                ("slack", POINTER(c_double))]


DT_SUPPLY_NAME = 64
DT_SUPPLY_TEXT = 160
DT_SUPPLY_MAX_STEP = 256


class dt_supply_step(Structure):
    _fields_ = [("gw", c_double), ("cost", c_double), ("capital", c_double), ("lead_years", c_double),
                ("error", c_double), ("binding", c_char * 160)]


class dt_supply_curve(Structure):
    _fields_ = [("region", c_char * 64), ("source", c_char * 160), ("year", c_int), ("n_step", c_int),
                ("step", dt_supply_step * 256)]


class dt_grid_periods(Structure):
    _fields_ = [("n_period", c_int), ("weight", POINTER(c_double)), ("block", POINTER(c_int)),
                ("load", POINTER(c_double)), ("pmax", POINTER(c_double))]


class dt_grid_profile(Structure):
    _fields_ = [("periods", dt_grid_periods), ("weight", POINTER(c_double)), ("load", POINTER(c_double)),
                ("pmax", POINTER(c_double)), ("block", POINTER(c_int))]


class dt_grid_storage(Structure):
    _fields_ = [("name", c_char * 48), ("bus", c_int), ("power", c_double), ("energy", c_double),
                ("eff_in", c_double), ("eff_out", c_double), ("is_free", c_int), ("initial", c_double)]


class dt_grid_extra_load(Structure):
    _fields_ = [("name", c_char * 48), ("count", c_int), ("bus", POINTER(c_int)),
                ("share", POINTER(c_double)), ("mw", POINTER(c_double)), ("worth", c_double),
                ("curtailed", c_double)]


DT_GRID_BUILD_GENERATION = 0
DT_GRID_BUILD_STORAGE = 1
DT_GRID_BUILD_LINE = 2


class dt_grid_candidate(Structure):
    _fields_ = [("name", c_char * 48), ("kind", c_int), ("element", c_int), ("fixed_cost", c_double),
                ("variable_cost", c_double), ("availability", POINTER(c_double)), ("hours", c_double),
                ("eff_in", c_double), ("eff_out", c_double), ("is_free", c_int), ("emission", c_double),
                ("firm", c_double), ("most", c_double), ("most_per_year", c_double), ("lead_years", c_double),
                ("unit", c_double)]


class dt_grid_stage(Structure):
    _fields_ = [("year", c_double), ("years", c_double), ("discount", c_double), ("demand_factor", c_double),
                ("carbon_cap", c_double)]


class dt_grid_candidates(Structure):
    _fields_ = [("count", c_int), ("item", POINTER(dt_grid_candidate)), ("availability", POINTER(c_double))]


class dt_grid_watch(Structure):
    _fields_ = [("on_progress", CFUNCTYPE(None, c_void_p, c_char_p, c_int, c_int)), ("context", c_void_p),
                ("stop", POINTER(c_int))]


class dt_grid_path(Structure):
    _fields_ = [("n_stage", c_int), ("stage", POINTER(dt_grid_stage)), ("mw", POINTER(c_double))]


class dt_grid_plan(Structure):
    _fields_ = [("opf", dt_grid_opf_options), ("periods", POINTER(dt_grid_periods)), ("n_stage", c_int),
                ("stage", POINTER(dt_grid_stage)), ("start_year", c_double), ("n_load", c_int),
                ("n_storage", c_int), ("n_candidate", c_int), ("load", POINTER(dt_grid_extra_load)),
                ("storage", POINTER(dt_grid_storage)), ("candidate", POINTER(dt_grid_candidate)),
                ("ramp", POINTER(c_double)), ("initial", POINTER(c_double)), ("emission", POINTER(c_double)),
                ("firm", POINTER(c_double)), ("reserve_mw", c_double), ("reserve_share", c_double),
                ("has_margin", c_int), ("margin", c_double), ("is_most_load", c_int),
                ("watch", POINTER(dt_grid_watch)), ("time_limit", c_double), ("most_node", c_int)]


DT_GRID_HOST_BOUNDS = 6
DT_GRID_HOST_RELIEFS = 8
DT_GRID_CONFLICT = 400
DT_GRID_BIND_LINE = 0
DT_GRID_BIND_ANGLE = 1
DT_GRID_BIND_OUTAGE = 2
DT_GRID_BIND_GENERATION = 3
DT_GRID_BIND_MUST_RUN = 4
DT_GRID_BIND_DCLINE = 5
DT_GRID_BIND_RESERVE = 6
DT_GRID_BIND_RAMP = 7
DT_GRID_BIND_STORAGE = 8
DT_GRID_BIND_CURTAILMENT = 9
DT_GRID_BIND_MARGIN = 10
DT_GRID_BIND_CARBON = 11
DT_GRID_BIND_BUILD = 12
DT_GRID_BIND_COUNT = 13


class dt_grid_bound(Structure):
    _fields_ = [("kind", c_int), ("element", c_int), ("outage", c_int), ("n_period", c_int),
                ("limit", c_double), ("value", c_double)]


class dt_grid_plan_result(Structure):
    _fields_ = [("outcome", c_int), ("objective", c_double), ("n_stage", c_int), ("n_period", c_int),
                ("n_bus", c_int), ("n_branch", c_int), ("n_generator", c_int), ("n_dcline", c_int),
                ("n_load", c_int), ("n_candidate", c_int), ("n_storage", c_int), ("load", POINTER(c_double)),
                ("curtailed", POINTER(c_double)), ("load_price", POINTER(c_double)),
                ("capacity", POINTER(c_double)), ("emission", POINTER(c_double)),
                ("carbon_price", POINTER(c_double)), ("shed", POINTER(c_double)),
                ("dispatch", POINTER(c_double)), ("built", POINTER(c_double)), ("store", POINTER(c_double)),
                ("flow", POINTER(c_double)), ("dc_flow", POINTER(c_double)), ("lmp", POINTER(c_double)),
                ("n_bound", c_int), ("bound", POINTER(dt_grid_bound)), ("balance_residual", c_double),
                ("limit_residual", c_double), ("dual_residual", c_double), ("complementarity", c_double),
                ("gap", c_double), ("bound_gap", c_double), ("n_round", c_int), ("n_row", c_int),
                ("n_iteration", c_int), ("n_node", c_int), ("seconds", c_double)]


class dt_grid_relief_cost(Structure):
    _fields_ = [("line", c_double), ("generation", c_double), ("storage", c_double),
                ("flexibility", c_double), ("line_years", c_double), ("generation_years", c_double),
                ("storage_years", c_double)]


DT_GRID_RELIEF_LINE = 0
DT_GRID_RELIEF_GENERATION = 1
DT_GRID_RELIEF_SITE_GENERATION = 2
DT_GRID_RELIEF_STORAGE = 3
DT_GRID_RELIEF_FLEXIBILITY = 4


class dt_grid_relief(Structure):
    _fields_ = [("kind", c_int), ("element", c_int), ("gain", c_double), ("step", c_double),
                ("gained", c_double), ("cost", c_double), ("years", c_double)]


class dt_grid_site(Structure):
    _fields_ = [("name", c_char * 48), ("count", c_int), ("bus", POINTER(c_int)),
                ("share", POINTER(c_double))]


class dt_grid_host(Structure):
    _fields_ = [("outcome", c_int), ("mw", c_double), ("n_bound", c_int), ("bound", dt_grid_bound * 6),
                ("n_relief", c_int), ("relief", dt_grid_relief * 8)]


class dt_grid_hosting_options(Structure):
    _fields_ = [("plan", dt_grid_plan), ("curtailed", c_double), ("has_relief", c_int),
                ("cost", dt_grid_relief_cost)]


class dt_grid_hosting(Structure):
    _fields_ = [("is_base_secure", c_int), ("base_excess", c_double), ("base_shed", c_double),
                ("n_site", c_int), ("n_done", c_int), ("site", POINTER(dt_grid_host)), ("seconds", c_double)]


class dt_grid_curve_point(Structure):
    _fields_ = [("mw", c_double), ("cost", c_double), ("slope", c_double), ("error", c_double),
                ("binding", c_char * 160)]


class dt_grid_curve(Structure):
    _fields_ = [("n_point", c_int), ("point", POINTER(dt_grid_curve_point)), ("hosted", c_double),
                ("error", c_double), ("is_exact", c_int), ("n_solve", c_int), ("seconds", c_double)]


class dt_grid_page(Structure):
    _fields_ = [("grid", POINTER(dt_grid)), ("opf", POINTER(dt_grid_opf)), ("plan", POINTER(dt_grid_plan)),
                ("n_site", c_int), ("site", POINTER(dt_grid_site)), ("host", POINTER(dt_grid_host)),
                ("warning", c_char_p), ("curve", POINTER(dt_grid_curve)), ("curve_site", c_char_p),
                ("command", c_char_p), ("version", c_char_p)]


class dt_grid_shares(Structure):
    _fields_ = [("n", c_int), ("share", POINTER(c_double)), ("mw", POINTER(c_double))]


DT_QUESTION_BARS = 10
DT_QUESTION_POLICIES = 64
DT_QUESTION_AIMS = 6
DT_QUESTION_NAME = 64
DT_QUESTION_TEXT = 256


class dt_question_bar(Structure):
    _fields_ = [("factor", c_char * 64), ("share", dt_interval), ("total", dt_interval), ("number", c_int),
                ("correlation", c_double)]


class dt_question(Structure):
    _fields_ = [("title", c_char * 64), ("text", c_char * 256), ("n", c_int), ("n_factor", c_int),
                ("n_bar", c_int), ("n_clear", c_int), ("explained", c_double), ("effective", c_double),
                ("n_pair", c_int), ("rest", dt_interval), ("chance", dt_interval),
                ("bar", dt_question_bar * 10)]


class dt_discovery(Structure):
    _fields_ = [("title", c_char * 64), ("text", c_char * 256), ("n", c_int), ("d", c_int),
                ("n_of_interest", c_int), ("prim", POINTER(dt_prim)), ("step", c_int),
                ("factor", POINTER(c_char * 64)), ("limit", POINTER(c_double)), ("n_limited", c_int),
                ("coverage", c_double), ("density", c_double), ("tested_coverage", c_double),
                ("tested_density", c_double)]


class dt_policy_aim(Structure):
    _fields_ = [("name", c_char * 64), ("unit", c_char * 64), ("is_less", c_int)]


class dt_standings(Structure):
    _fields_ = [("n_policy", c_int), ("n_aim", c_int), ("used", c_int), ("weight", POINTER(c_double)),
                ("aim", dt_policy_aim * 6), ("policy", (c_char * 64) * 64), ("mean", (c_double * 6) * 64),
                ("regret90", (c_double * 6) * 64), ("greatest", (c_double * 6) * 64),
                ("is_least", (c_int * 6) * 64), ("is_robust", c_int * 64)]


class dt_questions_page(Structure):
    _fields_ = [("scenario", c_char_p), ("command", c_char_p), ("version", c_char_p), ("note", c_char_p),
                ("n_question", c_int), ("n_discovery", c_int), ("question", POINTER(dt_question)),
                ("discovery", POINTER(dt_discovery)), ("standings", POINTER(dt_standings))]


class dt_treaty_data(Structure):
    pass


class dt_treaty_fit(Structure):
    pass


class dt_treaty_prediction(Structure):
    pass


class dt_treaty_backtest(Structure):
    pass


DT_TREATY_NAME = 96
DT_TREATY_STATES = 256
DT_TREATY_VOTE = 0
DT_TREATY_DECLARATION = 1
DT_TREATY_SPONSORS = 2
DT_TREATY_CONVENTION = 3
DT_TREATY_KIND_COUNT = 4
DT_SPONSOR_WEST = 0
DT_SPONSOR_EAST = 1
DT_SPONSOR_NONALIGNED = 2
DT_SPONSOR_HUMANITARIAN = 3
DT_SPONSOR_MIXED = 4
DT_SPONSOR_COUNT = 5


class dt_treaty_text(Structure):
    _fields_ = [("name", c_char * 96), ("topic", c_char * 96), ("date", c_int), ("kind", c_int),
                ("sponsor", c_int), ("binding", c_int), ("verification", c_int), ("military_ai", c_int),
                ("years", c_double), ("attending", c_int), ("signed_count", c_int), ("present", c_byte * 256),
                ("outcome", c_byte * 256)]


class dt_treaty_options(Structure):
    _fields_ = [("ridge", c_double)]


class dt_treaty_term(Structure):
    _fields_ = [("name", c_char * 96), ("value", c_double), ("se", c_double), ("se_clustered", c_double)]


class dt_treaty_summary(Structure):
    _fields_ = [("n_instrument", c_int), ("n_outcome", c_int), ("ridge", c_double),
                ("log_likelihood", c_double), ("level_variance", c_double), ("level_spread", c_double),
                ("gamma", c_double), ("contraction", c_double)]


class dt_treaty_support(Structure):
    _fields_ = [("theme", c_int), ("binding", c_int), ("verification", c_int), ("sponsor", c_int),
                ("alike", c_int)]


class dt_treaty_state(Structure):
    _fields_ = [("iso3", c_char_p), ("signs", c_double), ("low", c_double), ("high", c_double),
                ("attends", c_double), ("signs_if_attends", c_double), ("log_odds", c_double),
                ("neighbours", c_double)]


class dt_treaty_total(Structure):
    _fields_ = [("expected", c_double), ("low", c_double), ("high", c_double), ("expected_known", c_double),
                ("n_equilibrium", c_int), ("equilibrium", c_double * 16), ("is_stable", c_int * 16)]


class dt_treaty_goal(Structure):
    _fields_ = [("state", c_int), ("probability", c_double), ("count", c_double)]


class dt_treaty_change(Structure):
    _fields_ = [("text", dt_treaty_text), ("steps", c_int), ("is_reached", c_int), ("probability", c_double),
                ("expected", c_double)]


class dt_treaty_test_options(Structure):
    _fields_ = [("ridge", c_double), ("threads", c_int), ("only", c_char_p)]


DT_TREATY_LEAVE_ONE_OUT = 0
DT_TREATY_LEAVE_ANY_TIME = 1
DT_TREATY_FORWARD = 2
DT_TREATY_SCHEME_COUNT = 3
DT_METHOD_GAME = 0
DT_METHOD_B0 = 1
DT_METHOD_B1 = 2
DT_METHOD_B2 = 3
DT_METHOD_B3 = 4
DT_METHOD_COUNT = 5


class dt_treaty_score(Structure):
    _fields_ = [("instrument", c_int), ("scheme", c_int), ("method", c_int), ("n", c_int),
                ("n_instrument", c_int), ("share", c_double), ("predicted", c_double), ("auc", c_double),
                ("brier", c_double), ("brier_known", c_double)]


class dt_treaty_decile(Structure):
    _fields_ = [("n", c_int), ("predicted", c_double), ("observed", c_double)]


class dt_qre_options(Structure):
    _fields_ = [("lambda_", c_double), ("lambda_most", c_double), ("tolerance", c_double), ("turn", c_int),
                ("sign", c_int), ("most_steps", c_int64), ("time_limit", c_double), ("stop", POINTER(c_int))]


class dt_qre_curve(Structure):
    _fields_ = [("n_point", c_int), ("n_total", c_int), ("lambda_", POINTER(c_double)),
                ("mixed", POINTER(c_double)), ("regret", POINTER(c_double)), ("n_fold", c_int),
                ("n_bifurcation", c_int), ("fold", c_double * 16), ("bifurcation", c_double * 16),
                ("is_equilibrium", c_int), ("limit", POINTER(c_double)), ("limit_regret", c_double),
                ("capacity", c_int)]


class dt_qre_fit(Structure):
    _fields_ = [("lambda_", c_double), ("log_likelihood", c_double), ("standard_error", c_double),
                ("is_at_end", c_int)]


class dt_collective_risk(Structure):
    _fields_ = [("group", c_int), ("threshold", c_int), ("endowment", c_double), ("contribution", c_double),
                ("risk", c_double)]


class dt_risk_interior(Structure):
    _fields_ = [("unstable", c_double), ("stable", c_double), ("peak", c_double), ("critical", c_double)]


DT_ALPHA_STATES = 4096
DT_REPLICATOR = 0
DT_LOGIT = 1


class dt_dynamics_options(Structure):
    _fields_ = [("kind", c_int), ("tolerance", c_double), ("noise", c_double)]


class dt_times(Structure):
    _fields_ = [("n", c_int), ("time", POINTER(c_double))]


class dt_learning(Structure):
    _fields_ = [("rounds", c_int64), ("regret", c_double), ("relative_regret", c_double),
                ("coarse_violation", c_double), ("violation", c_double)]


DT_CORRELATED = 0
DT_COARSE = 1
DT_JOINT_PROFILES = 200000


class dt_roles(Structure):
    pass


DT_ROLES = 16
DT_ROLE_OPTIONS = 32
DT_ROLE_PLAYERS = 250


class dt_role_equilibria(Structure):
    _fields_ = [("count", c_int), ("capacity", c_int), ("n_total", c_int), ("mixed", POINTER(c_double)),
                ("regret", POINTER(c_double)), ("relative_regret", POINTER(c_double)), ("is_complete", c_int),
                ("is_degenerate", c_int), ("is_limit_reached", c_int)]


DT_HIERARCHICAL = 0
DT_DEVIATION_PRESERVING = 1


class dt_reduction_shape(Structure):
    _fields_ = [("kind", c_int), ("n_role", c_int), ("full", POINTER(c_int)), ("reduced", POINTER(c_int)),
                ("options", POINTER(c_int))]


DT_POTENTIAL_NONE = 0
DT_POTENTIAL_GENERALISED = 1
DT_POTENTIAL_ORDINAL = 2
DT_POTENTIAL_EXACT = 3


class dt_anarchy(Structure):
    _fields_ = [("best_total", c_double), ("worst_equilibrium", c_double), ("best_equilibrium", c_double),
                ("price_of_anarchy", c_double), ("price_of_stability", c_double),
                ("loss_of_anarchy", c_double), ("loss_of_stability", c_double)]


DT_CHICKEN = 0
DT_BATTLE = 1
DT_HERO = 2
DT_COMPROMISE = 3
DT_DEADLOCK = 4
DT_DILEMMA = 5
DT_STAG_HUNT = 6
DT_ASSURANCE = 7
DT_COORDINATION = 8
DT_PEACE = 9
DT_HARMONY = 10
DT_CONCORD = 11
DT_PATTERNS = 12
DT_FAMILY_DILEMMA = 0
DT_FAMILY_CHICKEN = 1
DT_FAMILY_STAG_HUNT = 2
DT_FAMILY_HARMONY = 3
DT_FAMILY_DEADLOCK = 4
DT_FAMILY_BATTLE = 5
DT_FAMILY_COORDINATION = 6
DT_FAMILY_OTHER = 7
DT_FAMILY_TIE = 8
DT_FAMILIES = 9


class dt_game_2x2(Structure):
    _fields_ = [("row", (c_double * 2) * 2), ("column", (c_double * 2) * 2)]


class dt_class_2x2(Structure):
    _fields_ = [("has_tie", c_int), ("row", c_int), ("column", c_int), ("family", c_int), ("place", c_int),
                ("turned_row", c_int), ("turned_column", c_int), ("turned_family", c_int),
                ("name", c_char * 64), ("n_pure", c_int), ("pure", c_int * 4), ("has_mixed", c_int),
                ("mixed_row", c_double), ("mixed_column", c_double), ("row_dominant", c_int),
                ("column_dominant", c_int), ("risk_dominant", c_int), ("alternating", c_int),
                ("discount_row", c_double), ("discount_column", c_double), ("price_of_anarchy", c_double),
                ("price_of_stability", c_double)]


class dt_size_game(Structure):
    _fields_ = [("n", c_int), ("member", POINTER(c_double)), ("outsider", POINTER(c_double)),
                ("tolerance", c_double), ("joins_if_indifferent", c_int)]


DT_COALITION_STATES = 20
DT_FARSIGHTED_STATES = 12
DT_FARSIGHTED_GROUPS = 8


class dt_two_keys(Structure):
    _fields_ = [("n", c_int), ("weight", POINTER(c_int)), ("min_parties", c_int), ("min_weight", c_int64)]


DT_KEY_STATES = 120


class dt_key_power(Structure):
    _fields_ = [("winning", c_double), ("minimal_winning", c_double), ("swings", POINTER(c_double)),
                ("banzhaf", POINTER(c_double)), ("shapley_shubik", POINTER(c_double)),
                ("is_veto", POINTER(c_int))]


class dt_barrett(Structure):
    _fields_ = [("n", c_int), ("a", c_double), ("b", c_double), ("c", c_double)]


class dt_abatement(Structure):
    _fields_ = [("q_member", c_double), ("q_outsider", c_double), ("total", c_double), ("member", c_double),
                ("outsider", c_double)]


class dt_participation(Structure):
    _fields_ = [("n", c_int), ("cost", c_double), ("benefit", c_double), ("threshold", c_int)]


class dt_dilemma(Structure):
    _fields_ = [("is_defection_dominant", c_int), ("is_all_defect_deficient", c_int), ("is_dilemma", c_int),
                ("schelling_k", c_int)]


class dt_threshold_good(Structure):
    _fields_ = [("count", c_int), ("p", c_double * 2), ("success", c_double * 2), ("p_star", c_double),
                ("most_cost", c_double)]


#: Result and arguments of every function.
FUNCTIONS = {
    "dt_alpha_rank": (c_int, (POINTER(dt_normal), c_int, c_double, POINTER(c_double))),
    "dt_alpha_rank_limit": (c_int, (POINTER(dt_normal), c_int, POINTER(c_int), POINTER(c_double),
                                    POINTER(c_int))),
    "dt_anarchy_of": (c_int, (POINTER(dt_normal), POINTER(dt_equilibria), POINTER(dt_anarchy))),
    "dt_arms_defaults": (dt_arms_options, ()),
    "dt_arms_form_name": (c_char_p, (c_int,)),
    "dt_arms_free": (None, (POINTER(dt_arms),)),
    "dt_arms_point_at": (dt_arms_point, (POINTER(dt_arms), c_int)),
    "dt_arms_point_count": (c_int, (POINTER(dt_arms),)),
    "dt_arms_result_at": (dt_arms_result, (POINTER(dt_arms), c_int)),
    "dt_arms_result_count": (c_int, (POINTER(dt_arms),)),
    "dt_arms_run": (c_int, (c_char_p, POINTER(dt_arms_options), POINTER(POINTER(dt_arms)),
                            POINTER(dt_diagnostics))),
    "dt_backtest_defaults": (dt_backtest_options, ()),
    "dt_backtest_free": (None, (POINTER(dt_backtest),)),
    "dt_backtest_point_at": (dt_backtest_point, (POINTER(dt_backtest), c_int)),
    "dt_backtest_point_count": (c_int, (POINTER(dt_backtest),)),
    "dt_backtest_run": (c_int, (c_char_p, POINTER(dt_scenario), POINTER(dt_backtest_options),
                                POINTER(POINTER(dt_backtest)), POINTER(dt_diagnostics))),
    "dt_backtest_score_at": (dt_backtest_score, (POINTER(dt_backtest), c_int)),
    "dt_backtest_score_count": (c_int, (POINTER(dt_backtest),)),
    "dt_banzhaf": (c_int, (c_int, POINTER(c_double), POINTER(c_double))),
    "dt_barrett_outcome": (c_int, (POINTER(dt_barrett), c_int, POINTER(dt_abatement))),
    "dt_box_holds": (c_int, (POINTER(dt_box), POINTER(c_double), c_int, POINTER(c_ubyte))),
    "dt_build_info": (c_char_p, ()),
    "dt_calibrate": (c_int, (c_char_p, POINTER(dt_scenario), POINTER(dt_calibrate_options),
                             POINTER(dt_calibration), POINTER(dt_diagnostics))),
    "dt_calibration_clear": (None, (POINTER(dt_calibration),)),
    "dt_case_assumption": (dt_assumption, (POINTER(dt_case), c_int)),
    "dt_case_assumption_count": (c_int, (POINTER(dt_case),)),
    "dt_case_build": (c_int, (POINTER(dt_world), POINTER(dt_scenario), POINTER(POINTER(dt_case)),
                              POINTER(dt_diagnostics))),
    "dt_case_draw": (None, (POINTER(dt_case), c_uint64, POINTER(c_double))),
    "dt_case_dt": (c_double, (POINTER(dt_case),)),
    "dt_case_factor": (POINTER(dt_factor_info), (POINTER(dt_case), c_int)),
    "dt_case_factor_count": (c_int, (POINTER(dt_case),)),
    "dt_case_free": (None, (POINTER(dt_case),)),
    "dt_case_group_count": (c_int, (POINTER(dt_case),)),
    "dt_case_group_name": (c_char_p, (POINTER(dt_case), c_int)),
    "dt_case_hash": (None, (POINTER(dt_case), POINTER(c_ubyte))),
    "dt_case_in_group": (c_int, (POINTER(dt_case), c_int, c_int)),
    "dt_case_members": (c_int64, (POINTER(dt_case),)),
    "dt_case_seed": (c_uint64, (POINTER(dt_case),)),
    "dt_case_state_count": (c_int, (POINTER(dt_case),)),
    "dt_case_state_iso3": (c_char_p, (POINTER(dt_case), c_int)),
    "dt_case_state_name": (c_char_p, (POINTER(dt_case), c_int)),
    "dt_case_step_count": (c_int, (POINTER(dt_case),)),
    "dt_case_time": (c_double, (POINTER(dt_case), c_int)),
    "dt_certificate_judge": (None, (POINTER(dt_certificate), c_double)),
    "dt_certified_words": (c_char_p, (c_int,)),
    "dt_claims_at": (dt_claim, (POINTER(dt_claims), c_int)),
    "dt_claims_count": (c_int, (POINTER(dt_claims),)),
    "dt_claims_defaults": (dt_claims_options, ()),
    "dt_claims_free": (None, (POINTER(dt_claims),)),
    "dt_claims_members": (c_int64, (POINTER(dt_claims),)),
    "dt_claims_planned": (c_int, ()),
    "dt_claims_run": (c_int, (POINTER(dt_world), POINTER(dt_scenario), POINTER(dt_claims_options),
                              POINTER(POINTER(dt_claims)), POINTER(dt_diagnostics))),
    "dt_claims_seconds": (c_double, (POINTER(dt_claims),)),
    "dt_claims_variations": (c_int, (POINTER(dt_claims),)),
    "dt_class_of": (c_int, (POINTER(dt_game_2x2), c_double, POINTER(dt_class_2x2))),
    "dt_collective_risk_interior": (c_int, (POINTER(dt_collective_risk), POINTER(dt_risk_interior))),
    "dt_collective_risk_payoffs": (c_int, (POINTER(dt_collective_risk), POINTER(c_double),
                                           POINTER(c_double))),
    "dt_condition_measure": (None, (POINTER(dt_condition), POINTER(c_double), c_int64, c_double)),
    "dt_condition_test": (None, (POINTER(dt_condition), c_double)),
    "dt_correlated": (c_int, (POINTER(dt_normal), c_int, POINTER(c_double), POINTER(c_double),
                              POINTER(c_double))),
    "dt_correlated_violation": (c_double, (POINTER(dt_normal), c_int, POINTER(c_double))),
    "dt_delta": (c_int, (POINTER(dt_pairs), POINTER(dt_resampling), POINTER(dt_interval))),
    "dt_design_columns": (c_int, (POINTER(dt_design),)),
    "dt_design_create": (c_int, (POINTER(dt_design_options), POINTER(POINTER(dt_design)),
                                 POINTER(dt_diagnostics))),
    "dt_design_defaults": (dt_design_options, ()),
    "dt_design_find": (c_int, (c_char_p,)),
    "dt_design_free": (None, (POINTER(dt_design),)),
    "dt_design_group": (c_int, (POINTER(dt_design),)),
    "dt_design_made_by": (dt_design_options, (POINTER(dt_design),)),
    "dt_design_measure": (c_int, (POINTER(dt_design), POINTER(dt_design_quality))),
    "dt_design_move": (c_int, (POINTER(dt_design), c_int64, c_int, POINTER(c_double))),
    "dt_design_name": (c_char_p, (c_int,)),
    "dt_design_of_rows": (c_int, (POINTER(c_double), c_int64, c_int, c_int, POINTER(POINTER(dt_design)))),
    "dt_design_read": (c_int, (c_char_p, POINTER(c_char_p), c_int, POINTER(POINTER(dt_design)),
                               POINTER(dt_diagnostics))),
    "dt_design_row": (None, (POINTER(dt_design), c_int64, POINTER(c_double))),
    "dt_design_rows": (c_int64, (POINTER(dt_design),)),
    "dt_design_stream": (c_uint64, (POINTER(dt_design), c_uint64)),
    "dt_design_text": (c_char_p, (c_int,)),
    "dt_design_write": (c_int, (POINTER(dt_design), c_char_p, POINTER(c_char_p), POINTER(dt_diagnostics))),
    "dt_diagnose": (c_int, (POINTER(dt_diagnostics), POINTER(dt_diagnostic))),
    "dt_diagnostic_format": (c_size_t, (POINTER(dt_diagnostic), POINTER(c_char), c_size_t)),
    "dt_diagnostics_init": (None, (POINTER(dt_diagnostics),)),
    "dt_dilemma_of": (c_int, (c_int, POINTER(c_double), POINTER(c_double), POINTER(dt_dilemma))),
    "dt_discovery_clear": (None, (POINTER(dt_discovery),)),
    "dt_discovery_find": (c_int, (POINTER(dt_cases), POINTER(c_char_p), POINTER(dt_discovery))),
    "dt_discovery_limit": (c_int, (POINTER(dt_discovery), c_int, POINTER(c_double), POINTER(c_double),
                                   POINTER(c_double))),
    "dt_dist_quantile": (c_double, (POINTER(dt_assumption), c_double)),
    "dt_dominances_free": (None, (POINTER(dt_dominances),)),
    "dt_dynamics_defaults": (dt_dynamics_options, ()),
    "dt_edit_distance": (c_int, (c_char_p, c_char_p)),
    "dt_effects_add": (None, (POINTER(dt_effects), c_double)),
    "dt_effects_interval": (dt_interval, (POINTER(dt_effects), c_double)),
    "dt_ensemble_defaults": (dt_ensemble_options, ()),
    "dt_ensemble_held": (c_int, (POINTER(dt_store), POINTER(c_int64), POINTER(c_int64))),
    "dt_ensemble_merge": (c_int, (POINTER(dt_case), POINTER(POINTER(dt_store)), c_int, POINTER(dt_store),
                                  POINTER(c_int64), POINTER(dt_diagnostics))),
    "dt_ensemble_run": (c_int, (POINTER(dt_case), POINTER(dt_ensemble_options), POINTER(POINTER(dt_summary)),
                                POINTER(dt_diagnostics))),
    "dt_ensemble_store": (c_int, (POINTER(dt_case), c_char_p, c_int, POINTER(POINTER(dt_store)),
                                  POINTER(dt_diagnostics))),
    "dt_ensemble_stream": (c_uint64, (c_void_p, c_uint64)),
    "dt_ensemble_verify": (c_int, (POINTER(dt_case), POINTER(dt_ensemble_options), POINTER(dt_store), c_int64,
                                   c_uint64, POINTER(dt_verification))),
    "dt_equilibria_add": (c_int, (POINTER(dt_equilibria), POINTER(dt_normal), POINTER(c_double), c_char_p)),
    "dt_equilibria_free": (None, (POINTER(dt_equilibria),)),
    "dt_equilibria_init": (None, (POINTER(dt_equilibria), POINTER(dt_normal))),
    "dt_error_count": (c_int, ()),
    "dt_error_find": (POINTER(dt_error_info), (c_int,)),
    "dt_error_info_at": (POINTER(dt_error_info), (c_int,)),
    "dt_evidence_indices": (c_int, (POINTER(dt_evidence), c_int, POINTER(dt_interval), POINTER(dt_interval),
                                    POINTER(c_int64), POINTER(c_int64))),
    "dt_evidence_morris": (c_int, (POINTER(dt_evidence), c_int, POINTER(dt_effects), POINTER(c_int64))),
    "dt_evidence_outcome": (c_int, (POINTER(dt_evidence), c_char_p)),
    "dt_evidence_payoffs": (c_int, (POINTER(POINTER(dt_store)), c_int, c_char_p, c_int64,
                                    POINTER(POINTER(c_double)), POINTER(c_int))),
    "dt_evidence_sobol": (c_int, (POINTER(dt_evidence), c_int, c_int, POINTER(POINTER(dt_sobol)))),
    "dt_evidence_visit": (c_int, (POINTER(dt_evidence), c_int, dt_member_visit, c_void_p)),
    "dt_family_key": (c_char_p, (c_int,)),
    "dt_farsighted_sets": (c_int, (c_int, POINTER(c_double), c_double, c_int, POINTER(c_char))),
    "dt_fictitious_play": (c_int, (POINTER(dt_normal), c_int64, POINTER(c_double), POINTER(dt_learning))),
    "dt_field_at": (POINTER(dt_field_info), (c_int,)),
    "dt_field_count": (c_int, ()),
    "dt_first_order": (c_double, (POINTER(dt_pairs), c_int)),
    "dt_fixation_matrix": (c_int, (POINTER(c_double), c_int, c_int, c_double, POINTER(c_double))),
    "dt_free": (None, (c_void_p,)),
    "dt_game_bernstein": (c_double, (c_double, c_double, c_int64, c_double)),
    "dt_game_class_count": (c_int, ()),
    "dt_game_class_of": (c_int, (POINTER(c_double),)),
    "dt_game_class_words": (c_char_p, (c_int,)),
    "dt_game_column": (c_char_p, (POINTER(dt_game), c_int)),
    "dt_game_cooperate": (c_int, (POINTER(dt_game), c_int)),
    "dt_game_defaults": (dt_game_options, ()),
    "dt_game_describe": (dt_game_info, (POINTER(dt_game),)),
    "dt_game_design_defaults": (dt_game_design_options, ()),
    "dt_game_design_free": (None, (POINTER(dt_game_design_result),)),
    "dt_game_design_lever": (dt_game_lever, (POINTER(dt_game), c_int)),
    "dt_game_design_make": (c_int, (POINTER(dt_game), POINTER(dt_simulator), POINTER(dt_game_design_options),
                                    POINTER(POINTER(dt_game_design_result)), POINTER(dt_diagnostics))),
    "dt_game_free": (None, (POINTER(dt_game),)),
    "dt_game_load": (c_int, (c_char_p, POINTER(POINTER(dt_game)), POINTER(dt_diagnostics))),
    "dt_game_map_defaults": (dt_game_map_options, ()),
    "dt_game_map_free": (None, (POINTER(dt_game_map),)),
    "dt_game_map_lever": (dt_game_lever, (POINTER(dt_game), c_int)),
    "dt_game_map_make": (c_int, (POINTER(dt_game), POINTER(dt_simulator), POINTER(dt_game_map_options),
                                 POINTER(POINTER(dt_game_map)), POINTER(dt_diagnostics))),
    "dt_game_member": (c_double, (POINTER(dt_game_result), c_int64, c_int, c_int64)),
    "dt_game_parse": (c_int, (c_char_p, c_size_t, c_char_p, POINTER(POINTER(dt_game)),
                              POINTER(dt_diagnostics))),
    "dt_game_path": (c_int, (POINTER(dt_normal), POINTER(dt_dynamics_options), POINTER(c_double),
                             POINTER(dt_times), POINTER(c_double))),
    "dt_game_play": (c_int, (POINTER(dt_game), POINTER(dt_simulator), POINTER(dt_game_options),
                             POINTER(POINTER(dt_game_result)), POINTER(dt_diagnostics))),
    "dt_game_result_free": (None, (POINTER(dt_game_result),)),
    "dt_game_set_map": (c_int, (POINTER(dt_game), c_int, c_char_p, POINTER(dt_diagnostics))),
    "dt_game_strategies": (c_int, (POINTER(dt_game), c_int)),
    "dt_game_strategy": (c_char_p, (POINTER(dt_game), c_int, c_int)),
    "dt_game_uniform_bound": (c_double, (c_double, c_int, c_double, c_int64, c_double)),
    "dt_game_uniform_samples": (c_double, (c_double, c_int, c_double, c_double, c_double)),
    "dt_grid_ac_clear": (None, (POINTER(dt_grid_ac),)),
    "dt_grid_ac_solve": (c_int, (POINTER(dt_grid), POINTER(c_double), POINTER(dt_grid_ac),
                                 POINTER(dt_diagnostics))),
    "dt_grid_bind_name": (c_char_p, (c_int,)),
    "dt_grid_bound_words": (None, (POINTER(dt_grid), POINTER(dt_grid_plan), POINTER(dt_grid_bound),
                                   POINTER(c_char))),
    "dt_grid_candidates_clear": (None, (POINTER(dt_grid_candidates),)),
    "dt_grid_candidates_load": (c_int, (POINTER(dt_grid), POINTER(dt_grid_profile), c_char_p,
                                        POINTER(dt_grid_candidates), POINTER(dt_diagnostics))),
    "dt_grid_convention_name": (c_char_p, (c_int,)),
    "dt_grid_copy": (c_int, (POINTER(dt_grid), POINTER(POINTER(dt_grid)))),
    "dt_grid_create": (c_int, (c_int, c_int, c_int, c_int, POINTER(POINTER(dt_grid)))),
    "dt_grid_curve_clear": (None, (POINTER(dt_grid_curve),)),
    "dt_grid_curve_error": (c_double, (POINTER(dt_grid_curve), POINTER(dt_grid_curve))),
    "dt_grid_curve_find": (c_int, (POINTER(dt_grid), POINTER(dt_grid_hosting_options), POINTER(dt_grid_site),
                                   c_int, c_double, POINTER(dt_grid_curve))),
    "dt_grid_curve_supply": (c_int, (POINTER(dt_grid_curve), c_char_p, c_int, c_char_p, POINTER(dt_grid_host),
                                     POINTER(dt_supply_curve))),
    "dt_grid_find_bus": (c_int, (POINTER(dt_grid), c_int)),
    "dt_grid_finish": (c_int, (POINTER(dt_grid), c_char_p, POINTER(dt_diagnostics))),
    "dt_grid_flow": (c_int, (POINTER(dt_grid), c_int, POINTER(c_double), POINTER(c_double),
                             POINTER(c_double))),
    "dt_grid_format": (c_int, (POINTER(dt_grid), POINTER(POINTER(c_char)))),
    "dt_grid_format_json": (c_int, (POINTER(dt_grid), POINTER(POINTER(c_char)))),
    "dt_grid_free": (None, (POINTER(dt_grid),)),
    "dt_grid_headroom": (c_double, (POINTER(c_double), c_int, c_double, c_double)),
    "dt_grid_hosting_clear": (None, (POINTER(dt_grid_hosting),)),
    "dt_grid_hosting_find": (c_int, (POINTER(dt_grid), POINTER(dt_grid_hosting_options), c_int,
                                     POINTER(dt_grid_site), POINTER(dt_grid_hosting))),
    "dt_grid_hosting_find_any": (c_int, (POINTER(dt_grid), POINTER(dt_grid_hosting_options), c_int,
                                         POINTER(dt_grid_site), POINTER(dt_grid_hosting), POINTER(c_double))),
    "dt_grid_hosting_rank": (None, (POINTER(dt_grid_hosting), POINTER(c_int))),
    "dt_grid_limit_name": (c_char_p, (c_int,)),
    "dt_grid_limit_words": (None, (POINTER(dt_grid), POINTER(dt_grid_limit), POINTER(c_char))),
    "dt_grid_load": (c_int, (c_char_p, POINTER(POINTER(dt_grid)), POINTER(dt_diagnostics))),
    "dt_grid_lodf": (c_int, (POINTER(dt_grid), c_int, c_int, POINTER(c_double))),
    "dt_grid_opf_clear": (None, (POINTER(dt_grid_opf),)),
    "dt_grid_opf_defaults": (dt_grid_opf_options, ()),
    "dt_grid_opf_solve": (c_int, (POINTER(dt_grid), POINTER(dt_grid_opf_options), POINTER(dt_grid_opf),
                                  POINTER(dt_diagnostics))),
    "dt_grid_parse": (c_int, (c_char_p, c_size_t, c_char_p, POINTER(POINTER(dt_grid)),
                              POINTER(dt_diagnostics))),
    "dt_grid_path_clear": (None, (POINTER(dt_grid_path),)),
    "dt_grid_path_load": (c_int, (c_char_p, c_double, POINTER(dt_grid_path), POINTER(dt_diagnostics))),
    "dt_grid_plan_clear": (None, (POINTER(dt_grid_plan_result),)),
    "dt_grid_plan_conflict": (c_int, (POINTER(dt_grid), POINTER(dt_grid_plan), POINTER(c_char))),
    "dt_grid_plan_solve": (c_int, (POINTER(dt_grid), POINTER(dt_grid_plan), POINTER(dt_grid_plan_result),
                                   POINTER(dt_diagnostics))),
    "dt_grid_profile_clear": (None, (POINTER(dt_grid_profile),)),
    "dt_grid_profile_load": (c_int, (POINTER(dt_grid), c_char_p, POINTER(dt_grid_profile),
                                     POINTER(dt_diagnostics))),
    "dt_grid_profile_select": (c_int, (POINTER(dt_grid), POINTER(dt_grid_profile), c_int,
                                       POINTER(dt_grid_profile))),
    "dt_grid_ptdf": (c_int, (POINTER(dt_grid), c_int, c_int, POINTER(c_double))),
    "dt_grid_relief_defaults": (dt_grid_relief_cost, ()),
    "dt_grid_relief_name": (c_char_p, (c_int,)),
    "dt_grid_save": (c_int, (POINTER(dt_grid), c_char_p, POINTER(dt_diagnostics))),
    "dt_grid_screen_clear": (None, (POINTER(dt_grid_screen),)),
    "dt_grid_screen_outages": (c_int, (POINTER(dt_grid), POINTER(dt_grid_opf_options), POINTER(c_double),
                                       c_int, POINTER(dt_grid_screen))),
    "dt_grid_session_create": (c_int, (POINTER(dt_grid), POINTER(dt_grid_opf_options),
                                       POINTER(POINTER(dt_grid_session)), POINTER(dt_diagnostics))),
    "dt_grid_session_free": (None, (POINTER(dt_grid_session),)),
    "dt_grid_session_host": (c_int, (POINTER(dt_grid_session), POINTER(dt_grid_opf))),
    "dt_grid_session_set_generator": (None, (POINTER(dt_grid_session), c_int, c_double, c_double)),
    "dt_grid_session_set_load": (None, (POINTER(dt_grid_session), c_int, c_double)),
    "dt_grid_session_site": (c_int, (POINTER(dt_grid_session), c_int, POINTER(c_int), POINTER(c_double),
                                     c_double)),
    "dt_grid_session_solve": (c_int, (POINTER(dt_grid_session), POINTER(dt_grid_opf))),
    "dt_grid_set_cost": (c_int, (POINTER(dt_grid_cost), c_int, c_int, POINTER(c_double))),
    "dt_group_difference": (c_int, (POINTER(c_double), POINTER(c_double), c_int, c_int, POINTER(c_double))),
    "dt_group_output": (c_double, (POINTER(dt_race), POINTER(dt_case), c_int, c_int, c_int)),
    "dt_halton_point": (None, (c_uint64, c_int, POINTER(c_double))),
    "dt_hsic_measure": (c_int, (POINTER(dt_pairs), POINTER(dt_hsic_options), POINTER(dt_hsic))),
    "dt_hypervolume": (c_int, (POINTER(c_double), c_int, c_int, POINTER(c_double), POINTER(c_double))),
    "dt_kernel_at": (dt_kernel_info, (c_int,)),
    "dt_kernel_count": (c_int, ()),
    "dt_least_core": (c_int, (c_int, POINTER(c_double), POINTER(c_double), POINTER(c_double))),
    "dt_limit_count": (c_int, ()),
    "dt_limit_name": (c_char_p, (c_int,)),
    "dt_linear_public_good": (c_int, (c_int, c_double, c_double, POINTER(c_double), POINTER(c_double))),
    "dt_log_fixation": (c_int, (POINTER(c_double), c_int, c_double, POINTER(c_double))),
    "dt_maker_count": (c_int, ()),
    "dt_maker_name": (c_char_p, (c_int,)),
    "dt_measured_sort": (None, (POINTER(dt_measured), c_int)),
    "dt_member_column_clear": (None, (POINTER(dt_member_column),)),
    "dt_member_column_load": (c_int, (POINTER(dt_evidence), c_int, POINTER(dt_member_column_options),
                                      POINTER(dt_member_column))),
    "dt_member_column_measure": (c_int, (POINTER(dt_evidence), POINTER(dt_member_column),
                                         POINTER(dt_member_column_each))),
    "dt_member_column_rows": (c_int, (POINTER(dt_evidence), POINTER(dt_member_column), c_int,
                                      POINTER(POINTER(c_double)))),
    "dt_method_at": (POINTER(dt_method), (c_int,)),
    "dt_method_count": (c_int, ()),
    "dt_method_find": (POINTER(dt_method), (c_char_p,)),
    "dt_minimum_participation": (c_int, (POINTER(dt_participation), POINTER(c_double), POINTER(c_double),
                                         POINTER(c_int))),
    "dt_mutation_selection": (c_int, (POINTER(c_double), c_int, c_double, c_double, POINTER(c_double))),
    "dt_nash_subsets_find": (c_int, (POINTER(dt_normal), POINTER(dt_equilibria), POINTER(dt_nash_subsets))),
    "dt_nash_subsets_free": (None, (POINTER(dt_nash_subsets),)),
    "dt_normal_copy": (c_int, (POINTER(dt_normal), POINTER(POINTER(dt_normal)))),
    "dt_normal_create": (c_int, (c_int, POINTER(c_int), POINTER(POINTER(dt_normal)))),
    "dt_normal_deviations": (c_int, (POINTER(dt_normal), POINTER(c_double), c_int, POINTER(c_double))),
    "dt_normal_dominance": (c_int, (POINTER(dt_normal), POINTER(dt_dominance_options),
                                    POINTER(dt_dominances))),
    "dt_normal_expected": (c_double, (POINTER(dt_normal), POINTER(c_double), c_int)),
    "dt_normal_free": (None, (POINTER(dt_normal),)),
    "dt_normal_load": (c_int, (c_char_p, POINTER(POINTER(dt_normal)), POINTER(dt_diagnostics))),
    "dt_normal_offset": (c_int, (POINTER(dt_normal), c_int)),
    "dt_normal_parse": (c_int, (c_char_p, c_size_t, c_char_p, POINTER(POINTER(dt_normal)),
                                POINTER(dt_diagnostics))),
    "dt_normal_payoff": (c_double, (POINTER(dt_normal), c_int64, c_int)),
    "dt_normal_player_name": (c_char_p, (POINTER(dt_normal), c_int)),
    "dt_normal_players": (c_int, (POINTER(dt_normal),)),
    "dt_normal_print": (c_int, (POINTER(dt_normal), c_char_p, POINTER(POINTER(c_char)))),
    "dt_normal_profile": (c_int64, (POINTER(dt_normal), POINTER(c_int))),
    "dt_normal_profile_strategies": (None, (POINTER(dt_normal), c_int64, POINTER(c_int))),
    "dt_normal_profiles": (c_int64, (POINTER(dt_normal),)),
    "dt_normal_range": (None, (POINTER(dt_normal), c_int, POINTER(c_double), POINTER(c_double))),
    "dt_normal_regret": (c_double, (POINTER(dt_normal), POINTER(c_double), POINTER(c_double))),
    "dt_normal_restrict": (c_int, (POINTER(dt_normal), POINTER(c_ubyte), POINTER(POINTER(dt_normal)))),
    "dt_normal_save": (c_int, (POINTER(dt_normal), c_char_p, POINTER(dt_diagnostics))),
    "dt_normal_set_payoff": (None, (POINTER(dt_normal), c_int64, c_int, c_double)),
    "dt_normal_set_payoff_text": (c_int, (POINTER(dt_normal), c_int64, c_int, c_char_p)),
    "dt_normal_set_player_name": (None, (POINTER(dt_normal), c_int, c_char_p)),
    "dt_normal_set_strategy_name": (None, (POINTER(dt_normal), c_int, c_int, c_char_p)),
    "dt_normal_set_title": (None, (POINTER(dt_normal), c_char_p)),
    "dt_normal_solve": (c_int, (POINTER(dt_normal), c_char_p, POINTER(dt_solve_options),
                                POINTER(dt_equilibria), POINTER(dt_diagnostics))),
    "dt_normal_strategies": (c_int, (POINTER(dt_normal), c_int)),
    "dt_normal_strategy_name": (c_char_p, (POINTER(dt_normal), c_int, c_int)),
    "dt_normal_table": (POINTER(c_double), (POINTER(dt_normal),)),
    "dt_normal_title": (c_char_p, (POINTER(dt_normal),)),
    "dt_normal_total_strategies": (c_int, (POINTER(dt_normal),)),
    "dt_output_at": (POINTER(dt_output_info), (c_int,)),
    "dt_output_count": (c_int, ()),
    "dt_output_find": (c_int, (c_char_p,)),
    "dt_pair_difference": (None, (POINTER(c_double), c_int, POINTER(c_double))),
    "dt_param_at": (POINTER(dt_param_info), (c_int,)),
    "dt_param_count": (c_int, ()),
    "dt_param_find": (c_int, (c_char_p,)),
    "dt_pareto_ranks": (c_int, (POINTER(c_double), c_int, c_int, POINTER(c_int))),
    "dt_party_shares_clear": (None, (POINTER(dt_party_shares),)),
    "dt_party_shares_make": (c_int, (POINTER(dt_case), c_int64, POINTER(dt_party_shares))),
    "dt_pattern_letters": (c_char_p, (c_int,)),
    "dt_pattern_name": (c_char_p, (c_int,)),
    "dt_pawn": (c_int, (POINTER(dt_pairs), c_int, POINTER(c_double))),
    "dt_plausibility_clear": (None, (POINTER(dt_plausibility),)),
    "dt_plausibility_make": (c_int, (POINTER(dt_target), c_int, c_int64, c_double, POINTER(dt_plausibility))),
    "dt_policy_at": (None, (POINTER(dt_policy_problem), POINTER(dt_search), c_int, POINTER(c_double),
                            POINTER(c_double))),
    "dt_policy_judge": (c_int, (POINTER(dt_policy_problem), POINTER(c_double), POINTER(c_double),
                                POINTER(dt_diagnostics))),
    "dt_policy_read_lever": (c_int, (c_char_p, POINTER(dt_policy_lever))),
    "dt_policy_read_objective": (c_int, (c_char_p, POINTER(dt_policy_objective))),
    "dt_policy_search": (c_int, (POINTER(dt_policy_problem), POINTER(dt_policy_options),
                                 POINTER(POINTER(dt_search)), POINTER(dt_diagnostics))),
    "dt_population_path": (c_int, (POINTER(c_double), c_int, POINTER(dt_dynamics_options), POINTER(c_double),
                                   POINTER(dt_times), POINTER(c_double))),
    "dt_posture_count": (c_int, ()),
    "dt_posture_name": (c_char_p, (c_int,)),
    "dt_posture_text": (c_char_p, (c_int,)),
    "dt_posture_weight": (c_double, (c_int, c_int)),
    "dt_posture_weight_count": (c_int, ()),
    "dt_posture_weight_name": (c_char_p, (c_int,)),
    "dt_potential_find": (c_int, (POINTER(dt_normal), c_double, POINTER(c_double), POINTER(c_int))),
    "dt_prim_balance": (c_int, (POINTER(dt_prim),)),
    "dt_prim_box": (POINTER(dt_box), (POINTER(dt_prim), c_int)),
    "dt_prim_boxes_clear": (None, (POINTER(dt_prim_boxes),)),
    "dt_prim_count": (c_int, (POINTER(dt_prim),)),
    "dt_prim_defaults": (dt_prim_options, ()),
    "dt_prim_find": (c_int, (POINTER(dt_cases), POINTER(c_ubyte), POINTER(dt_prim_options),
                             POINTER(POINTER(dt_prim)))),
    "dt_prim_find_boxes": (c_int, (POINTER(dt_cases), POINTER(dt_prim_options), c_int, c_int,
                                   POINTER(dt_prim_boxes))),
    "dt_prim_free": (None, (POINTER(dt_prim),)),
    "dt_prim_quasi_p": (None, (POINTER(dt_prim), c_int, c_int, POINTER(c_double), POINTER(c_double))),
    "dt_qre_all": (c_int, (POINTER(dt_normal), c_double, POINTER(dt_solve_options), POINTER(dt_equilibria))),
    "dt_qre_at": (c_int, (POINTER(dt_normal), c_double, POINTER(c_double))),
    "dt_qre_curve_free": (None, (POINTER(dt_qre_curve),)),
    "dt_qre_defaults": (dt_qre_options, ()),
    "dt_qre_estimate": (c_int, (POINTER(dt_normal), POINTER(c_double), POINTER(dt_qre_fit),
                                POINTER(c_double))),
    "dt_qre_trace": (c_int, (POINTER(dt_normal), POINTER(dt_qre_options), POINTER(dt_qre_curve))),
    "dt_quantile": (c_double, (POINTER(c_double), c_int64, c_double, c_int)),
    "dt_question_measure": (c_int, (POINTER(dt_samples), POINTER(c_char_p), POINTER(dt_question))),
    "dt_race_account": (dt_account, (POINTER(dt_race), c_int)),
    "dt_race_begin": (None, (POINTER(dt_race), c_uint64, c_int, POINTER(c_double))),
    "dt_race_block_size": (c_size_t, (POINTER(dt_race),)),
    "dt_race_count": (c_int, (POINTER(dt_race),)),
    "dt_race_create": (c_int, (POINTER(dt_case), POINTER(dt_race_options), POINTER(POINTER(dt_race)))),
    "dt_race_defaults": (dt_race_options, ()),
    "dt_race_failure": (dt_failure, (POINTER(dt_race), c_int)),
    "dt_race_first_member": (c_uint64, (POINTER(dt_race),)),
    "dt_race_free": (None, (POINTER(dt_race),)),
    "dt_race_global_value": (c_double, (POINTER(dt_race), c_int, c_int)),
    "dt_race_hash": (c_uint64, (POINTER(dt_race),)),
    "dt_race_output": (c_double, (POINTER(dt_race), c_int, c_int, c_int)),
    "dt_race_outputs": (None, (POINTER(dt_race), POINTER(c_int), c_int, c_int, POINTER(c_double * 8))),
    "dt_race_param_value": (c_double, (POINTER(dt_race), c_int, c_int, c_int)),
    "dt_race_restore": (c_int, (POINTER(dt_race), c_void_p, c_size_t)),
    "dt_race_run": (c_int, (POINTER(dt_race), c_uint64, c_int, POINTER(c_double), dt_sink, c_void_p)),
    "dt_race_save": (None, (POINTER(dt_race), c_void_p)),
    "dt_race_save_size": (c_size_t, (POINTER(dt_race),)),
    "dt_race_state_value": (c_double, (POINTER(dt_race), c_int, c_int, c_int)),
    "dt_race_step": (None, (POINTER(dt_race),)),
    "dt_race_step_index": (c_int, (POINTER(dt_race),)),
    "dt_race_width": (c_int, (POINTER(dt_race),)),
    "dt_reduction_counts": (c_int, (POINTER(dt_reduction_shape), POINTER(c_int), c_int, c_int,
                                    POINTER(c_int))),
    "dt_regression": (c_int, (POINTER(dt_samples), c_int, c_double, POINTER(dt_interval),
                              POINTER(dt_interval), POINTER(c_double))),
    "dt_regret_is_least": (c_int, (POINTER(dt_regrets), c_int)),
    "dt_regret_matching": (c_int, (POINTER(dt_normal), c_int64, c_uint64, POINTER(c_double),
                                   POINTER(c_double), POINTER(dt_learning))),
    "dt_report_boxes": (c_int, (POINTER(dt_boxes), POINTER(POINTER(c_char)))),
    "dt_report_claims": (c_int, (POINTER(dt_claims), POINTER(dt_scenario), c_int, POINTER(POINTER(c_char)))),
    "dt_report_game": (c_int, (POINTER(dt_game_result), c_int, POINTER(POINTER(c_char)))),
    "dt_report_game_design": (c_int, (POINTER(dt_game), POINTER(dt_game_design_result), c_int,
                                      POINTER(POINTER(c_char)))),
    "dt_report_game_map": (c_int, (POINTER(dt_game), POINTER(dt_game_map), c_int, POINTER(POINTER(c_char)))),
    "dt_report_game_page": (c_int, (POINTER(dt_game_page), c_char_p, POINTER(dt_diagnostics))),
    "dt_report_grid_curve": (c_int, (POINTER(dt_grid_page), POINTER(POINTER(c_char)))),
    "dt_report_grid_hosting": (c_int, (POINTER(dt_grid_page), POINTER(dt_grid_hosting),
                                       POINTER(dt_grid_shares), POINTER(POINTER(c_char)))),
    "dt_report_grid_opf": (c_int, (POINTER(dt_grid), POINTER(dt_grid_opf_options), POINTER(dt_grid_opf),
                                   POINTER(POINTER(c_char)))),
    "dt_report_grid_page": (c_int, (POINTER(dt_grid_page), c_char_p, POINTER(dt_diagnostics))),
    "dt_report_html": (c_int, (POINTER(dt_report_input), POINTER(POINTER(c_char)))),
    "dt_report_link": (c_int, (POINTER(dt_page_link), POINTER(POINTER(c_char)))),
    "dt_report_measures": (c_int, (POINTER(dt_measures), POINTER(POINTER(c_char)))),
    "dt_report_questions": (c_int, (POINTER(dt_questions_page), c_char_p, POINTER(dt_diagnostics))),
    "dt_report_regrets": (c_int, (POINTER(dt_regrets), POINTER(POINTER(c_char)))),
    "dt_report_search": (c_int, (POINTER(dt_policy_problem), POINTER(dt_search), c_int,
                                 POINTER(POINTER(c_char)))),
    "dt_report_summary": (c_int, (POINTER(dt_report_input), c_int, POINTER(POINTER(c_char)))),
    "dt_report_write": (c_int, (POINTER(dt_report_input), c_char_p, POINTER(dt_diagnostics))),
    "dt_robustness_measure": (c_int, (POINTER(dt_payoffs), POINTER(dt_robustness), POINTER(c_int))),
    "dt_role_equilibria_free": (None, (POINTER(dt_role_equilibria),)),
    "dt_roles_count": (c_int, (POINTER(dt_roles),)),
    "dt_roles_create": (c_int, (c_int, POINTER(c_int), POINTER(c_int), POINTER(POINTER(dt_roles)))),
    "dt_roles_deviations": (c_int, (POINTER(dt_roles), POINTER(c_double), POINTER(c_double))),
    "dt_roles_free": (None, (POINTER(dt_roles),)),
    "dt_roles_is_pure_equilibrium": (c_int, (POINTER(dt_roles), c_int64)),
    "dt_roles_offset": (c_int, (POINTER(dt_roles), c_int)),
    "dt_roles_options": (c_int, (POINTER(dt_roles), c_int)),
    "dt_roles_payoff": (c_double, (POINTER(dt_roles), c_int64, c_int, c_int)),
    "dt_roles_players": (c_int, (POINTER(dt_roles), c_int)),
    "dt_roles_profile": (c_int64, (POINTER(dt_roles), POINTER(c_int))),
    "dt_roles_profile_counts": (None, (POINTER(dt_roles), c_int64, POINTER(c_int))),
    "dt_roles_profiles": (c_int64, (POINTER(dt_roles),)),
    "dt_roles_qre": (c_int, (POINTER(dt_roles), c_double, POINTER(c_double))),
    "dt_roles_reduce": (c_int, (POINTER(dt_roles), c_int, POINTER(c_int), POINTER(POINTER(dt_roles)),
                                POINTER(c_int))),
    "dt_roles_regret": (c_double, (POINTER(dt_roles), POINTER(c_double), POINTER(c_double))),
    "dt_roles_set_payoff": (None, (POINTER(dt_roles), c_int64, c_int, c_int, c_double)),
    "dt_roles_solve": (c_int, (POINTER(dt_roles), POINTER(dt_solve_options), POINTER(dt_role_equilibria))),
    "dt_roles_total": (c_int, (POINTER(dt_roles),)),
    "dt_scenario_canonical": (c_int, (POINTER(dt_scenario), POINTER(POINTER(c_char)))),
    "dt_scenario_describe": (dt_scenario_info, (POINTER(dt_scenario),)),
    "dt_scenario_free": (None, (POINTER(dt_scenario),)),
    "dt_scenario_group": (c_char_p, (POINTER(dt_scenario), c_int)),
    "dt_scenario_load": (c_int, (c_char_p, POINTER(POINTER(dt_scenario)), POINTER(dt_diagnostics))),
    "dt_scenario_output": (c_int, (POINTER(dt_scenario), c_int)),
    "dt_scenario_output_count": (c_int, (POINTER(dt_scenario),)),
    "dt_scenario_parse": (c_int, (c_char_p, c_size_t, c_char_p, c_char_p, POINTER(POINTER(dt_scenario)),
                                  POINTER(dt_diagnostics))),
    "dt_scenario_set": (c_int, (POINTER(dt_scenario), c_char_p, c_char_p, POINTER(dt_diagnostics))),
    "dt_scenario_set_groups": (c_int, (POINTER(dt_scenario), c_char_p)),
    "dt_search_ask": (POINTER(c_double), (POINTER(dt_search), POINTER(c_int))),
    "dt_search_count": (c_int, (POINTER(dt_search),)),
    "dt_search_create": (c_int, (POINTER(dt_search_options), POINTER(POINTER(dt_search)))),
    "dt_search_defaults": (dt_search_options, ()),
    "dt_search_evaluations": (c_int64, (POINTER(dt_search),)),
    "dt_search_free": (None, (POINTER(dt_search),)),
    "dt_search_levers": (POINTER(c_double), (POINTER(dt_search), c_int)),
    "dt_search_objectives": (POINTER(c_double), (POINTER(dt_search), c_int)),
    "dt_search_restarts": (c_int, (POINTER(dt_search),)),
    "dt_search_restore": (c_int, (c_void_p, c_size_t, POINTER(POINTER(dt_search)))),
    "dt_search_save": (None, (POINTER(dt_search), c_void_p)),
    "dt_search_save_size": (c_size_t, (POINTER(dt_search),)),
    "dt_search_tell": (c_int, (POINTER(dt_search), POINTER(c_double))),
    "dt_shapley": (c_int, (c_int, POINTER(c_double), POINTER(c_double))),
    "dt_simulator_create": (c_int, (POINTER(dt_world), POINTER(dt_scenario), POINTER(dt_game), c_int,
                                    POINTER(dt_simulator), POINTER(dt_diagnostics))),
    "dt_simulator_free": (None, (POINTER(dt_simulator),)),
    "dt_simultaneous_outcome": (c_int, (POINTER(dt_barrett), c_int, c_int, POINTER(dt_abatement))),
    "dt_small_mutation": (c_int, (POINTER(c_double), c_int, POINTER(c_double))),
    "dt_sobol_add": (None, (POINTER(dt_sobol), c_int64, POINTER(c_double))),
    "dt_sobol_combine": (c_int, (POINTER(POINTER(dt_sobol)), c_int, POINTER(dt_sobol_options),
                                 POINTER(dt_interval), POINTER(dt_interval))),
    "dt_sobol_create": (c_int, (c_int, c_int64, c_int, POINTER(POINTER(dt_sobol)))),
    "dt_sobol_digits": (None, (c_uint64, c_int, POINTER(c_uint32))),
    "dt_sobol_dropped": (c_int64, (POINTER(dt_sobol),)),
    "dt_sobol_free": (None, (POINTER(dt_sobol),)),
    "dt_sobol_indices": (c_int, (POINTER(dt_sobol), POINTER(dt_sobol_options), POINTER(dt_interval),
                                 POINTER(dt_interval))),
    "dt_sobol_method_name": (c_char_p, (c_int,)),
    "dt_sobol_second": (c_double, (POINTER(dt_sobol), POINTER(dt_sobol_options), c_int, c_int)),
    "dt_sobol_used": (c_int64, (POINTER(dt_sobol),)),
    "dt_solve_defaults": (dt_solve_options, ()),
    "dt_stable_sets": (c_int, (c_int, POINTER(c_double), c_double, POINTER(c_char), POINTER(c_char))),
    "dt_stable_sizes": (c_int, (POINTER(dt_size_game), POINTER(c_int), POINTER(c_int))),
    "dt_standings_measure": (c_int, (POINTER(POINTER(c_double)), c_int, POINTER(dt_standings))),
    "dt_stationary": (c_int, (POINTER(c_double), c_int, POINTER(c_double))),
    "dt_stationary_log": (c_int, (POINTER(c_double), c_int, POINTER(c_double))),
    "dt_status_exit_code": (c_int, (c_int,)),
    "dt_status_name": (c_char_p, (c_int,)),
    "dt_status_text": (c_char_p, (c_int,)),
    "dt_store_begin": (c_int, (POINTER(dt_store),)),
    "dt_store_close": (c_int, (POINTER(dt_store),)),
    "dt_store_commit": (c_int, (POINTER(dt_store),)),
    "dt_store_create": (c_int, (c_char_p, POINTER(dt_store_layout), c_int, POINTER(POINTER(dt_store)),
                                POINTER(dt_diagnostics))),
    "dt_store_describe": (dt_store_layout, (POINTER(dt_store),)),
    "dt_store_failure_count": (c_int64, (POINTER(dt_store),)),
    "dt_store_fault": (POINTER(dt_diagnostic), (POINTER(dt_store),)),
    "dt_store_get_blob": (c_int, (POINTER(dt_store), c_char_p, POINTER(c_void_p), POINTER(c_size_t))),
    "dt_store_get_block": (c_int, (POINTER(dt_store), c_uint64, POINTER(c_int), POINTER(c_double))),
    "dt_store_get_failure": (c_int, (POINTER(dt_store), c_int64, POINTER(dt_store_failure))),
    "dt_store_get_text": (c_int, (POINTER(dt_store), c_char_p, POINTER(POINTER(c_char)))),
    "dt_store_has_block": (c_int, (POINTER(dt_store), c_uint64)),
    "dt_store_next_block": (c_int, (POINTER(dt_store), c_uint64, POINTER(c_uint64), POINTER(c_ubyte))),
    "dt_store_open": (c_int, (c_char_p, POINTER(POINTER(dt_store)), POINTER(dt_diagnostics))),
    "dt_store_put_blob": (c_int, (POINTER(dt_store), c_char_p, c_void_p, c_size_t)),
    "dt_store_put_block": (c_int, (POINTER(dt_store), c_uint64, c_int, POINTER(c_double))),
    "dt_store_put_failure": (c_int, (POINTER(dt_store), POINTER(dt_store_failure))),
    "dt_store_put_text": (c_int, (POINTER(dt_store), c_char_p, c_char_p)),
    "dt_store_undo": (None, (POINTER(dt_store),)),
    "dt_summary_failed": (c_int64, (POINTER(dt_summary),)),
    "dt_summary_failure": (dt_failure, (POINTER(dt_summary), c_int64, POINTER(c_uint64))),
    "dt_summary_free": (None, (POINTER(dt_summary),)),
    "dt_summary_hash": (None, (POINTER(dt_summary), POINTER(c_ubyte))),
    "dt_summary_leader_share": (c_double, (POINTER(dt_summary), c_int, c_int)),
    "dt_summary_limit_share": (c_double, (POINTER(dt_summary), c_int, c_int, c_int)),
    "dt_summary_load": (c_int, (POINTER(dt_case), POINTER(dt_store), POINTER(POINTER(dt_summary)))),
    "dt_summary_mean": (c_double, (POINTER(dt_summary), c_int, c_int, c_int)),
    "dt_summary_members": (c_int64, (POINTER(dt_summary),)),
    "dt_summary_outcome": (POINTER(c_float), (POINTER(dt_summary), c_int)),
    "dt_summary_outcome_count": (c_int, (POINTER(dt_summary),)),
    "dt_summary_outcome_name": (c_char_p, (POINTER(dt_summary), c_int)),
    "dt_summary_quantile": (c_double, (POINTER(dt_summary), c_int, c_int, c_int, c_double)),
    "dt_summary_save": (c_int, (POINTER(dt_summary), POINTER(dt_store))),
    "dt_supply_curve_cost": (c_double, (POINTER(dt_supply_curve), c_double, c_double)),
    "dt_supply_curve_gw": (c_double, (POINTER(dt_supply_curve), c_double)),
    "dt_supply_curve_load": (c_int, (c_char_p, POINTER(dt_supply_curve), POINTER(dt_diagnostics))),
    "dt_supply_curve_price": (c_double, (POINTER(dt_supply_curve), c_double, c_double)),
    "dt_supply_curve_save": (c_int, (POINTER(dt_supply_curve), c_char_p, POINTER(dt_diagnostics))),
    "dt_t_above": (c_double, (c_double, c_double)),
    "dt_t_quantile": (c_double, (c_double, c_double)),
    "dt_table_clear": (None, (POINTER(dt_table),)),
    "dt_table_load": (c_int, (POINTER(dt_evidence), c_int64, POINTER(dt_table))),
    "dt_tech_count": (c_int, ()),
    "dt_tech_name": (c_char_p, (c_int,)),
    "dt_threshold_good_of": (c_int, (c_int, c_int, c_double, c_double, POINTER(dt_threshold_good))),
    "dt_total_effect": (c_int, (POINTER(dt_total_runs), c_double, POINTER(dt_interval))),
    "dt_treaty_backtest_free": (None, (POINTER(dt_treaty_backtest),)),
    "dt_treaty_calibration": (dt_treaty_decile, (POINTER(dt_treaty_backtest), c_int, c_int)),
    "dt_treaty_data_free": (None, (POINTER(dt_treaty_data),)),
    "dt_treaty_data_load": (c_int, (c_char_p, POINTER(POINTER(dt_treaty_data)), POINTER(dt_diagnostics))),
    "dt_treaty_defaults": (dt_treaty_options, ()),
    "dt_treaty_design": (c_int, (POINTER(dt_treaty_fit), POINTER(dt_treaty_data), POINTER(dt_treaty_text),
                                 POINTER(dt_treaty_goal), POINTER(dt_treaty_change), POINTER(c_int))),
    "dt_treaty_draw": (None, (POINTER(dt_treaty_fit), c_ulonglong, c_ulonglong, POINTER(c_double))),
    "dt_treaty_estimate": (c_int, (POINTER(dt_treaty_data), POINTER(dt_treaty_options),
                                   POINTER(POINTER(dt_treaty_fit)), POINTER(dt_diagnostics))),
    "dt_treaty_fit_free": (None, (POINTER(dt_treaty_fit),)),
    "dt_treaty_fit_load": (c_int, (c_char_p, POINTER(POINTER(dt_treaty_fit)), POINTER(dt_diagnostics))),
    "dt_treaty_fit_save": (c_int, (POINTER(dt_treaty_fit), c_char_p, POINTER(dt_diagnostics))),
    "dt_treaty_fit_summary": (dt_treaty_summary, (POINTER(dt_treaty_fit),)),
    "dt_treaty_incline": (c_int, (POINTER(dt_treaty_fit), POINTER(dt_treaty_data), POINTER(dt_world))),
    "dt_treaty_inform": (c_int, (POINTER(dt_world), c_char_p, POINTER(dt_diagnostics))),
    "dt_treaty_instrument_count": (c_int, (POINTER(dt_treaty_data),)),
    "dt_treaty_instrument_key": (c_char_p, (POINTER(dt_treaty_data), c_int)),
    "dt_treaty_instrument_text": (POINTER(dt_treaty_text), (POINTER(dt_treaty_data), c_int)),
    "dt_treaty_kind_name": (c_char_p, (c_int,)),
    "dt_treaty_method_name": (c_char_p, (c_int,)),
    "dt_treaty_outcome": (c_int, (POINTER(dt_treaty_data), c_int, c_int)),
    "dt_treaty_predict": (c_int, (POINTER(dt_treaty_fit), POINTER(dt_treaty_data), POINTER(dt_treaty_text),
                                  POINTER(POINTER(dt_treaty_prediction)))),
    "dt_treaty_prediction_free": (None, (POINTER(dt_treaty_prediction),)),
    "dt_treaty_prediction_reason": (c_double, (POINTER(dt_treaty_prediction), c_int, c_int)),
    "dt_treaty_prediction_state": (dt_treaty_state, (POINTER(dt_treaty_prediction), c_int)),
    "dt_treaty_prediction_tips": (c_double, (POINTER(dt_treaty_prediction), c_int, c_int)),
    "dt_treaty_prediction_total": (dt_treaty_total, (POINTER(dt_treaty_prediction),)),
    "dt_treaty_reason_count": (c_int, ()),
    "dt_treaty_reason_name": (c_char_p, (c_int,)),
    "dt_treaty_scheme_name": (c_char_p, (c_int,)),
    "dt_treaty_score_at": (dt_treaty_score, (POINTER(dt_treaty_backtest), c_int)),
    "dt_treaty_score_count": (c_int, (POINTER(dt_treaty_backtest),)),
    "dt_treaty_sponsor_name": (c_char_p, (c_int,)),
    "dt_treaty_state_code": (c_char_p, (POINTER(dt_treaty_data), c_int)),
    "dt_treaty_state_count": (c_int, (POINTER(dt_treaty_data),)),
    "dt_treaty_state_find": (c_int, (POINTER(dt_treaty_data), c_char_p)),
    "dt_treaty_support_of": (dt_treaty_support, (POINTER(dt_treaty_data), POINTER(dt_treaty_text))),
    "dt_treaty_term_at": (dt_treaty_term, (POINTER(dt_treaty_fit), c_int)),
    "dt_treaty_term_count": (c_int, ()),
    "dt_treaty_test": (c_int, (POINTER(dt_treaty_data), POINTER(dt_treaty_test_options),
                               POINTER(POINTER(dt_treaty_backtest)), POINTER(dt_diagnostics))),
    "dt_treaty_test_defaults": (dt_treaty_test_options, ()),
    "dt_treaty_text_defaults": (dt_treaty_text, ()),
    "dt_treaty_text_load": (c_int, (c_char_p, POINTER(dt_treaty_data), POINTER(dt_treaty_text),
                                    POINTER(dt_diagnostics))),
    "dt_tree_clear": (None, (POINTER(dt_tree),)),
    "dt_tree_grow": (c_int, (POINTER(dt_cases), c_int, c_int, POINTER(dt_tree))),
    "dt_two_key_power": (c_int, (POINTER(dt_two_keys), POINTER(dt_key_power))),
    "dt_verdict_words": (c_char_p, (c_int,)),
    "dt_version": (c_char_p, ()),
    "dt_volunteers": (c_int, (c_int, c_double, c_double, POINTER(c_double), POINTER(c_double))),
    "dt_weighted_quantile": (c_double, (POINTER(c_double), POINTER(c_double), c_int64, c_double)),
    "dt_weights_scale": (c_double, (POINTER(c_double), c_int64)),
    "dt_world_chip_first_year": (c_int, (POINTER(dt_world),)),
    "dt_world_chip_home": (c_int, (POINTER(dt_world), c_int)),
    "dt_world_chip_output": (dt_value, (POINTER(dt_world), c_int, c_int)),
    "dt_world_chip_value": (dt_value, (POINTER(dt_world), c_int, c_char_p)),
    "dt_world_chip_year_count": (c_int, (POINTER(dt_world),)),
    "dt_world_field_at": (POINTER(dt_world_field_info), (c_int,)),
    "dt_world_field_count": (c_int, ()),
    "dt_world_field_find": (c_int, (c_char_p,)),
    "dt_world_free": (None, (POINTER(dt_world),)),
    "dt_world_group_count": (c_int, (POINTER(dt_world),)),
    "dt_world_group_name": (c_char_p, (POINTER(dt_world), c_int)),
    "dt_world_hash": (None, (POINTER(dt_world), POINTER(c_ubyte))),
    "dt_world_in_group": (c_int, (POINTER(dt_world), c_char_p, c_int)),
    "dt_world_inclination": (POINTER(dt_inclination), (POINTER(dt_world),)),
    "dt_world_incline": (c_int, (POINTER(dt_world), POINTER(dt_inclination))),
    "dt_world_load": (c_int, (c_char_p, c_int, POINTER(POINTER(dt_world)), POINTER(dt_diagnostics))),
    "dt_world_rivalry": (dt_rivalry, (POINTER(dt_world), c_int)),
    "dt_world_rivalry_count": (c_int, (POINTER(dt_world),)),
    "dt_world_series_count": (c_int, (POINTER(dt_world), c_char_p, c_int)),
    "dt_world_series_point": (c_int, (POINTER(dt_world), c_char_p, c_int, c_int, POINTER(c_int),
                                      POINTER(c_double))),
    "dt_world_state": (POINTER(dt_state_info), (POINTER(dt_world), c_int)),
    "dt_world_state_count": (c_int, (POINTER(dt_world),)),
    "dt_world_state_index": (c_int, (POINTER(dt_world), c_char_p)),
    "dt_world_tech_value": (dt_value, (POINTER(dt_world), c_char_p, c_int)),
    "dt_world_value": (dt_value, (POINTER(dt_world), c_int, c_int, c_int)),
}
