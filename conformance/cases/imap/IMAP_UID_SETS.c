/* IMAP_UID_SETS: sets of single UIDs and ranges, up to a thousand characters
 * (chatmail/core build_sequence_sets). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = need_mailbox(r, fresh_account(r, 0), 3);
	uint32_t last = imapc_uid(c);
	const char *far = run_text(r, "%u", last + 100000);

	expect_imap(c, "OK", "UID FETCH %u,%u:%u (UID)", last - 2, last - 1, last);
	expect_true(r, imapc_lines(c) == 3, "three messages", "%zu", imapc_lines(c));
	while (run_ok(r) && (int64_t)span_str(far).n < limit_number(r, "uid_set_octets") - 20)
		far = run_text(r, "%s,%u", far, last + 100000 + (uint32_t)span_str(far).n);
	expect_imap(c, "OK", "UID FETCH %s,%u (UID)", far, last);
	expect_true(r, imapc_lines(c) == 1, "the one that exists", "%zu lines", imapc_lines(c));
}

const struct test_case IMAP_UID_SETS = {
	.text = "UID sets with lists and ranges of 1000 characters work",
	.needs = NEED_MAIL,
	.accounts = 1,
	.fresh = 1,
	.mails = 3,
	.play = play,
};
