/* RT_GENERATE_204: GET /generate_204 gives 204 and echoes the challenge, by which a client tells the
 * relay from a captive portal (chatmail/relay nginx.conf.j2; iroh-relay, http_server).  The field
 * had another vendor's name in older versions: both are sent, the answer to one is enough. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *word = run_token(r),
		   *fields = run_text(
		       r, "X-Iroh-Challenge: %s\r\nX-Tailscale-Challenge: %s\r\n", word, word);
	struct span want = run_span(r, "response %s", word);

	need_iroh(r, account(r, 0));
	struct httpc *c = iroh_ask(r, "/generate_204", fields);
	expect_status(c, "204");
	expect_true(r,
	    span_eq(httpc_field(c, "X-Iroh-Response"), want) ||
		span_eq(httpc_field(c, "X-Tailscale-Response"), want),
	    run_text(r, "X-Iroh-Response: response %s", word), "the challenge is not echoed");
}

const struct test_case RT_GENERATE_204 = {
	.text = "/generate_204 gives 204 and echoes the challenge",
	.needs = NEED_IMAPS | NEED_HTTPS,
	.accounts = 1,
	.play = play,
};
