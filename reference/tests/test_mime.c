/* Parameters, boundaries and the cutting at boundary lines. */
#include "reference/core/mime.h"

#include "base/cdefs.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define X10 "xxxxxxxxxx"
#define X70 X10 X10 X10 X10 X10 X10 X10

static const struct {
	const char *value;    /* of Content-Type */
	const char *boundary; /* NULL: refused */
} BOUNDARIES[] = {
	// clang-format off
	{ " multipart/encrypted; boundary=b", "b" },
	{ " multipart/encrypted; boundary=\"b c\"", "b c" },
	{ " multipart/encrypted;\r\n\tboundary=\"=_b'()+,-./:?\"", "=_b'()+,-./:?" },
	{ "multipart/encrypted;boundary=b;", "b" },
	{ " multipart/encrypted ; BOUNDARY=b ; x=y ", "b" },
	{ " multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b", "b" },
	{ " multipart/encrypted; protocol=application/PGP-encrypted; boundary=b", "b" },
	{ " multipart/encrypted; boundary=" X70, X70 },
	{ " multipart/encrypted; boundary=" X70 "x", NULL },
	{ " multipart/encrypted; boundary=\"\"", NULL },
	{ " multipart/encrypted; boundary=", NULL },
	{ " multipart/encrypted; boundary=\"b \"", NULL },
	{ " multipart/encrypted; boundary=\"b\\c\"", NULL },
	{ " multipart/encrypted; boundary=\"b\r\n c\"", NULL },
	{ " multipart/encrypted; boundary=\"b", NULL },
	{ " multipart/encrypted; boundary=\"b\"c", NULL },
	{ " multipart/encrypted; boundary=\"b*\"", NULL },
	{ " multipart/encrypted; boundary=b (c)", NULL },
	{ " multipart/encrypted; boundary = b", NULL },
	{ " multipart/encrypted; boundary*=us-ascii''b", NULL },
	{ " multipart/encrypted; boundary*0=b; boundary=b", NULL },
	{ " multipart/encrypted; boundary=b; boundary=b", NULL },
	{ " multipart/encrypted; boundary=b; Boundary=c", NULL },
	{ " multipart/encrypted; boundary=b;; x=y", NULL },
	{ " multipart/encrypted; x; boundary=b", NULL },
	{ " multipart/encrypted; protocol=\"application/x\"; boundary=b", NULL },
	{ " multipart/encrypted; protocol=\"application/pgp-encrypted\";"
	  " protocol=\"application/pgp-encrypted\"; boundary=b", NULL },
	{ " multipart/encrypted", NULL },
	{ " multipart/encrypted boundary=b", NULL },
	{ " (x) multipart/encrypted; boundary=b", NULL },
	{ " ; boundary=b", NULL },
	{ "", NULL },
	// clang-format on
};

START_TEST(boundaries)
{
	struct mime_value v;
	struct span boundary = { NULL, 0 };
	struct span raw = span_str(BOUNDARIES[_i].value);
	bool ok = mime_value(raw, &v) && mime_boundary(&v, "application/pgp-encrypted", &boundary);

	ck_assert_msg(ok == (BOUNDARIES[_i].boundary != NULL), "%s", BOUNDARIES[_i].value);
	if (ok)
		ck_assert(span_eq(boundary, span_str(BOUNDARIES[_i].boundary)));
}
END_TEST

static const struct {
	const char *body;
	size_t parts;
	bool closed;
	const char *preamble, *first, *second, *epilogue; /* NULL: not looked at */
} SPLITS[] = {
	// clang-format off
	{ "--b\r\n1\r\n--b\r\n2\r\n--b--\r\n", 2, true, "", "1", "2", "" },
	{ "--b \t\r\n1\r\n--b\t\r\n2\r\n--b-- \r\n", 2, true, "", "1", "2", "" },
	{ "\r\n--b\r\n1\r\n\r\n--b\r\n2\r\n--b--", 2, true, "\r\n", "1\r\n", "2", "" },
	{ "pre\r\n--b\r\n1\r\n--b--\r\npost", 1, true, "pre\r\n", "1", NULL, "post" },
	{ "--b\r\n1\r\n--b\r\n2\r\n--b\r\n3\r\n--b--\r\n", 3, true, "", "1", "2", "" },
	{ "--b\r\n1\r\n--bb\r\n2\r\n--b--\r\n", 1, true, "", "1\r\n--bb\r\n2", NULL, "" },
	{ "--b\r\n1\r\n--b--x\r\n--b--\r\n", 1, true, "", "1\r\n--b--x", NULL, "" },
	{ "--b\r\n1\r\n --b\r\n2\r\n--b--\r\n", 1, true, "", "1\r\n --b\r\n2", NULL, "" },
	{ "--b\r\n1\n--b\n2\r\n--b--\r\n", 1, true, "", "1\n--b\n2", NULL, "" },
	{ "--b\r\n1\r\n--B\r\n2\r\n--b--\r\n", 1, true, "", "1\r\n--B\r\n2", NULL, "" },
	{ "--b\r\n--b\r\n2\r\n--b--\r\n", 2, true, "", "", "2", "" },
	{ "--b\r\n1\r\n--b\r\n2\r\n", 1, false, "", "1", NULL, NULL },
	{ "--b\r\n1\r\n--b\r\n2\r\n--b-", 1, false, "", "1", NULL, NULL },
	{ "--b--\r\n", 0, true, "", NULL, NULL, "" },
	{ "no boundary", 0, false, "no boundary", NULL, NULL, NULL },
	{ "", 0, false, "", NULL, NULL, NULL },
	{ "--b\r\n1\r\n--b--\r\n--b\r\n2\r\n--b--\r\n", 1, true, "", "1", NULL, "--b\r\n2\r\n--b--\r\n" },
	// clang-format on
};

static void
expect(struct span got, const char *want)
{
	if (want != NULL)
		ck_assert_msg(span_eq(got, span_str(want)), "row %s", want);
}

START_TEST(splits)
{
	struct mime_split m;

	mime_split(span_str(SPLITS[_i].body), SPAN("b"), &m);
	ck_assert_uint_eq(m.parts, SPLITS[_i].parts);
	ck_assert(m.closed == SPLITS[_i].closed);
	expect(m.preamble, SPLITS[_i].preamble);
	expect(m.part[0], SPLITS[_i].first);
	expect(m.part[1], SPLITS[_i].second);
	expect(m.epilogue, SPLITS[_i].epilogue);
}
END_TEST

START_TEST(blank)
{
	ck_assert(mime_is_blank(SPAN("")));
	ck_assert(mime_is_blank(SPAN("\r\n\r\n")));
	ck_assert(!mime_is_blank(SPAN("\r")));
	ck_assert(!mime_is_blank(SPAN("\n\n")));
	ck_assert(!mime_is_blank(SPAN(" \r\n")));
	ck_assert(!mime_is_blank(SPAN("\r\nx\n")));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("mime");
	TCase *t = tcase_create("mime");

	tcase_add_loop_test(t, boundaries, 0, COUNT_OF(BOUNDARIES));
	tcase_add_loop_test(t, splits, 0, COUNT_OF(SPLITS));
	tcase_add_test(t, blank);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
