/* META_ONE_ANSWER: the six keys that the real client asks for at once (chatmail/core
 * src/imap.rs) are answered in one go; what is answered was asked, and an error would end its
 * session. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = need_metadata(r, account(r, 0));
	static const char *const key[] = { "/shared/comment", "/shared/admin",
		"/shared/vendor/deltachat/irohrelay", "/shared/vendor/deltachat/turn",
		"/shared/vendor/deltachat/maxsmtprecipients",
		"/shared/vendor/deltachat/appversions" };

	expect_imap(c, "OK", "GETMETADATA \"\" (%s %s %s %s %s %s)", key[0], key[1], key[2], key[3],
	    key[4], key[5]);
	struct span value[COUNT_OF(key)];
	for (size_t i = 0; i < COUNT_OF(key); i++)
		value[i] = imapc_entry(c, key[i]);
	for (size_t i = 0; i < COUNT_OF(key) && run_ok(r); i++) {
		expect_imap(c, "OK", "GETMETADATA \"\" (%s)", key[i]);
		expect_true(r, (imapc_entry(c, key[i]).n > 0) == (value[i].n > 0),
		    run_text(r, "%s alone as together with the others", key[i]), "%.*s",
		    (int)value[i].n, (const char *)value[i].p);
	}
	expect_imap(c, "OK", "SELECT INBOX");
}

const struct test_case META_ONE_ANSWER = {
	.text = "six entries are answered at once",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
