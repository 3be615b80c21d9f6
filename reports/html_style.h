/* The style sheet of report.html: inline, no fonts or images from elsewhere. */
#ifndef REPORTS_HTML_STYLE_H
#define REPORTS_HTML_STYLE_H

extern const char *const html_style[]; /* lines; ends with NULL */

#endif
