/* IMAP_UID_ORDER: deliveries that race get UIDs of their own, in ascending order of
 * the sequence (RFC 3501, 2.3.1.1). All texts are sent before any final reply is read. */
#include "conformance/case.h"

enum { SENDERS = 4 };

static void
play(struct run *r)
{
	const char *to = fresh_account(r, 0)->address;
	struct imapc *c = imapc_inbox(r, fresh_account(r, 0));
	struct smtpc *s[SENDERS];
	uint32_t uids[SENDERS] = { 0 };

	for (unsigned i = 0; i < SENDERS; i++) {
		s[i] = smtpc_login(r, account(r, i));
		smtpc_raw(s[i],
		    run_span(r, "MAIL FROM:<%s>\r\nRCPT TO:<%s>\r\nDATA\r\n",
			account(r, i)->address, to));
		need_reply(s[i], "250");
		need_reply(s[i], "250");
		need_reply(s[i], "354");
	}
	for (unsigned i = 0; i < SENDERS; i++)
		smtpc_text(s[i], mail_encrypted(r, account(r, i)->address, to));
	for (unsigned i = 0; i < SENDERS; i++)
		need_reply(s[i], "250");
	for (unsigned i = 1; i <= SENDERS; i++)
		need_arrival(c, run_text(r, "%s.%u@", run_token(r), i));
	expect_imap(c, "OK", "FETCH 1:* (UID)");
	expect_true(r, imapc_fetch_uids(c, uids, SENDERS) == SENDERS, "four messages", "%zu",
	    imapc_fetch_uids(c, uids, SENDERS));
	for (unsigned i = 1; i < SENDERS; i++)
		expect_true(r, uids[i] > uids[i - 1], "ascending UIDs", "%u behind %u", uids[i],
		    uids[i - 1]);
}

const struct test_case IMAP_UID_ORDER = {
	.text = "concurrent deliveries get distinct ascending UIDs",
	.needs = NEED_MAIL,
	.accounts = 4,
	.fresh = 1,
	.mails = 4,
	.play = play,
};
