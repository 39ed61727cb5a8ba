/* Checkpoints and digests of a race.
 *
 * A checkpoint is a sequence of doubles and words: a header, then for each member its factors and every slot
 * of the block that outlives a step. It is written member by member, so it does
 * not depend on the lane width: a block saved at one width goes on at another with the same bits. A digest in
 * the header finds damage. */
#include <string.h>

#include "core/digest.h"
#include "race/race.h"

struct header {
    char magic[8];
    unsigned char case_hash[16];
    uint64_t digest; /* of all doubles that follow */
    uint64_t first_member;
    int32_t count, step, next_event, n_slot;
    int32_t has_failed[DT_MAX_WIDTH], failed_step[DT_MAX_WIDTH], failed_state[DT_MAX_WIDTH],
        failed_field[DT_MAX_WIDTH];
};

static const char MAGIC[8] = "DTRACE1";

/* Slots that a checkpoint holds of each member: the first of the block. */
static int saved_slots(const dt_race *race)
{
    return race->block.layout.work;
}

static size_t member_size(const dt_race *race)
{
    return (size_t)(race->c->n_factor + saved_slots(race)) * sizeof(double);
}

size_t dt_race_save_size(const dt_race *race)
{
    return sizeof(struct header) + (size_t)race->block.count * member_size(race);
}

static uint64_t digest_of(const unsigned char *data, size_t size)
{
    uint64_t digest = DT_DIGEST_START;
    for (size_t at = 0; at + sizeof(uint64_t) <= size; at += sizeof(uint64_t)) {
        uint64_t word;
        memcpy(&word, data + at, sizeof word);
        digest = dt_digest_word(digest, word);
    }
    return digest;
}

static int field_index(const dt_failure *failure)
{
    for (int f = 0; f < dt_field_count(); f++)
        if (dt_field_at(f)->name == failure->field && dt_field_at(f)->mechanism == failure->mechanism)
            return f;
    return -1;
}

static void save_member(const dt_race *race, int l, double *to)
{
    int n_factor = race->c->n_factor;
    memcpy(to, race->u + (size_t)l * (size_t)n_factor, (size_t)n_factor * sizeof *to);
    for (int s = 0; s < saved_slots(race); s++)
        to[n_factor + s] = *dt_race_at(race, s, l);
}

void dt_race_save(const dt_race *race, void *buffer)
{
    struct header h = {.first_member = race->block.first_member,
                       .count = race->block.count,
                       .step = race->block.step,
                       .next_event = race->next_event,
                       .n_slot = saved_slots(race)};
    unsigned char *to = buffer;
    size_t size = member_size(race);
    memcpy(h.magic, MAGIC, sizeof h.magic);
    dt_case_hash(race->c, h.case_hash);
    for (int l = 0; l < race->block.count; l++) {
        const dt_failure *failure = &race->failure[l];
        h.has_failed[l] = failure->has_failed;
        h.failed_step[l] = failure->step;
        h.failed_state[l] = failure->state;
        h.failed_field[l] = failure->has_failed ? field_index(failure) : -1;
        save_member(race, l, (double *)(void *)(to + sizeof h + (size_t)l * size));
    }
    h.digest = digest_of(to + sizeof h, (size_t)race->block.count * size);
    memcpy(to, &h, sizeof h);
}

static dt_status check(const dt_race *race, const struct header *h, const unsigned char *data, size_t size)
{
    unsigned char hash[16];
    if (memcmp(h->magic, MAGIC, sizeof h->magic) != 0) return DT_INPUT;
    dt_case_hash(race->c, hash);
    if (memcmp(h->case_hash, hash, sizeof hash) != 0 || h->n_slot != saved_slots(race)) return DT_MISMATCH;
    if (h->count < 1 || h->count > race->kernel->width || h->step < 0 || h->step > race->c->n_step)
        return DT_INPUT;
    if (size != sizeof *h + (size_t)h->count * member_size(race)) return DT_INPUT;
    return digest_of(data + sizeof *h, size - sizeof *h) == h->digest ? DT_OK : DT_INPUT;
}

static void restore_lane(dt_race *race, int l, const double *from)
{
    int n_factor = race->c->n_factor;
    memcpy(race->u + (size_t)l * (size_t)n_factor, from, (size_t)n_factor * sizeof *from);
    for (int s = 0; s < saved_slots(race); s++)
        *dt_race_at(race, s, l) = from[n_factor + s];
}

dt_status dt_race_restore(dt_race *race, const void *buffer, size_t size)
{
    struct header h;
    const unsigned char *data = buffer;
    if (size < sizeof h) return DT_INPUT;
    memcpy(&h, data, sizeof h);
    dt_status status = check(race, &h, data, size);
    if (status != DT_OK) return status;
    race->block.first_member = h.first_member;
    race->block.count = h.count;
    race->block.step = h.step;
    dt_race_set_streams(race);
    race->next_event = h.next_event;
    memset(race->failure, 0, sizeof race->failure);
    for (int l = 0; l < race->kernel->width; l++) {
        int member = l < h.count ? l : 0;
        restore_lane(race, l,
                     (const double *)(const void *)(data + sizeof h + (size_t)member * member_size(race)));
        const dt_field_info *field = dt_field_at(h.failed_field[member]);
        if (l < h.count && h.has_failed[l])
            race->failure[l] = (dt_failure){1, h.failed_step[l], h.failed_state[l],
                                            field ? field->mechanism : "race",
                                            field ? field->name : "unknown"};
    }
    return DT_OK;
}

uint64_t dt_race_hash(const dt_race *race)
{
    const struct dt_layout *at = &race->block.layout;
    uint64_t digest = DT_DIGEST_START;
    for (int l = 0; l < race->block.count; l++)
        for (int position = at->state; position < at->path; position++)
            digest = dt_digest_number(digest, *dt_race_at(race, position, l));
    return digest;
}
