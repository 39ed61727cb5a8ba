/* What AI draws and what the grid could supply. */
#include "report/fan.h"
#include "report/html.h"
#include "report/section.h"

void dt_section_power(const dt_report *report, dt_text *out)
{
    dt_html_section(out, "power", "Power that AI draws, and what the grid could supply");
    dt_text_append(out,
                   "<p>Power is that of the whole facility, with cooling. What the grid could supply is the "
                   "least of what firm capacity "
                   "leaves at the peak, what energy leaves over the year, and what has been connected. Where "
                   "the two meet, power is the "
                   "limit; where they part, money or chips are. Each panel has its own scale.</p>\n");
    dt_fan_panels(report, out,
                  &(dt_fan_spec){.output = "ai_power",
                                 .unit = "GW",
                                 .subject = "AI power",
                                 .beside = "ai_supply",
                                 .beside_subject = "grid could supply",
                                 .may_be_log = 1});
    dt_html_section_end(out);
}
