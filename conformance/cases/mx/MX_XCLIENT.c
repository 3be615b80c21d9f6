/* MX_XCLIENT: commands by which a trusted proxy names its client are not for the public (Postfix,
 * XCLIENT_README, XFORWARD_README). */
#include "conformance/case.h"

static void
say(struct run *r, const char *word, const char *rest, const char *want)
{
	struct smtpc *c = smtpc_ready(r, PORT_SMTP);

	expect_true(r, !smtpc_offers(c, "XCLIENT", NULL) && !smtpc_offers(c, "XFORWARD", NULL),
	    "neither XCLIENT nor XFORWARD in EHLO", "it is there");
	smtpc_send(c, "%s%s", word, rest);
	expect_reply(c, want);
}

static void
play(struct run *r)
{
	say(r, "XCLIENT", " ADDR=127.0.0.1 NAME=localhost", "5xx close");
	say(r, "XFORWARD", " ADDR=127.0.0.1 NAME=localhost", "5xx close");
}

static void
twin(struct run *r)
{
	say(r, "NOOP", "", "250");
}

const struct test_case MX_XCLIENT = {
	.text = "XCLIENT and XFORWARD are neither offered nor obeyed",
	.needs = NEED_SMTP,
	.play = play,
	.twin = twin,
};
