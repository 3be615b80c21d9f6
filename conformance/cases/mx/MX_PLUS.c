/* MX_PLUS: name+tag is name (chatmail/relay main.cf, recipient_delimiter; RFC 5233): one tag, one
 * with a plus sign in it, and an empty one. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const char *const tags[] = { "+news", "+a+b", "+" };
	struct span a = span_str(account(r, 0)->address);
	size_t at = span_find(a, 0, '@');
	struct imapc *box = imapc_inbox(r, account(r, 0));
	struct smtpc *c = smtpc_ready(r, PORT_SMTP);

	for (size_t i = 0; i < COUNT_OF(tags); i++) {
		const char *to = run_text(
		    r, "%.*s%s%s", (int)at, (const char *)a.p, tags[i], (const char *)a.p + at);
		struct span m = peer_mail(r, to), id = mail_field(m, "Message-ID");
		expect_offer(c, peer_sender(r), to, m, "250");
		expect_arrival(box, run_text(r, "%.*s", (int)id.n, (const char *)id.p));
	}
}

const struct test_case MX_PLUS = {
	.text = "mail to an address with a tag is delivered to the address without it",
	.needs = NEED_PEER | NEED_MAIL,
	.accounts = 1,
	.mails = 3,
	.play = play,
};
