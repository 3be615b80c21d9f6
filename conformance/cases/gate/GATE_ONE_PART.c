/* GATE_ONE_PART: multipart/encrypted with one part has no ciphertext. A loop that
 * checks only parts that exist lets it pass. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_refused(r, mail_of_shape(r, (struct mail_shape){ .only_part1 = true }), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r, mail_of_shape(r, (struct mail_shape){ 0 }));
}

const struct test_case GATE_ONE_PART = {
	.text = "a single part is refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 2,
	.play = play,
	.twin = twin,
};
