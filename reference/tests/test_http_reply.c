/* Heads of answers. */
#include "reference/core/http_reply.h"

#include <check.h>
#include <time.h>

static uint8_t octets[4096];
static struct buf b;

START_TEST(whole)
{
	struct http_reply r = { .status = 405,
		.type = SPAN("text/plain"),
		.length = 12,
		.allow = SPAN("GET"),
		.more = SPAN("A: b\r\n"),
		.close = true,
		.now = 784111777 };

	buf_init(&b, octets, sizeof(octets));
	http_reply_head(&b, &r);
	ck_assert(span_eq(buf_span(&b),
	    SPAN("HTTP/1.1 405 Method Not Allowed\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
		 "Content-Type: text/plain\r\nContent-Length: 12\r\nAllow: GET\r\nA: b\r\n"
		 "Connection: close\r\n\r\n")));
}
END_TEST

START_TEST(interim)
{
	struct http_reply r = { .status = 100 };

	buf_init(&b, octets, sizeof(octets));
	http_reply_head(&b, &r);
	ck_assert(span_eq(buf_span(&b), SPAN("HTTP/1.1 100 Continue\r\n\r\n")));
	buf_init(&b, octets, 10);
	http_reply_head(&b, &r);
	ck_assert(b.full);
}
END_TEST

/* Every day of four hundred years, against the C library. */
START_TEST(dates)
{
	for (int64_t t = 0; t < INT64_C(400) * 366 * 86400; t += 86399) {
		char text[64];
		struct tm tm;
		time_t when = (time_t)t;
		ck_assert_ptr_ne(gmtime_r(&when, &tm), NULL);
		ck_assert_uint_gt(
		    strftime(text, sizeof(text), "%a, %d %b %Y %H:%M:%S GMT", &tm), 0);
		buf_init(&b, octets, sizeof(octets));
		http_date(&b, t);
		ck_assert_msg(span_eq(buf_span(&b), span_str(text)), "%s", text);
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("http_reply");
	TCase *tc = tcase_create("http_reply");
	SRunner *runner = srunner_create(suite);

	tcase_add_test(tc, whole);
	tcase_add_test(tc, interim);
	tcase_add_test(tc, dates);
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
