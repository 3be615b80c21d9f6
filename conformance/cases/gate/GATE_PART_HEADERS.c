/* GATE_PART_HEADERS: header fields of a part can hold any text. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "Comments in part 1",
		    mail_of_shape(r,
			(struct mail_shape){
			    .part1_head = "Content-Type: application/pgp-encrypted\r\nComments: "
					  "hello\r\n" }) },
		{ "X-Note in part 2",
		    mail_of_shape(r,
			(struct mail_shape){
			    .part2_head =
				"Content-Type: application/octet-stream\r\nX-Note: hello\r\n" }) },
		{ "Subject in part 2",
		    mail_of_shape(r,
			(struct mail_shape){
			    .part2_head =
				"Subject: hello\r\nContent-Type: application/octet-stream\r\n" }) },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r,
	    mail_of_shape(r,
		(struct mail_shape){
		    .part1_head = "Content-Type: application/pgp-encrypted\r\n"
				  "Content-Description: PGP/MIME version identification\r\n" }));
}

const struct test_case GATE_PART_HEADERS = {
	.text = "free-text header fields in parts are refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 4,
	.play = play,
	.twin = twin,
};
