/* Several messages that must meet the same fate, told apart by name. */
#include "conformance/engine/run.h"

static void
submit_each(struct run *r, struct smtpc *s, const struct variant *v, size_t n, const char *want)
{
	for (size_t i = 0; i < n && run_ok(r); i++) {
		expect_submit(s, sender(r), recipient(r), v[i].message, want);
		run_name_variant(r, v[i].name);
	}
}

void
expect_each_refused(struct run *r, const struct variant *v, size_t n, const char *want)
{
	struct imapc *c = imapc_inbox(r, account(r, 1));

	submit_each(r, smtpc_login(r, account(r, 0)), v, n, want);
	need_fence(c, account(r, 0), account(r, 1));
	expect_absent(c, run_token(r));
}

void
expect_each_accepted(struct run *r, const struct variant *v, size_t n)
{
	struct imapc *c = imapc_inbox(r, account(r, 1));

	submit_each(r, smtpc_login(r, account(r, 0)), v, n, "250");
	for (size_t i = 0; i < n && run_ok(r); i++) {
		/* Its own Message-ID: all carry the token of this attempt. */
		struct span id = mail_field(v[i].message, "Message-ID");
		expect_arrival(c, run_text(r, "%.*s", (int)id.n, (const char *)id.p));
		run_name_variant(r, v[i].name);
	}
}
