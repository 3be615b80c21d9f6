/* MX_BOUNCE_NULL: a report is never answered by another: null sender (RFC 5321, 4.5.5) and
 * Auto-Submitted (RFC 3834, 5). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct sink_mail m = need_report(r);
	struct span is_auto = mail_field(m.octets, "Auto-Submitted");
	expect_true(r, m.from[0] == 0, "MAIL FROM:<>", "MAIL FROM:<%s>", m.from);
	expect_true(r, is_auto.n > 0 && !span_eq_nocase(is_auto, SPAN("no")),
	    "Auto-Submitted: auto-replied or auto-generated", "\"%.*s\"", (int)is_auto.n,
	    (const char *)is_auto.p);
}

const struct test_case MX_BOUNCE_NULL = {
	.text = "delivery reports have the null sender",
	.needs = NEED_PEER | NEED_SINK,
	.mails = 1,
	.play = play,
};
