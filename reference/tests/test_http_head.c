/* Heads of requests: what is read, and that nothing ambiguous is. */
#include "reference/core/http_head.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static struct http_head h;

static enum http_read
head(const char *text)
{
	return http_head_read(span_str(text), &h);
}

START_TEST(reads)
{
	ck_assert_int_eq(head("GET /a/b?c=d&e HTTP/1.1\r\nHost: Chat.Test:8443\r\n"
			      "accept:*/*\r\nX-Empty:\r\n\r\nrest"),
	    HTTP_DONE);
	ck_assert(span_eq(h.method, SPAN("GET")));
	ck_assert(span_eq(h.path, SPAN("/a/b")));
	ck_assert(span_eq(h.query, SPAN("c=d&e")));
	ck_assert(span_eq(h.target, SPAN("/a/b?c=d&e")));
	ck_assert(span_eq(h.host, SPAN("Chat.Test")));
	ck_assert(!h.close && !h.chunked && !h.has_length && !h.expects);
	ck_assert_uint_eq(h.n, 71);
}
END_TEST

START_TEST(absolute)
{
	ck_assert_int_eq(
	    head("GET http://www.chat.test/x HTTP/1.1\r\nHost: other\r\n\r\n"), HTTP_DONE);
	ck_assert(span_eq(h.path, SPAN("/x")));
	ck_assert(span_eq(h.host, SPAN("www.chat.test")));
	ck_assert_int_eq(head("GET https://chat.test HTTP/1.1\r\nHost: x\r\n\r\n"), HTTP_DONE);
	ck_assert(span_eq(h.target, SPAN("/")));
}
END_TEST

START_TEST(lasting)
{
	ck_assert_int_eq(
	    head("GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade , Close\r\n\r\n"), HTTP_DONE);
	ck_assert(h.close);
	ck_assert_int_eq(head("GET / HTTP/1.0\r\n\r\n"), HTTP_DONE);
	ck_assert(h.close && h.http_1_0 && h.host.n == 0);
	ck_assert_int_eq(head("\r\nGET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n"), HTTP_DONE);
	ck_assert(span_eq(h.host, SPAN("[::1]")));
}
END_TEST

START_TEST(framing)
{
	ck_assert_int_eq(
	    head("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0012\r\n\r\n"), HTTP_DONE);
	ck_assert(h.has_length && h.length == 12);
	ck_assert_int_eq(head("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n"
			      "Expect: 100-continue\r\n\r\n"),
	    HTTP_DONE);
	ck_assert(h.chunked && h.expects);
}
END_TEST

#define A "GET / HTTP/1.1\r\nHost: x\r\n"
static const struct {
	const char *text;
	enum http_read says;
} wrong[] = {
	/* WEB_REQUEST_LINE */
	{ "GET / HTTP/1.1\nHost: x\n\n", HTTP_BAD },
	{ "GET  / HTTP/1.1\r\n", HTTP_BAD },
	{ "GET /  HTTP/1.1\r\n", HTTP_BAD },
	{ "GET / HTTP/1.1 \r\n", HTTP_BAD },
	{ " GET / HTTP/1.1\r\n", HTTP_BAD },
	{ "GET\t/\tHTTP/1.1\r\n", HTTP_BAD },
	{ "GET /\r\n", HTTP_BAD },
	{ "GET / http/1.1\r\n", HTTP_BAD },
	{ "GET / HTTP/1.1x\r\n", HTTP_BAD },
	{ "GET / HTTP/11\r\n", HTTP_BAD },
	{ "GET x HTTP/1.1\r\n", HTTP_BAD },
	{ "GET ../x HTTP/1.1\r\n", HTTP_BAD },
	{ "GET /a#b HTTP/1.1\r\n", HTTP_BAD },
	{ "GET /\x80 HTTP/1.1\r\n", HTTP_BAD },
	{ "G(T / HTTP/1.1\r\n", HTTP_BAD },
	{ "CONNECT chat.test:443 HTTP/1.1\r\n", HTTP_BAD },
	{ "GET http:///x HTTP/1.1\r\nHost: x\r\n\r\n", HTTP_BAD },
	{ "GET http://u@x/ HTTP/1.1\r\nHost: x\r\n\r\n", HTTP_BAD },
	{ "GET / HTTP/1.1\rHost: x\r\n\r\n", HTTP_BAD },
	{ "\r\n\r\nGET / HTTP/1.1\r\n", HTTP_BAD },
	{ "GET / HTTP/2.0\r\n", HTTP_UNKNOWN_VERSION },
	{ "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", HTTP_UNKNOWN_VERSION },
	/* WEB_HOST */
	{ "GET / HTTP/1.1\r\n\r\n", HTTP_BAD },
	{ A "Host: x\r\n\r\n", HTTP_BAD },
	{ A "host: y\r\n\r\n", HTTP_BAD },
	{ "GET / HTTP/1.1\r\nHost:\r\n\r\n", HTTP_BAD },
	{ "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", HTTP_BAD },
	{ "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", HTTP_BAD },
	{ "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", HTTP_BAD },
	{ "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n", HTTP_BAD },
	{ "GET / HTTP/1.1\r\nHost: a:123456\r\n\r\n", HTTP_BAD },
	{ "GET / HTTP/1.1\r\nHost: \"><i>\r\n\r\n", HTTP_BAD },
	/* WEB_TWO_LENGTHS */
	{ A "Content-Length: 1\r\nContent-Length: 1\r\n\r\n", HTTP_BAD },
	{ A "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", HTTP_BAD },
	{ A "Content-Length: 1, 1\r\n\r\n", HTTP_BAD },
	{ A "Content-Length: +1\r\n\r\n", HTTP_BAD },
	{ A "Content-Length: -1\r\n\r\n", HTTP_BAD },
	{ A "Content-Length: 0x1\r\n\r\n", HTTP_BAD },
	{ A "Content-Length: 1 1\r\n\r\n", HTTP_BAD },
	{ A "Content-Length:\r\n\r\n", HTTP_BAD },
	{ A "Content-Length: 99999999999999999999\r\n\r\n", HTTP_BAD },
	/* WEB_LENGTH_AND_CHUNKED */
	{ A "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", HTTP_BAD },
	{ A "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n", HTTP_BAD },
	{ A "Transfer-Encoding: gzip, chunked\r\nContent-Length: 1\r\n\r\n", HTTP_BAD },
	{ "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", HTTP_BAD },
	{ A "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", HTTP_BAD },
	{ A "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n", HTTP_BAD },
	{ A "Transfer-Encoding: xchunked\r\n\r\n", HTTP_BAD },
	{ A "Transfer-Encoding: chunked, identity\r\n\r\n", HTTP_BAD },
	{ A "Transfer-Encoding:\x0b"
	    "chunked\r\n\r\n",
	    HTTP_BAD },
	{ A "Transfer-Encoding : chunked\r\n\r\n", HTTP_BAD },
	{ A "Transfer-Encoding:\r\n\r\n", HTTP_BAD },
	{ A "Transfer-Encoding: gzip, chunked\r\n\r\n", HTTP_UNKNOWN_CODING },
	/* WEB_FOLD and other shapes of fields */
	{ A "X: a\r\n b\r\n\r\n", HTTP_BAD },
	{ A "X: a\r\n\tContent-Length: 5\r\n\r\n", HTTP_BAD },
	{ "GET / HTTP/1.1\r\n Host: x\r\n\r\n", HTTP_BAD },
	{ A "X : a\r\n\r\n", HTTP_BAD },
	{ A ": a\r\n\r\n", HTTP_BAD },
	{ A "no colon\r\n\r\n", HTTP_BAD },
	{ A "X: a\nY: b\r\n\r\n", HTTP_BAD },
	{ A "X: a\rY: b\r\n\r\n", HTTP_BAD },
	{ A "X: a\x7f\r\n\r\n", HTTP_BAD },
	{ A "X\xc3\xa4: a\r\n\r\n", HTTP_BAD },
	{ A "\n", HTTP_BAD },
	{ A "Expect: tea\r\n\r\n", HTTP_EXPECTATION },
};

