/* MX_GATE_UNKNOWN: the reply to cleartext does not tell whether its recipient exists (decision
 * the same for both, but for the address in it, unsigned and signed. */
#include "conformance/case.h"

static const char *
nobody(struct run *r)
{
	return run_text(r, "zq%.7s@%s", run_token(r), run_domain(r));
}

/* The reply to cleartext without the address in it. */
static struct span
answer(struct run *r, const char *to, bool is_signed)
{
	struct smtpc *c = smtpc_ready(r, PORT_SMTP);
	struct span m = mail_cleartext(r, peer_sender(r), to), address = span_str(to);

	expect_submit(c, peer_sender(r), to, is_signed ? dkimc_sign(r, m, NULL) : m, "523 5xx");
	struct span text = smtpc_reply(c);
	size_t at = span_search_nocase(text, address);
	return at == text.n
	    ? text
	    : edit_join(r, span_sub(text, 0, at), span_sub(text, at + address.n, text.n));
}

static void
play(struct run *r)
{
	for (unsigned i = 0; i < 2; i++) {
		struct span known = answer(r, account(r, 0)->address, i == 1);
		struct span unknown = answer(r, nobody(r), i == 1);
		expect_true(r, span_eq(known, unknown),
		    run_text(
			r, "as for an address in use: %.*s", (int)known.n, (const char *)known.p),
		    "%.*s", (int)unknown.n, (const char *)unknown.p);
	}
}

static void
twin(struct run *r)
{
	struct smtpc *c = smtpc_ready(r, PORT_SMTP);

	expect_submit(c, peer_sender(r), nobody(r), peer_mail(r, nobody(r)), "250");
}

const struct test_case MX_GATE_UNKNOWN = {
	.text = "the reply to cleartext does not tell which addresses exist",
	.needs = NEED_PEER,
	.accounts = 1,
	.mails = 4,
	.play = play,
	.twin = twin,
};
