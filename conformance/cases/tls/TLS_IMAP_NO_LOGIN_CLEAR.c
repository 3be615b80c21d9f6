/* TLS_IMAP_NO_LOGIN_CLEAR: port 143 refuses LOGIN before STARTTLS, also with the right
 * password (RFC 3501, 11.1). */
#include "conformance/case.h"

static void
login(struct run *r, struct imapc *c, const char *want)
{
	const struct account *a = account(r, 0);

	expect_imap(c, want, "LOGIN \"%s\" \"%s\"", a->address, a->password);
}

static void
play(struct run *r)
{
	login(r, imapc_connect(r, PORT_IMAP), "NO BAD");
}

static void
twin(struct run *r)
{
	struct imapc *c = imapc_connect(r, PORT_IMAP);

	imapc_starttls(c);
	login(r, c, "OK");
}

const struct test_case TLS_IMAP_NO_LOGIN_CLEAR = {
	.text = "LOGIN is refused in clear on 143",
	.needs = NEED_IMAP,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
