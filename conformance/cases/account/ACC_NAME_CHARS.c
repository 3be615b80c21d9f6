/* ACC_NAME_CHARS: local parts are made of [a-z0-9._-]; everything else means something
 * to some program on the way (chatmail/relay doveauth.py). All logins are sent before any
 * answer is read: servers answer failures late. */
#include "conformance/case.h"

/* An address of this attempt only. */
static struct imapc *
create(struct run *r, const char *middle)
{
	struct imapc *c = imapc_connect(r, PORT_IMAPS);

	imapc_start(c, "LOGIN \"%.4s%s%.4s@%s\" \"aB3xY7_qZ12\"", run_token(r), middle,
	    run_token(r) + 4, run_domain(r));
	return c;
}

static void
play(struct run *r)
{
	static const char *const odd[] = { "+", "!", " ", "/", "\\\\", "%", "@", "\xc3\xa9", "*",
		":" };

	struct imapc *c[COUNT_OF(odd)];

	for (size_t i = 0; i < COUNT_OF(odd); i++)
		c[i] = create(r, odd[i]);
	for (size_t i = 0; i < COUNT_OF(odd); i++)
		expect_imap_tagged(c[i], "NO BAD");
}

static void
twin(struct run *r)
{
	expect_imap_tagged(create(r, "."), "OK");
}

const struct test_case ACC_NAME_CHARS = {
	.text = "local parts with other characters create no account",
	.needs = NEED_IMAPS,
	.play = play,
	.twin = twin,
};