START_TEST(refuses)
{
	ck_assert_int_eq(head(wrong[_i].text), wrong[_i].says);
}
END_TEST

START_TEST(refuses_nul)
{
	static const char field[] = A "X: a\0b\r\n\r\n", name[] = A "X\0Y: a\r\n\r\n",
			  line[] = "GET /\0 HTTP/1.1\r\n\r\n";

	ck_assert_int_eq(http_head_read(SPAN(field), &h), HTTP_BAD);
	ck_assert_int_eq(http_head_read(SPAN(name), &h), HTTP_BAD);
	ck_assert_int_eq(http_head_read(SPAN(line), &h), HTTP_BAD);
}
END_TEST

/* Octet by octet: MORE until it is whole, then the same answer. */
START_TEST(in_pieces)
{
	static const char text[] = A "Content-Length: 3\r\n\r\n";

	for (size_t n = 0; n < sizeof(text) - 1; n++)
		ck_assert_int_eq(http_head_read(SPAN_OF(text, n), &h), HTTP_MORE);
	ck_assert_int_eq(http_head_read(SPAN(text), &h), HTTP_DONE);
}
END_TEST

/* unit repeated behind start, n octets in all; nothing ends it */
static enum http_read
huge(const char *start, const char *unit, size_t n)
{
	char *text = malloc(n + strlen(unit));
	size_t at = strlen(start);

	memcpy(text, start, at);
	for (; at < n; at += strlen(unit))
		memcpy(text + at, unit, strlen(unit));
	enum http_read got = http_head_read(SPAN_OF(text, n), &h);
	free(text);
	return got;
}

START_TEST(bounded)
{
	ck_assert_int_eq(huge("GET /", "a", HTTP_LINE_MAX - 1), HTTP_MORE);
	ck_assert_int_eq(huge("GET /", "a", HTTP_LINE_MAX), HTTP_URI_TOO_LONG);
	ck_assert_int_eq(huge("GET /", "a", 1 << 20), HTTP_URI_TOO_LONG);
	ck_assert_int_eq(huge(A "X: ", "a", HTTP_HEAD_MAX - 1), HTTP_MORE);
	ck_assert_int_eq(huge(A "X: ", "a", HTTP_HEAD_MAX), HTTP_HEAD_TOO_LARGE);
	ck_assert_int_eq(huge(A, "X: a\r\n", 1000), HTTP_HEAD_TOO_LARGE);
	ck_assert_int_eq(huge(A,
			     "X: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
			     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
			     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
			     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n",
			     1 << 20),
	    HTTP_HEAD_TOO_LARGE);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("http_head");
	TCase *tc = tcase_create("http_head");
	SRunner *runner = srunner_create(suite);

	tcase_add_test(tc, reads);
	tcase_add_test(tc, absolute);
	tcase_add_test(tc, lasting);
	tcase_add_test(tc, framing);
	tcase_add_loop_test(tc, refuses, 0, (int)(sizeof(wrong) / sizeof(wrong[0])));
	tcase_add_test(tc, refuses_nul);
	tcase_add_test(tc, in_pieces);
	tcase_add_test(tc, bounded);
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
