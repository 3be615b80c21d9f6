/* MX_NO_CHUNKING: there is one way to say where a message ends (RFC 3030 is the other one).  An empty
 * last chunk: nothing follows that could be taken for commands. */
#include "conformance/case.h"

static struct smtpc *
begin(struct run *r)
{
	struct smtpc *c = smtpc_ready(r, PORT_SMTP);

	smtpc_send(c, "MAIL FROM:<>");
	need_reply(c, "250");
	smtpc_send(c, "RCPT TO:<%s>", account(r, 0)->address);
	need_reply(c, "250");
	return c;
}

static void
play(struct run *r)
{
	struct smtpc *c = smtpc_ready(r, PORT_SMTP);

	expect_true(r, !smtpc_offers(c, "CHUNKING", NULL) && !smtpc_offers(c, "BINARYMIME", NULL),
	    "neither CHUNKING nor BINARYMIME in EHLO", "it is there");
	c = begin(r);
	smtpc_send(c, "BDAT 0 LAST");
	expect_reply(c, "5xx close");
}

static void
twin(struct run *r)
{
	struct smtpc *c = begin(r);

	smtpc_send(c, "DATA");
	expect_reply(c, "354");
}

const struct test_case MX_NO_CHUNKING = {
	.text = "BDAT is neither offered nor taken on port 25",
	.needs = NEED_SMTP,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
