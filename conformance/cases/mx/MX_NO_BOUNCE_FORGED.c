/* MX_NO_BOUNCE_FORGED: who is named as envelope sender by another author gets no report
 * (chatmail/filtermail#67, #72): his server is never called.  Certain behind two later reports. */
#include "conformance/case.h"

static const char *
nobody(struct run *r)
{
	return run_text(r, "n%.8s@%s", run_token(r), run_domain(r));
}

static void
play(struct run *r)
{
	struct sink *home = sink_mx(r), *victim = sink_open(r, "mxv", (struct sink_how){ 0 });
	struct smtpc *c = smtpc_ready(r, PORT_SMTP);

	dnsc_set(r, "victim", "MX", "10 mxv");
	expect_submit(
	    c, peer_address(r, "bob", "victim"), nobody(r), peer_mail(r, nobody(r)), "250");
	need_bounces(r, c, home);
	expect_no_caller(victim);
}

static void
twin(struct run *r)
{
	struct sink *home = sink_mx(r);
	struct smtpc *c = smtpc_ready(r, PORT_SMTP);

	expect_submit(c, peer_sender(r), nobody(r), peer_mail(r, nobody(r)), "250");
	expect_mail_at(home, 1);
}

const struct test_case MX_NO_BOUNCE_FORGED = {
	.text = "an envelope sender who is not the author gets no report",
	.needs = NEED_PEER | NEED_SINK,
	.mails = 3,
	.play = play,
	.twin = twin,
};
