/* MBOX_QUOTA_FOLDERS: where QUOTA is advertised, messages in all mailboxes count (RFC 2087,
 * 3): or the limit is none. Decided with a message of 128 KiB. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	const char *name = need_box(c, "full");
	struct span packets = edit_join(r, pgp_esk(r), pgp_packet(r, 18, pgp_seipd1(r, 96 << 10)));

	need_offer(c, "QUOTA");
	need_imap(c, "OK", "GETQUOTAROOT INBOX");
	int64_t before = imapc_number(c, "STORAGE");
	need_append(c, name, "", mail_packets(r, sender(r), sender(r), packets));
	expect_imap(c, "OK", "GETQUOTAROOT INBOX");
	int64_t after = imapc_number(c, "STORAGE");
	expect_true(r, before >= 0 && after >= before + 127, "128 KiB more",
	    "%lld and then %lld KiB", (long long)before, (long long)after);
}

const struct test_case MBOX_QUOTA_FOLDERS = {
	.text = "quota counts all mailboxes",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
