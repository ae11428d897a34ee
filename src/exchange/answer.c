// SPDX-License-Identifier: AGPL-3.0-or-later
/* What an import answers, in the shape that clients of DHIS2 know. */
#include "exchange/exchange_int.h"

static void put_conflicts(struct buf *b, const struct exchange_report *r)
{
    buf_puts(b, "\"conflicts\":[");
    for (size_t i = 0; i < r->nconflicts; i++) {
        const struct exchange_conflict *c = &r->conflicts[i];
        buf_printf(b, "%s{\"object\":", i ? "," : "");
        buf_json_str(b, str_of(c->object));
        buf_puts(b, ",\"property\":");
        buf_json_str(b, str_of(c->property));
        buf_puts(b, ",\"value\":");
        buf_json_str(b, str_of(c->text));
        buf_printf(b, ",\"indexes\":[%zu]}", c->row);
    }
    buf_puts(b, "],\"rejectedIndexes\":[");
    for (size_t i = 0; i < r->nconflicts; i++)
        buf_printf(b, "%s%zu", i ? "," : "", r->conflicts[i].row);
    buf_puts(b, "]");
}

void exchange_answer(const struct exchange_report *r, bool dry_run, struct buf *out)
{
    bool stored = r->imported + r->updated + r->ignored > 0;
    bool bad = r->bad > 0 || r->broken;
    const char *status = !bad ? "SUCCESS" : stored ? "WARNING" : "ERROR";
    buf_printf(out, "{\"httpStatus\":\"%s\",\"httpStatusCode\":%d,\"status\":\"%s\",\"message\":",
        bad ? "Conflict" : "OK", bad ? 409 : 200, status);
    buf_json_str(out, str_of(r->broken ? r->broken : ""));
    buf_printf(out,
        ",\"response\":{\"responseType\":\"ImportSummary\",\"status\":\"%s\","
        "\"importOptions\":{\"dryRun\":%s},"
        "\"importCount\":{\"imported\":%zu,\"updated\":%zu,\"ignored\":%zu,\"deleted\":%zu},",
        status, dry_run ? "true" : "false", r->imported, r->updated, r->ignored + r->bad,
        r->deleted);
    put_conflicts(out, r);
    buf_puts(out, ",\"dataSetComplete\":\"false\"}}\n");
}
