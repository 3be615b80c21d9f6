/* What is delivered of a header block, and whose message it is. */
#include "reference/core/rewrite.h"

#include "base/cdefs.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *id, *in, *out; /* NULL: refused */
} BLOCKS[] = {
	// clang-format off
	{ "DLV_SUBJECT", "Subject: secret\r\n\r\n", "Subject: [...]\r\n\r\n" },
	{ "DLV_SUBJECT", "SUBJECT: a\r\n b\r\n\tc\r\nTo: x\r\n\r\n", "Subject: [...]\r\nTo: x\r\n\r\n" },
	{ "DLV_SUBJECT", "Subject:=?utf-8?Q?x?=\r\n\r\n", "Subject: [...]\r\n\r\n" },
	{ "DLV_SUBJECT", "Subject: a\r\nA: 1\r\nsubject: b\r\n\r\n", "Subject: [...]\r\nA: 1\r\n\r\n" },
	{ "DLV_NO_SUBJECT", "From: a\r\n\r\n", "From: a\r\n\r\n" },
	{ "DLV_RECEIVED", "Received: by x\r\n\tfor y\r\nTo: x\r\nreceived: z\r\n\r\n", "To: x\r\n\r\n" },
	{ "DLV_RECEIVED", "X-Received: by x\r\n\r\n", "X-Received: by x\r\n\r\n" },
	{ "DLV_MAILER", "X-Mailer: m\r\nx-mailer: a\r\n b\r\nUSER-AGENT: u\r\n\r\n", "\r\n" },
	{ "DLV_ORIGINATING_IP", "X-Originating-IP: [192.0.2.1]\r\n\r\n", "\r\n" },
	{ "DLV_BCC", "Bcc: <a@b>,\r\n <c@d>\r\nCc: e\r\n\r\n", "Cc: e\r\n\r\n" },
	{ "DLV_OTHER_HEADERS", "DKIM-Signature: v=1;\r\n b=x\r\nAuthentication-Results: x\r\n\r\n", "\r\n" },
	{ "DLV_OTHER_HEADERS", "X-a:  1 \r\n\t2\r\nFROM:<a@b>\r\nDate: x\r\n\r\nSubject: body\r\n",
	  "X-a:  1 \r\n\t2\r\nFROM:<a@b>\r\nDate: x\r\n\r\n" },
	{ "DLV_DATE", "Date: Mon, 10 Nov 2025 00:00:01 +0000\r\n\r\n", "Date: Mon, 10 Nov 2025 00:00:01 +0000\r\n\r\n" },
	{ "SJ_INVITENUMBER", "Secure-Join-Invitenumber: x1\r\n\r\n", "Secure-Join-Invitenumber: x1\r\n\r\n" },
	{ "DLV_PART_HEADERS", "A: 1\r\n\r\nSubject: x\r\nReceived: y\r\n\r\n", "A: 1\r\n\r\n" },
	{ "no header block", "A: 1\r\n", NULL },
	{ "no header block", "no colon\r\n\r\n", NULL },
	{ "bare LF", "A: 1\nB: 2\r\n\r\n", NULL },
	// clang-format on
};

START_TEST(blocks)
{
	uint8_t memory[256];
	struct buf out;
	size_t body = 0;
	struct span in = span_str(BLOCKS[_i].in);

	buf_init(&out, memory, sizeof(memory));
	bool ok = rewrite_header(in, &out, &body);
	ck_assert_msg(ok == (BLOCKS[_i].out != NULL), "%s", BLOCKS[_i].id);
	if (ok) {
		ck_assert_msg(
		    span_eq(buf_span(&out), span_str(BLOCKS[_i].out)), "%s", BLOCKS[_i].id);
		ck_assert_uint_eq(body, span_search(in, SPAN("\r\n\r\n")) + 4);
	}
}
END_TEST

static const struct {
	const char *id, *in, *out;
} STRIPPED[] = {
	// clang-format off
	{ "MX_STRIPPED", "Received: x\r\n\ty\r\nDKIM-Signature: a\r\nTo: x\r\nAuthentication-Results: b\r\n"
	  "return-path: <a@b>\r\nDelivered-To: c\r\nX-Originating-IP: d\r\n\r\n", "To: x\r\n\r\n" },
	{ "MX_REST_INTACT", "Subject:  Some thing \r\n\t2\r\nX-Mailer: m\r\nBcc: x\r\nX-Received: y\r\n"
	  "ARC-Seal: z\r\nFROM:a@b\r\n\r\n", "Subject:  Some thing \r\n\t2\r\nX-Mailer: m\r\nBcc: x\r\n"
	  "X-Received: y\r\nARC-Seal: z\r\nFROM:a@b\r\n\r\n" },
	{ "no header block", "A: 1\r\n", NULL },
	// clang-format on
};

START_TEST(stripped)
{
	uint8_t memory[256];
	struct buf out;
	size_t body = 0;
	struct span in = span_str(STRIPPED[_i].in);

	buf_init(&out, memory, sizeof(memory));
	bool ok = rewrite_strip(in, &out, &body);
	ck_assert_msg(ok == (STRIPPED[_i].out != NULL), "%s", STRIPPED[_i].id);
	if (ok) {
		ck_assert_msg(
		    span_eq(buf_span(&out), span_str(STRIPPED[_i].out)), "%s", STRIPPED[_i].id);
		ck_assert_uint_eq(body, in.n);
	}
}
END_TEST

