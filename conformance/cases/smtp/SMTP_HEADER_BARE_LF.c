/* SMTP_HEADER_BARE_LF: a bare LF or CR inside a header field must not become a line
 * break: it would make a header of the sender's text (RFC 5321, 2.3.8). */
#include "conformance/case.h"

static void
offer(struct run *r, const char *field)
{
	struct smtpc *c = smtpc_login(r, account(r, 0));
	struct imapc *box = imapc_inbox(r, account(r, 1));
	struct span m = mail_encrypted(r, sender(r), recipient(r));
	/* Its own Message-ID: all carry the token of this attempt. */
	struct span id = mail_field(m, "Message-ID");

	expect_submit(c, sender(r), recipient(r),
	    edit_before(r, m, "Chat-Version:", span_str(field)), "250 5xx close");
	if (smtpc_code(c) != 250)
		return;
	struct span got = need_arrival(box, run_text(r, "%.*s", (int)id.n, (const char *)id.p));
	expect_true(r, mail_fields(got, "X-Canary") == 0, "no field made by a bare CR or LF",
	    "X-Canary is a field of its own");
}

static void
play(struct run *r)
{
	offer(r, "X-A: x\nX-Canary: y\r\n");
	offer(r, "X-A: x\rX-Canary: y\r\n");
}

static void
twin(struct run *r)
{
	struct span m = mail_encrypted(r, sender(r), recipient(r));

	expect_accepted(r, edit_before(r, m, "Chat-Version:", SPAN("X-A: x\r\nX-Canary: y\r\n")));
}

const struct test_case SMTP_HEADER_BARE_LF = {
	.text = "a bare LF or CR in a header does not make a new field",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
	.twin = twin,
};
