/* TLS_IMAP_INJECTION: what was pipelined in clear behind STARTTLS is thrown away (RFC
 * 9051, 6.2.1; CVE-2021-33515), or the connection with it. The first answer inside TLS
 * must be that to our own command. */
#include "conformance/case.h"

static struct imapc *
starttls(struct run *r, const char *behind)
{
	struct imapc *c = imapc_connect(r, PORT_IMAP);

	imapc_start(c, "STARTTLS%s", behind);
	need_imap_tagged(c, "OK");
	return c;
}

static void
command(struct run *r, struct imapc *c, const char *want)
{
	expect_imap(c, want, "NOOP");
	expect_true(r, imapc_find(c, "injected").n == 0, "no answer to the command in clear",
	    "it was executed inside TLS");
}

static void
play(struct run *r)
{
	struct imapc *c = starttls(r, "\r\ninjected CAPABILITY");

	if (imapc_handshake_try(c))
		command(r, c, "OK BYE");
}

static void
twin(struct run *r)
{
	struct imapc *c = starttls(r, "");

	imapc_handshake(c);
	command(r, c, "OK");
}

const struct test_case TLS_IMAP_INJECTION = {
	.text = "octets behind STARTTLS in clear are discarded on 143",
	.needs = NEED_IMAP,
	.play = play,
	.twin = twin,
};
