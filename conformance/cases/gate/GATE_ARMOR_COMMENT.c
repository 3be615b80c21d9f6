/* GATE_ARMOR_COMMENT: Comment, Hash, Charset and MessageID armor headers are free text
 * too. */
#include "conformance/case.h"

static struct span
with(struct run *r, struct span armor)
{
	return mail_around(r, sender(r), recipient(r), armor);
}

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "Comment",
		    with(r,
			edit_after(r, pgp_armor(r), "-----BEGIN PGP MESSAGE-----\r\n",
			    SPAN("Comment: hello\r\n"))) },
		{ "Hash",
		    with(r,
			edit_after(r, pgp_armor(r), "-----BEGIN PGP MESSAGE-----\r\n",
			    SPAN("Hash: hello\r\n"))) },
		{ "Charset",
		    with(r,
			edit_after(r, pgp_armor(r), "-----BEGIN PGP MESSAGE-----\r\n",
			    SPAN("Charset: hello\r\n"))) },
		{ "MessageID",
		    with(r,
			edit_after(r, pgp_armor(r), "-----BEGIN PGP MESSAGE-----\r\n",
			    SPAN("MessageID: hello\r\n"))) },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, with(r, pgp_armor(r)));
}

const struct test_case GATE_ARMOR_COMMENT = {
	.text = "armor headers other than Version are refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 5,
	.play = play,
	.twin = twin,
};
