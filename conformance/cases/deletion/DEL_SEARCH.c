/* DEL_SEARCH: what has been expunged is found by no key any more, neither by the session that did it
 * nor by a new one (RFC 3501, 6.4.3 and 6.4.4).  Another that has not been told yet may still count
 * it, so none is asked.  A second message stays. */
#include "conformance/case.h"

static void
expect_only(struct run *r, struct imapc *c, int64_t uid, const char *keys, int64_t want)
{
	expect_imap(c, "OK", "UID SEARCH %s", keys);
	int64_t got = span_number(imapc_find(c, "SEARCH"), 0);
	expect_true(r, got == want,
	    run_text(r, "%s finds %s", keys, want < 0 ? "nothing" : "the other"),
	    got == uid ? "the expunged UID %lld" : "%lld", (long long)got);
}

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	const char *name = need_box(c, "searched");
	struct span m = mail_encrypted(r, sender(r), sender(r)), id = mail_field(m, "Message-ID");
	const char *by_id =
	    run_text(r, "HEADER Message-ID \"%.*s\"", (int)id.n, (const char *)id.p);

	need_append(c, name, "", m);
	need_append(c, name, "", mail_encrypted(r, sender(r), sender(r)));
	need_imap(c, "OK", "SELECT %s", name);
	need_imap(c, "OK", "UID SEARCH %s", by_id);
	int64_t uid = span_number(imapc_find(c, "SEARCH"), 0);
	need_imap(c, "OK", "UID SEARCH NOT UID %lld", (long long)uid);
	int64_t other = span_number(imapc_find(c, "SEARCH"), 0);
	need_true(r, uid > 0 && other > 0, "SEARCH finds both messages");
	need_imap(c, "OK", "UID STORE %lld +FLAGS.SILENT (\\Deleted)", (long long)uid);
	need_imap(c, "OK", "EXPUNGE");
	for (unsigned i = 0; i < 2; i++) {
		expect_only(r, c, uid, by_id, -1);
		expect_only(r, c, uid, run_text(r, "UID %lld", (long long)uid), -1);
		expect_only(r, c, uid, "DELETED", -1);
		expect_only(r, c, uid, "ALL", other);
		c = imapc_login(r, account(r, 0));
		need_imap(c, "OK", "SELECT %s", name);
	}
}

const struct test_case DEL_SEARCH = {
	.text = "what has been expunged is not found by SEARCH",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
