/* What the model is made of: parameters and outputs, as the mechanisms' tables declare them. Static data,
 * never freed. */
#ifndef DETENTE_PARAM_H
#define DETENTE_PARAM_H

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/** Kinds of distributions. Parameters a..c of each are given beside it. */
typedef enum dt_dist_kind {
    DT_DIST_FIXED,      /* a: the value */
    DT_DIST_UNIFORM,    /* a: low, c: high */
    DT_DIST_LOGUNIFORM, /* a: low > 0, c: high */
    DT_DIST_TRIANGULAR, /* a: low, b: mode, c: high */
    DT_DIST_PERT,       /* a: low, b: mode, c: high (beta with shape 4) */
    DT_DIST_NORMAL,     /* a: mean, b: standard deviation, truncated to [low, high] */
    DT_DIST_LOGNORMAL,  /* a: median, b: standard deviation of the logarithm, truncated to [low, high] */
    DT_DIST_DISCRETE,   /* n values with weights */
    DT_DIST_DATA,       /* only in tables: triangular between the world's low, central and high */
    DT_DIST_KIND_COUNT
} dt_dist_kind;

/** What a parameter is for. */
typedef enum dt_param_role {
    DT_ROLE_UNCERTAIN, /* not known: drawn for each member */
    DT_ROLE_LEVER,     /* a decision: scenarios and events set it */
    DT_ROLE_CONSTANT   /* known, or a convention */
} dt_param_role;

/** How many values a parameter has. */
typedef enum dt_param_shape {
    DT_SHAPE_WORLD, /* one */
    DT_SHAPE_TECH,  /* one per technology */
    DT_SHAPE_STATE  /* one per state */
} dt_param_shape;

/** One parameter of the model. */
typedef struct dt_param_info {
    const char *name;      /* unique, as in scenario files */
    const char *mechanism; /* power, compute, capability, diffusion */
    const char *unit;
    const char *source; /* key of data/SOURCES.md, or "judgement" */
    const char *text;   /* one sentence */
    const char *field;  /* DT_SHAPE_STATE: the world's field with its values; NULL otherwise */
    dt_param_shape shape;
    dt_param_role role;
    double least, greatest;    /* range that a scenario may use */
    dt_dist_kind distribution; /* default */
    double low, central, high; /* of the default; 0 for DT_DIST_DATA */
    int slot;   /* first flat index among the member's values (WORLD, TECH) or the site's (STATE) */
    int n_slot; /* 1, or the number of technologies */
} dt_param_info;

/** Number of parameters. */
int dt_param_count(void);
/** Parameter at `index`, 0 <= index < dt_param_count(); NULL outside. */
const dt_param_info *dt_param_at(int index);
/** Index of a parameter by name; -1 if there is none. */
int dt_param_find(const char *name);

/** Number of technologies, and the name of one ("coal", ...); NULL outside. */
int dt_tech_count(void);
const char *dt_tech_name(int tech);
/** Number of makers of accelerators, and the name of one ("west", "china"); NULL outside. */
int dt_maker_count(void);
const char *dt_maker_name(int maker);
/** Number of postures of the model; name ("racer", ...) and sentence of one, in the order of their codes;
 * NULL outside. A scenario may define more. */
int dt_posture_count(void);
const char *dt_posture_name(int posture);
const char *dt_posture_text(int posture);
/** Number of weights in a posture's rule, and the name of one ("base", ...); NULL outside. The lever own_NAME
 * has its range and its meaning. */
int dt_posture_weight_count(void);
const char *dt_posture_weight_name(int weight);
/** A weight of a posture's rule; 0 outside, and for the posture `own`, whose weights are levers. */
double dt_posture_weight(int posture, int weight);
/** Number of limits on compute, and the name of one ("money", "chips", "connection", "adequacy", "energy");
 * NULL outside. */
int dt_limit_count(void);
const char *dt_limit_name(int limit);

/** How an output of the states of a group becomes the group's. */
typedef enum dt_aggregate {
    DT_AGGREGATE_SUM,
    DT_AGGREGATE_MEAN,  /* weighted by running compute */
    DT_AGGREGATE_BEST,  /* largest */
    DT_AGGREGATE_LEAST, /* smallest */
    DT_AGGREGATE_LEAD   /* that of the member state with the largest AI supply */
} dt_aggregate;

/** One output of the kernel. */
typedef struct dt_output_info {
    const char *name;
    const char *unit;
    const char *text;
    double factor; /* unit of the output per unit of the model's field */
    dt_aggregate aggregate;
    int is_log;             /* histogram bins are even in the logarithm */
    double least, greatest; /* range of histograms */
    int slot;               /* flat index among a state's values */
} dt_output_info;

/** Number of outputs. */
int dt_output_count(void);
/** Output at `index`; NULL outside. */
const dt_output_info *dt_output_at(int index);
/** Index of an output by name; -1 if there is none. */
int dt_output_find(const char *name);

/** One evolving value of a state or of the world, for `explain` and for error messages. */
typedef struct dt_field_info {
    const char *name;
    const char *mechanism;
    const char *unit;
    const char *text;
    int is_global; /* 1: one per member; 0: one per state and member */
    int slot;      /* first flat index */
    int n_slot;
} dt_field_info;

/** Number of evolving fields. */
int dt_field_count(void);
/** Field at `index`; NULL outside. */
const dt_field_info *dt_field_at(int index);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
