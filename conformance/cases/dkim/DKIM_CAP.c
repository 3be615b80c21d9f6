/* DKIM_CAP: the questions that one message causes are bounded (RFC 6376, 8.4). Sixty
 * signatures with sixty selectors; whether the message is accepted is the relay's affair,
 * since the one in front is right. That the relay asks the judge at all shows in the first
 * message. */
#include "conformance/case.h"

enum { SIGNATURES = 60 };

static void
play(struct run *r)
{
	const char *to = account(r, 0)->address;
	struct smtpc *s = smtpc_ready(r, PORT_SMTP);
	struct span m = peer_mail(r, to);
	struct dkim_how good = { .selector = "good" }, bad = { .bad_signature = true };
	int64_t asked = 0;

	need_submit(s, peer_sender(r), to, dkimc_sign(r, m, &good));
	need_true(r, dnsc_asked(r, dkimc_place(r, &good), "TXT") > 0, "the relay asks for a key");
	m = mail_encrypted(r, peer_sender(r), to);
	for (int i = 0; i < SIGNATURES; i++) {
		bad.selector = run_text(r, "c%d", i);
		m = dkimc_sign(r, m, &bad);
	}
	expect_submit(s, peer_sender(r), to, dkimc_sign(r, m, &good), "250 5xx");
	for (int i = 0; i < SIGNATURES; i++) {
		bad.selector = run_text(r, "c%d", i);
		asked += dnsc_asked(r, dkimc_place(r, &bad), "TXT") > 0;
	}
	expect_true(r, asked <= limit_number(r, "dkim_keys"), "a bounded number of keys asked for",
	    "%lld of %d", (long long)asked, SIGNATURES);
}

const struct test_case DKIM_CAP = {
	.text = "the keys asked for are bounded",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 2,
	.play = play,
};
