/* The summary that `detente run` prints. */
#include "report/summary.h"

dt_status dt_report_summary(const dt_report_input *input, dt_summary_format format, char **text)
{
    dt_report report;
    dt_text out;
    dt_text_init(&out);
    dt_status status = dt_report_begin(&report, input);
    if (status != DT_OK) goto done;
    if (format == DT_SUMMARY_JSON)
        dt_summary_json(&report, &out);
    else
        dt_summary_text(&report, &out);
    status = dt_text_take(&out, text);
done:
    dt_report_end(&report);
    dt_text_clear(&out);
    return status;
}
