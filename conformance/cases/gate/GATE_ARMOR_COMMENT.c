/* GATE_ARMOR_COMMENT: Comment, Hash, Charset and MessageID armor headers are free text
 * too. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "Comment",
		    mail_of_armor(r,
			edit_after(r, pgp_armor(r), "-----BEGIN PGP MESSAGE-----\r\n",
			    SPAN("Comment: hello\r\n"))) },
		{ "Hash",
		    mail_of_armor(r,
			edit_after(r, pgp_armor(r), "-----BEGIN PGP MESSAGE-----\r\n",
			    SPAN("Hash: hello\r\n"))) },
		{ "Charset",
		    mail_of_armor(r,
			edit_after(r, pgp_armor(r), "-----BEGIN PGP MESSAGE-----\r\n",
			    SPAN("Charset: hello\r\n"))) },
		{ "MessageID",
		    mail_of_armor(r,
			edit_after(r, pgp_armor(r), "-----BEGIN PGP MESSAGE-----\r\n",
			    SPAN("MessageID: hello\r\n"))) },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_armor(r, pgp_armor(r)));
}

const struct test_case GATE_ARMOR_COMMENT = {
	.text = "armor headers other than Version are refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 5,
	.play = play,
	.twin = twin,
};