START_TEST(domains)
{
	ck_assert(span_eq(rewrite_domain(SPAN("a@b.test")), SPAN("b.test")));
	ck_assert(!rewrite_is_literal(SPAN("a@b.test")));
	ck_assert(rewrite_is_literal(SPAN("a@[192.0.2.1]")));
	ck_assert(rewrite_is_literal(SPAN("a@[ipv6:2001:DB8::1]")));
	ck_assert(rewrite_is_literal(SPAN("a@[2001:db8::1]")));
	ck_assert(!rewrite_is_literal(SPAN("a@[dead.beef]")));
	ck_assert(!rewrite_is_literal(SPAN("a@[b.test]"))); /* a name in brackets */
	ck_assert(!rewrite_is_literal(SPAN("a@[IPv6:b.test]")));
	ck_assert(!rewrite_is_literal(SPAN("a@[1b.test]")));
	ck_assert_uint_eq(
	    rewrite_hops(SPAN("Received: a\r\nX: y\r\nRECEIVED:b\r\n\r\nReceived: c\r\n")), 2);
}
END_TEST

START_TEST(too_small)
{
	uint8_t memory[8];
	struct buf out;
	size_t body;

	buf_init(&out, memory, sizeof(memory));
	ck_assert(rewrite_header(SPAN("A: 12\r\n\r\n"), &out, &body) == false);
	buf_init(&out, memory, sizeof(memory));
	ck_assert(rewrite_header(SPAN("A: 1\r\n\r\n"), &out, &body));
}
END_TEST

static const struct {
	const char *in, *addr;
} AUTHORS[] = {
	// clang-format off
	{ "From: a@b.test\r\n\r\n", "a@b.test" },
	{ "From: <a@b.test>\r\n\r\n", "a@b.test" },
	{ "FROM:<A.b-c_d+e@B.test>\r\n\r\n", "A.b-c_d+e@B.test" },
	{ "From:\r\n <a@b.test>\r\n\r\n", "a@b.test" },
	{ "From: Some One <a@b.test>\r\n\r\n", "a@b.test" },
	{ "From: \"One, <x@y>; \\\" Two\" <a@b.test> \r\n\r\n", "a@b.test" },
	{ "From: =?utf-8?Q?x?= <a@b.test>\r\n\r\n", "a@b.test" },
	{ "From: \303\204 <a@b.test>\r\n\r\n", "a@b.test" },
	{ "From: <a@[192.0.2.1]>\r\n\r\n", "a@[192.0.2.1]" },
	{ "To: x@y\r\n\r\nFrom: a@b\r\n\r\n", NULL },                  /* SUB_FROM_MISSING */
	{ "From: a@b.test\r\nFrom: a@b.test\r\n\r\n", NULL },          /* SUB_FROM_TWICE */
	{ "From: a@b.test\r\nfrom: c@d.test\r\n\r\n", NULL },
	{ "From: a@b.test, c@d.test\r\n\r\n", NULL },                  /* SUB_FROM_LIST */
	{ "From: <a@b.test>, <c@d.test>\r\n\r\n", NULL },
	{ "From: <a@b.test> <c@d.test>\r\n\r\n", NULL },
	{ "From: c@d.test <a@b.test>\r\n\r\n", NULL },
	{ "From: x: a@b.test;\r\n\r\n", NULL },
	{ "From: <@r.test:a@b.test>\r\n\r\n", NULL },
	{ "From: (c) <a@b.test>\r\n\r\n", NULL },
	{ "From: <a@b.test> (c)\r\n\r\n", NULL },
	{ "From: <a@b.test\r\n\r\n", NULL },
	{ "From: a@b.test>\r\n\r\n", NULL },
	{ "From: \"x <a@b.test>\r\n\r\n", NULL },
	{ "From: <a b@b.test>\r\n\r\n", NULL },
	{ "From: <\"a\"@b.test>\r\n\r\n", NULL },
	{ "From: <a@b@c.test>\r\n\r\n", NULL },
	{ "From: <@b.test>\r\n\r\n", NULL },
	{ "From: <a@>\r\n\r\n", NULL },
	{ "From: <a@[]>\r\n\r\n", NULL },
	{ "From: <a@[>\r\n\r\n", NULL },
	{ "From: a\r\n\r\n", NULL },
	{ "From: <>\r\n\r\n", NULL },
	{ "From:\r\n\r\n", NULL },
	{ "From: x\\\r\n\r\n", NULL },
	{ "From: \"x\\\r\n\r\n", NULL },
	{ "From: a@b.test\r\n", NULL },
	// clang-format on
};

START_TEST(authors)
{
	struct span addr = { NULL, 0 };
	bool ok = rewrite_from(span_str(AUTHORS[_i].in), &addr);

	ck_assert_msg(ok == (AUTHORS[_i].addr != NULL), "%s", AUTHORS[_i].in);
	if (ok)
		ck_assert_msg(span_eq(addr, span_str(AUTHORS[_i].addr)), "%s", AUTHORS[_i].in);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("rewrite");
	TCase *t = tcase_create("rewrite");

	tcase_add_loop_test(t, blocks, 0, COUNT_OF(BLOCKS));
	tcase_add_loop_test(t, stripped, 0, COUNT_OF(STRIPPED));
	tcase_add_test(t, domains);
	tcase_add_test(t, too_small);
	tcase_add_loop_test(t, authors, 0, COUNT_OF(AUTHORS));
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
