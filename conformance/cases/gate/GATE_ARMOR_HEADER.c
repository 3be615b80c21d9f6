/* GATE_ARMOR_HEADER: an armor header is free text; on submission not even Version
 * passes (chatmail/relay#616 allows it inbound only). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_refused(r,
	    mail_of_armor(r,
		edit_after(r, pgp_armor(r), "-----BEGIN PGP MESSAGE-----\r\n",
		    SPAN("Version: hello\r\n"))),
	    "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_armor(r, pgp_armor(r)));
}

const struct test_case GATE_ARMOR_HEADER = {
	.text = "a Version armor header is refused on submission",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
	.twin = twin,
};
