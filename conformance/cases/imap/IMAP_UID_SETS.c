/* IMAP_UID_SETS: sets of single UIDs and ranges, up to a thousand characters
 * (chatmail/core build_sequence_sets). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = need_mailbox(r, fresh_account(r, 0), 3);
	uint32_t uids[3] = { 0 };
	const char *far;

	need_imap(c, "OK", "UID FETCH 1:* (UID)");
	need_true(r, imapc_fetch_uids(c, uids, 3) == 3, "three messages");
	expect_imap(c, "OK", "UID FETCH %u,%u:%u (UID)", uids[0], uids[1], uids[2]);
	expect_true(r, imapc_has(c, uids[0]) && imapc_has(c, uids[1]) && imapc_has(c, uids[2]),
	    "three messages", "%zu", imapc_fetch_uids(c, NULL, 0));
	far = run_text(r, "%u", uids[2] + 100000);
	while (run_ok(r) && (int64_t)span_str(far).n < limit_number(r, "uid_set_octets") - 20)
		far = run_text(r, "%s,%u", far, uids[2] + 100000 + (uint32_t)span_str(far).n);
	expect_imap(c, "OK", "UID FETCH %s,%u (UID)", far, uids[2]);
	expect_true(r, imapc_has(c, uids[2]), "the one that exists", "it is missing");
}

const struct test_case IMAP_UID_SETS = {
	.text = "UID sets with lists and ranges of 1000 characters work",
	.needs = NEED_MAIL,
	.accounts = 1,
	.fresh = 1,
	.mails = 3,
	.play = play,
};
