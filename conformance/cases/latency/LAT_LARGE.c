/* LAT_LARGE: a message of a mebibyte is announced within a second of the relay's
 * 250.  Before that the way to the relay decides how long it takes; from there on
 * it is the relay's.  Five of them, each within the limit. */
#include "conformance/case.h"

enum { MESSAGES = 5 };

static void
play(struct run *r)
{
	int64_t limit = limit_number(r, "delivery_p95_ms") * 1000, worst = 0;
	size_t octets = (size_t)limit_number(r, "large_octets") / 4 * 3; /* base64 */
	const char *from = account(r, 0)->address, *to = account(r, 1)->address;
	struct span packets = edit_join(r, pgp_esk(r), pgp_packet(r, 18, pgp_seipd1(r, octets)));

	need_vantage(r);
	struct imapc *c = imapc_inbox(r, account(r, 1));
	struct smtpc *s = smtpc_login(r, account(r, 0));
	for (unsigned i = 0; i < MESSAGES; i++) {
		struct span mail = mail_packets(r, from, to, packets);
		imapc_start(c, "IDLE");
		need_imap_continue(c);
		need_submit(s, from, to, mail);
		int64_t taken = run_now_us();
		expect_imap_untagged(c, "EXISTS");
		int64_t took = run_now_us() - taken;
		worst = took > worst ? took : worst;
		imapc_raw(c, SPAN("DONE\r\n"));
		need_imap_tagged(c, "OK");
	}
	expect_true(r, worst <= limit, "a mebibyte announced within the limit of its 250",
	    "the slowest took %lld ms", (long long)(worst / 1000));
}

const struct test_case LAT_LARGE = {
	.text = "a message of a mebibyte is announced within a second of its 250",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = MESSAGES,
	.alone = true,
	.seconds = 60,
	.play = play,
};
