/* Bodies: where they end, and what is no body. */
#include "reference/core/http_body.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

static struct http_body b;

/* Offers the text in pieces of at most step octets, as conn.c does; *rest is
 * what was left. */
static enum http_read
offer(bool chunked, uint64_t length, struct span in, size_t step, size_t *rest)
{
	struct http_head h = { .chunked = chunked, .length = length };
	enum http_read got = http_body_begin(&b, &h, HTTP_BODY_MAX);
	size_t begin = 0, end = 0, eaten = 0;

	while (got == HTTP_MORE && end < in.n) {
		end = end + step < in.n ? end + step : in.n;
		got = http_body_read(&b, span_sub(in, begin, end - begin), NULL, &eaten);
		ck_assert_uint_le(eaten, end - begin);
		begin += eaten;
	}
	*rest = in.n - begin;
	return got;
}

START_TEST(length)
{
	size_t rest;

	ck_assert_int_eq(offer(false, 0, SPAN("GET /"), 1, &rest), HTTP_DONE);
	ck_assert_uint_eq(rest, 5);
	for (size_t step = 1; step < 12; step++) {
		ck_assert_int_eq(offer(false, 5, SPAN("12345GET /"), step, &rest), HTTP_DONE);
		ck_assert_uint_eq(rest, 5);
		ck_assert_int_eq(offer(false, 6, SPAN("12345"), step, &rest), HTTP_MORE);
	}
	ck_assert_int_eq(offer(false, HTTP_BODY_MAX + 1, SPAN(""), 1, &rest), HTTP_TOO_LARGE);
}
END_TEST

static const struct {
	const char *text;
	enum http_read says;
	size_t rest;
} chunks[] = {
	{ "0\r\n\r\nGET", HTTP_DONE, 3 },
	{ "3\r\nabc\r\n0\r\n\r\n", HTTP_DONE, 0 },
	{ "00003;a=b;c=\"d\"\r\nabc\r\nA\r\n0123456789\r\n000\r\nX: y\r\nZ:\r\n\r\nG", HTTP_DONE,
	    1 },
	{ "3\r\nabc\r\n0\r\n", HTTP_MORE, 0 },
	{ "4000\r\n", HTTP_MORE, 0 },
	{ "4001\r\n", HTTP_TOO_LARGE, 0 },
	{ "FFFFFFFF\r\n", HTTP_TOO_LARGE, 0 },
	/* WEB_BAD_CHUNK */
	{ "\r\n0\r\n\r\n", HTTP_BAD, 0 },
	{ "g\r\n", HTTP_BAD, 0 },
	{ "0x3\r\nabc\r\n0\r\n\r\n", HTTP_BAD, 0 },
	{ "+3\r\nabc\r\n0\r\n\r\n", HTTP_BAD, 0 },
	{ "-3\r\nabc\r\n0\r\n\r\n", HTTP_BAD, 0 },
	{ " 3\r\nabc\r\n0\r\n\r\n", HTTP_BAD, 0 },
	{ "3 \r\nabc\r\n0\r\n\r\n", HTTP_BAD, 0 },
	{ "3\nabc\r\n0\r\n\r\n", HTTP_BAD, 0 },
	{ "3\r\nabc\n0\r\n\r\n", HTTP_BAD, 0 },
	{ "3\r\nabcd\r\n0\r\n\r\n", HTTP_BAD, 0 },
	{ "3\r\nab\r\n0\r\n\r\n", HTTP_BAD, 0 },
	{ "3;a\nb\r\nabc\r\n0\r\n\r\n", HTTP_BAD, 0 },
	{ "3;a\rb\r\nabc\r\n0\r\n\r\n", HTTP_BAD, 0 },
	{ "100000003\r\nabc\r\n0\r\n\r\n", HTTP_BAD, 0 },
	{ "0\r\n folded\r\n\r\n", HTTP_BAD, 0 },
	{ "0\r\nno colon\r\n\r\n", HTTP_BAD, 0 },
	{ "0\r\nX: y\n\r\n", HTTP_BAD, 0 },
};

START_TEST(chunked)
{
	size_t rest;

	for (size_t step = 1; step < 60; step++) {
		ck_assert_int_eq(
		    offer(true, 0, span_str(chunks[_i].text), step, &rest), chunks[_i].says);
		if (chunks[_i].says == HTTP_DONE)
			ck_assert_uint_ge(rest, chunks[_i].rest);
	}
	if (chunks[_i].says != HTTP_DONE)
		return;
	offer(true, 0, span_str(chunks[_i].text), 1000, &rest);
	ck_assert_uint_eq(rest, chunks[_i].rest);
}
END_TEST

/* Small chunks do not get past the limit either, nor do endless lines. */
START_TEST(bounded)
{
	static char text[64 * 1024];
	size_t n = 0, rest;

	while (n + 8 < sizeof(text))
		n += (size_t)snprintf(text + n, 8, "1\r\na\r\n");
	ck_assert_int_eq(offer(true, 0, SPAN_OF(text, n), 100, &rest), HTTP_MORE);
	ck_assert_uint_le(b.data, HTTP_BODY_MAX);
	for (n = 0; n + 80 < sizeof(text);)
		n += (size_t)snprintf(text + n, 80, "40\r\n%064d\r\n", 0);
	ck_assert_int_eq(offer(true, 0, SPAN_OF(text, n), 1000, &rest), HTTP_TOO_LARGE);
	memset(text, 'a', sizeof(text));
	memcpy(text, "1;", 2);
	ck_assert_int_eq(offer(true, 0, SPAN_OF(text, 1000), 10, &rest), HTTP_BAD);
	memcpy(text, "0\r\nX:", 5);
	ck_assert_int_eq(offer(true, 0, SPAN_OF(text, 8000), 10, &rest), HTTP_BAD);
	for (n = 3; n + 8 < sizeof(text);)
		n += (size_t)snprintf(text + n, 8, "X: a\r\n");
	ck_assert_int_eq(offer(true, 0, SPAN_OF(text, n), 1000, &rest), HTTP_TOO_LARGE);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("http_body");
	TCase *tc = tcase_create("http_body");
	SRunner *runner = srunner_create(suite);

	tcase_add_test(tc, length);
	tcase_add_loop_test(tc, chunked, 0, (int)(sizeof(chunks) / sizeof(chunks[0])));
	tcase_add_test(tc, bounded);
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
