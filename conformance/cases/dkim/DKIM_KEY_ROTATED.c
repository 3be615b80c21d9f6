/* DKIM_KEY_ROTATED: another key under the same selector counts as soon as the time to live of
 * the old record is over, which is at once here. A relay that finds out by a failure may
 * refuse once. */
#include "conformance/case.h"

static struct span
signed_with(struct run *r, unsigned bits)
{
	struct span m = mail_encrypted(r, peer_sender(r), account(r, 0)->address);

	return dkimc_sign(r, m, &(struct dkim_how){ .selector = "same", .bits = bits });
}

static void
play(struct run *r)
{
	struct smtpc *s = smtpc_ready(r, PORT_SMTP);
	const char *to = account(r, 0)->address;

	need_submit(s, peer_sender(r), to, signed_with(r, 1024));
	struct span m = signed_with(r, 2048);
	expect_submit(s, peer_sender(r), to, m, "250 5xx");
	if (smtpc_code(s) != 250)
		expect_submit(s, peer_sender(r), to, m, "250");
	need_mx_fence(s, imapc_inbox(r, account(r, 0)), account(r, 0));
}

const struct test_case DKIM_KEY_ROTATED = {
	.text = "a changed key is found",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 4,
	.play = play,
};
