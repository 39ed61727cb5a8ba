/* Numbers as people read them: significant digits, thousands separators, percentages. */
#ifndef DT_REPORT_FORMAT_H
#define DT_REPORT_FORMAT_H

enum { DT_FORMAT_TEXT = 48 };

/* Text of a number, by value, so that several fit into one printf: dt_number(x, 3).text. */
typedef struct dt_formatted {
    char text[DT_FORMAT_TEXT];
} dt_formatted;

/* `digits` significant digits, thousands separated by commas, never an exponent: "1,230", "0.0123", "0".
 * Below 0.001 in size it is "<0.001"; a number that is not finite is "n/a". */
dt_formatted dt_number(double value, int digits);
/* A number with that many decimals and its thousands separated: counts and marks of axes. */
dt_formatted dt_decimal(double value, int decimals);
/* A number as somebody would type it, six digits at most: "0.03", "14400", "1e+10". */
dt_formatted dt_typed(double value);
/* A share in per cent without decimals: "88%"; "<1%" and ">99%" where rounding would hide the rest. */
dt_formatted dt_percent(double share);
/* A number for SVG coordinates: at most two decimals, no trailing zeros. */
dt_formatted dt_coordinate(double value);

#endif
