/* DEL_QUOTA: what a deletion frees is free at once.  RFC 2087, 3; chatmail/relay
 * #232, #807: quota that was not recomputed locked users out.  A relay without
 * QUOTA is not measured.  Usage is in KiB, so the message carries 64 KiB. */
#include "conformance/case.h"

#include <string.h>

static int64_t
usage(struct imapc *c)
{
	need_imap(c, "OK", "GETQUOTAROOT INBOX");
	return imapc_number(c, "STORAGE");
}

static void
play(struct run *r)
{
	struct imapc *c = imapc_inbox(r, account(r, 1));
	struct smtpc *s = smtpc_login(r, account(r, 0));
	static uint8_t filler[65536];

	need_imap(c, "OK", "CAPABILITY");
	if (run_ok(r) && imapc_find(c, "QUOTA").n == 0)
		run_not_applicable(r, "QUOTA is not advertised");
	int64_t before = usage(c);
	filler[0] = 1; /* SEIPD version */
	memset(filler + 1, 0x5a, sizeof(filler) - 1);
	struct span packets =
	    edit_join(r, pgp_esk(r), pgp_packet(r, 18, SPAN_OF(filler, sizeof(filler))));
	need_submit(s, sender(r), recipient(r), mail_packets(r, sender(r), recipient(r), packets));
	need_arrival(c, run_token(r));
	int64_t full = usage(c);
	need_true(r, full >= before + 64, "usage grows by the message");
	need_imap(c, "OK", "UID STORE %u +FLAGS (\\Deleted)", imapc_uid(c));
	need_imap(c, "OK", "EXPUNGE");
	int64_t after = usage(c);
	expect_true(r, after <= before + 1, "usage as before the message",
	    "%lld KiB before, %lld with it, %lld after its deletion", (long long)before,
	    (long long)full, (long long)after);
}

const struct test_case DEL_QUOTA = {
	.text = "deletion lowers the reported quota usage at once",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
