/* The shared dialogues of cases about outgoing mail (case_out.h).  "It was not sent" is an order
 * here too: a later message has arrived, and the one in question has not. */
#include "conformance/case.h"

struct sink *
need_sent_to(struct run *r, struct sink_how how)
{
	struct sink *s = sink_open(r, "mx1", how);

	dnsc_set(r, "", "MX", "10 mx1");
	need_sent(r, peer_address(r, "bob", ""));
	return s;
}

static void
fence(struct run *r, const char *name, bool slow)
{
	struct sink *s = sink_open(r, name, (struct sink_how){ .certificate = SINK_GOOD });

	dnsc_set(r, name, "MX", "10 %s", name);
	if (slow)
		sink_rule(s, "RCPT", "451 4.3.0 put off once", 1);
	need_sent(r, peer_address(r, "fence", name));
	need_mail_at(s, 1);
}

void
need_sent_fence(struct run *r)
{
	fence(r, "fence", false);
}

void
need_slow_fence(struct run *r)
{
	fence(r, "later", true);
	fence(r, "fence", false); /* what was due at the same moment is there now */
}

void
expect_not_given(struct run *r, struct sink *s)
{
	need_sink_over(s, 1);
	need_sent_fence(r);
	expect_no_command(s, "MAIL");
}

struct span
expect_returned(struct run *r, struct imapc *box, const char *to)
{
	struct span report = expect_arrival(box, to), type = mail_field(report, "Content-Type");

	expect_true(r, span_search_nocase(type, SPAN("multipart/report")) < type.n,
	    "Content-Type: multipart/report", "%.*s", (int)type.n, (const char *)type.p);
	return report;
}

int64_t
expect_refused_or_returned(struct run *r, const char *to)
{
	struct imapc *box = imapc_inbox(r, account(r, 0));
	struct smtpc *c = smtpc_login(r, account(r, 0));

	expect_offer(c, sender(r), to, mail_encrypted(r, sender(r), to), "250 5xx");
	int64_t accepted = run_now_us();
	if (!run_ok(r) || smtpc_code(c) != 250)
		return 0;
	expect_returned(r, box, to);
	return run_now_us() - accepted;
}
