/* DEL_UID_REUSE: the UID of a deleted message is never given to another while
 * UIDVALIDITY stays.  RFC 3501, 2.3.1.1.  A client that remembers UIDs would
 * take the new message for the old one and never show it. */
#include "conformance/case.h"

static uint32_t
deliver(struct run *r, struct imapc *c, unsigned number)
{
	struct smtpc *s = smtpc_login(r, account(r, 0));
	const char *token = run_text(r, "%s-%u", run_token(r), number);
	struct span m = mail_encrypted(r, sender(r), recipient(r));

	m = edit_after(r, m, "Chat-Version: 1.0\r\n", run_span(r, "X-Canary: %s\r\n", token));
	need_submit(s, sender(r), recipient(r), m);
	need_arrival(c, token);
	return imapc_uid(c);
}

static void
play(struct run *r)
{
	struct imapc *c = imapc_inbox(r, account(r, 1));
	int64_t validity = imapc_number(c, "UIDVALIDITY");

	(void)deliver(r, c, 0); /* stays: IMAP_UIDNEXT empties the mailbox */
	uint32_t first = deliver(r, c, 1);

	need_imap(c, "OK", "UID STORE %u +FLAGS (\\Deleted)", first);
	need_imap(c, "OK", "EXPUNGE");
	struct imapc *later = imapc_inbox(r, account(r, 1));
	int64_t again = imapc_number(later, "UIDVALIDITY");
	uint32_t second = deliver(r, later, 2);
	expect_true(r, validity != again || second > first,
	    "a UID above every earlier one, or a new UIDVALIDITY",
	    "UID %u was deleted, the next message got UID %u", first, second);
}

const struct test_case DEL_UID_REUSE = {
	.text = "the UID of a deleted message is not given again",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 3,
	.play = play,
};
