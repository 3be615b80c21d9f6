/* ACC_FOREIGN_DOMAIN: a login at another domain is refused: this relay speaks for its
 * own. */
#include "conformance/case.h"

/* An address of this attempt only. */
static void
create(struct run *r, const char *name, const char *password, const char *want)
{
	struct imapc *c = imapc_connect(r, PORT_IMAPS);

	expect_imap(c, want, "LOGIN \"%s\" \"%s\"", name, password);
}

static void
play(struct run *r)
{
	create(r, run_text(r, "%.9s@other.invalid", run_token(r)), "aB3xY7_qZ12", "NO");
	create(r, run_text(r, "%.9s", run_token(r)), "aB3xY7_qZ12", "NO");
}

static void
twin(struct run *r)
{
	create(r, run_text(r, "%.9s@%s", run_token(r), run_domain(r)), "aB3xY7_qZ12", "OK");
}

const struct test_case ACC_FOREIGN_DOMAIN = {
	.text = "a login at another domain is refused",
	.needs = NEED_IMAPS,
	.play = play,
	.twin = twin,
};
