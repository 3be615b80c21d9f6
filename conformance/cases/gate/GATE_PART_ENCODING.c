/* GATE_PART_ENCODING: in profile strict the second part is 7bit or 8bit: base64 or
 * quoted-printable would show one text to the gate and another to a client. */
#include "conformance/case.h"

static struct span
wrapped(struct run *r, struct span text)
{
	struct span out = SPAN("");

	for (size_t at = 0; at < text.n; at += 76)
		out = edit_join(r, out, edit_join(r, span_sub(text, at, 76), SPAN("\r\n")));
	return out;
}

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "base64",
		    mail_of_shape(r,
			(struct mail_shape){ .part2_head =
						 "Content-Type: application/octet-stream\r\n"
						 "Content-Transfer-Encoding: base64\r\n",
			    .part2_body = wrapped(r, base64_of(r, pgp_armor(r))) }) },
		{ "quoted-printable",
		    mail_of_shape(r,
			(struct mail_shape){
			    .part2_head = "Content-Type: application/octet-stream\r\n"
					  "Content-Transfer-Encoding: quoted-printable\r\n" }) },
	};

	expect_each_refused(r, v, COUNT_OF(v), "523 5xx");
}

static void
twin(struct run *r)
{
	expect_accepted(r,
	    mail_of_shape(r,
		(struct mail_shape){ .part2_head = "Content-Type: application/octet-stream\r\n"
						   "Content-Transfer-Encoding: 7bit\r\n" }));
}

const struct test_case GATE_PART_ENCODING = {
	.text = "base64 and quoted-printable second parts are refused",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 3,
	.play = play,
	.twin = twin,
};
