/* DLV_SUBJECT: whatever Subject was sent, [...] is delivered: plain, folded,
 * encoded-word, in any case.  chatmail/relay#481, submission_header_cleanup;
 * chatmail/core tests/online/test_1_basic.py.  A subject is cleartext. */
#include "conformance/case.h"

static void
try(struct run *r, const char *field)
{
	struct span m = mail_encrypted(r, sender(r), recipient(r));

	m = edit_replace(r, m, "Subject: [...]\r\n", field);
	m = edit_replace(r, m, run_token(r), run_text(r, "%s%zu", run_token(r), span_str(field).n));
	struct smtpc *s = smtpc_login(r, account(r, 0));
	struct imapc *c = imapc_inbox(r, account(r, 1));
	need_submit(s, sender(r), recipient(r), m);
	struct span got = need_arrival(c, run_text(r, "%s%zu", run_token(r), span_str(field).n));
	struct span subject = mail_field(got, "Subject");
	expect_true(r, mail_fields(got, "Subject") == 1 && span_eq(subject, SPAN("[...]")),
	    "Subject: [...]", "%zu Subject fields, the first is \"%.*s\"",
	    mail_fields(got, "Subject"), (int)subject.n, (const char *)subject.p);
}

static void
play(struct run *r)
{
	try(r, "Subject: Meet me at nine\r\n");
	try(r, "sUBJECT: Meet me\r\n at nine o'clock\r\n");
	try(r, "Subject: =?utf-8?q?Meet_me_at?=\r\n\t=?utf-8?q?_nine?=\r\n");
}

const struct test_case DLV_SUBJECT = {
	.text = "Subject is delivered as [...], however it was written",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 3,
	.play = play,
};
