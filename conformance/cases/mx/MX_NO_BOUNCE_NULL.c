/* MX_NO_BOUNCE_NULL: mail with the null sender is never answered (RFC 5321, 6.1), not even to its
 * author.  Certain behind two later reports, which are all that has come then. */
#include "conformance/case.h"

static void
offer(struct run *r, struct smtpc *c, const char *from)
{
	const char *nobody = run_text(r, "n%.8s@%s", run_token(r), run_domain(r));

	expect_submit(c, from, nobody, peer_mail(r, nobody), "250");
}

static void
play(struct run *r)
{
	struct sink *home = sink_mx(r);
	struct smtpc *c = smtpc_ready(r, PORT_SMTP);

	offer(r, c, "");
	need_bounces(r, c, home);
	expect_mails_at(home, 2);
}

static void
twin(struct run *r)
{
	struct sink *home = sink_mx(r);

	offer(r, smtpc_ready(r, PORT_SMTP), peer_sender(r));
	expect_mail_at(home, 1);
}

const struct test_case MX_NO_BOUNCE_NULL = {
	.text = "mail with the null sender is not answered by a report",
	.needs = NEED_PEER | NEED_SINK,
	.mails = 3,
	.play = play,
	.twin = twin,
};
