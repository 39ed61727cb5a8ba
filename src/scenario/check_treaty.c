/* Texts that can never do anything: a first conference outside the horizon, and an entry into force that asks
 * for more than the world has. Only what a scenario sets itself is judged, and only if no member can fulfil
 * it. */
#include "scenario/build.h"
#include "scenario/read.h"
#include "scenario/spec.h"

/* What a setting can be, at least and at most. */
static void limits_of(const dt_setting *setting, double *low, double *high)
{
    dt_dist d = dt_default_dist(dt_param_at(setting->param));
    if (setting->spec.is_scale) dt_scale_dist(&d, setting->spec.a);
    *low = setting->spec.is_scale ? d.low : setting->spec.low;
    *high = setting->spec.is_scale ? d.high : setting->spec.high;
}

void dt_check_conferences(dt_reader *r)
{
    const dt_scenario *s = r->s;
    int param = dt_param_find("first_conference");
    double start = s->start * 0.25, end = (s->end + 1) * 0.25, low, high;
    size_t mark = dt_key_enter(&r->f, "first_conference");
    for (int i = 0; i < s->n_setting; i++) {
        if (s->setting[i].param != param) continue;
        limits_of(&s->setting[i], &low, &high);
        if (high >= start && low < end) continue;
        const char *span = dt_say(&r->f, "%s to %s", dt_say_number(&r->f, low), dt_say_number(&r->f, high));
        dt_report(&r->f, DT_E_CONFERENCE_OUTSIDE, s->setting[i].place,
                  low < high ? span : dt_say_number(&r->f, low),
                  dt_say(&r->f, "a date of at least %s and before %s", dt_say_number(&r->f, start),
                         dt_say_number(&r->f, end)),
                  NULL);
    }
    dt_key_leave(&r->f, mark);
}

static void check_count(dt_builder *b, const dt_setting *setting)
{
    double low, high;
    limits_of(setting, &low, &high);
    if (low <= b->c->n_state) return;
    dt_report(&b->f, DT_E_NEVER_IN_FORCE, setting->place,
              dt_say(&b->f, "%s parties", dt_say_number(&b->f, low)),
              dt_say(&b->f, "at most %d, as many states as the world has", b->c->n_state), NULL);
}

void dt_build_check_entry(dt_builder *b)
{
    const dt_scenario *s = b->s;
    int param = dt_param_find("entry_count");
    size_t mark = dt_key_enter(&b->f, "entry_count");
    for (int i = 0; i < s->n_setting; i++)
        if (s->setting[i].param == param) check_count(b, &s->setting[i]);
    for (int i = 0; i < s->n_change; i++)
        if (s->change[i].setting.param == param && s->change[i].op == DT_EVENT_SET)
            check_count(b, &s->change[i].setting);
    dt_key_leave(&b->f, mark);
}
