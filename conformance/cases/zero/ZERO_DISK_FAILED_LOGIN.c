/* ZERO_DISK_FAILED_LOGIN: a password that was refused is in no file, nor is an address that cannot
 * be anybody's (its domain is another). */
#include "conformance/case.h"

#include <string.h>

static void
play(struct run *r)
{
	const struct account *a = account(r, 0);
	const char *wrong = run_text(r, "wrong%s", run_token(r));
	const char *nobody = run_text(r, "nobody%s@elsewhere.test", run_token(r));
	struct imapc *c = imapc_connect(r, PORT_IMAPS);
	struct smtpc *s = smtpc_ready(r, PORT_SUBMISSIONS);

	need_imap(c, "NO", "LOGIN \"%s\" \"%s\"", a->address, wrong);
	need_imap(c, "NO", "LOGIN \"%s\" \"%s\"", nobody, wrong);
	smtpc_send(s, "AUTH PLAIN %s", sasl_plain(r, nobody, wrong));
	need_reply(s, "535 5xx");
	need_on_disk(r, run_text(r, "%.*s", (int)strcspn(a->address, "@"), a->address));
	expect_not_on_disk(r, wrong);
	expect_not_on_disk(r, run_text(r, "nobody%s", run_token(r)));
}

const struct test_case ZERO_DISK_FAILED_LOGIN = {
	.text = "a login that failed is in no file",
	.needs = NEED_MAIL | NEED_DISK,
	.accounts = 1,
	.play = play,
};
