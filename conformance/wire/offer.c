/* A transaction of which nobody knows at which stage it will be refused. */
#include "conformance/wire/smtpc.h"

/* One command whose reply may be the last one: true when the dialogue goes on. */
static bool
goes_on(struct smtpc *c, int go, const char *want)
{
	expect_reply(c, run_text(c->run, "%d %s", go, want));
	return run_ok(c->run) && smtpc_code(c) == go;
}

void
expect_offer(
    struct smtpc *c, const char *from, const char *to, struct span message, const char *want)
{
	smtpc_send(c, "MAIL FROM:<%s>", from);
	if (!goes_on(c, 250, want))
		return;
	smtpc_send(c, "RCPT TO:<%s>", to);
	if (!goes_on(c, 250, want))
		return;
	smtpc_send(c, "DATA");
	if (!goes_on(c, 354, want))
		return;
	smtpc_text(c, message);
	expect_reply(c, want);
}
