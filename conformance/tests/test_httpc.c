/* HTTP responses, good and bad, and what the judge reads out of pages. */
#include "conformance/tests/fake.h"
#include "conformance/wire/httpc.h"

#include <check.h>
#include <stdlib.h>

/* ---- the pure part --------------------------------------------------------- */

// clang-format off
static const struct head_row {
	const char *head;
	int status; /* 0: it is no head */
} heads[] = {
	{ "HTTP/1.1 200 OK\r\n\r\n", 200 },
	{ "HTTP/1.0 404 \r\nA: b\r\n\r\n", 404 },
	{ "HTTP/1.1 301\r\nLocation: x\r\n\r\n", 301 },
	{ "HTTP/1.1 200 OK\r\nA:\r\nB: \tc \r\n\r\n", 200 },
	{ "HTTP/1.1 20 OK\r\n\r\n", 0 },
	{ "HTTP/1.1 600 OK\r\n\r\n", 0 },
	{ "HTTP/1.1 2000\r\n\r\n", 0 },
	{ "HTTP/2.0 200 OK\r\n\r\n", 0 },
	{ "HTTP/1.1200 OK\r\n\r\n", 0 },
	{ "http/1.1 200 OK\r\n\r\n", 0 },
	{ "HTTP/1.1 200 OK\n\r\n", 0 },
	{ "HTTP/1.1 200 OK\r\nA: b\n\r\n", 0 },
	{ "HTTP/1.1 200 OK\r\nA : b\r\n\r\n", 0 },
	{ "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n", 0 },
	{ "HTTP/1.1 200 OK\r\n: b\r\n\r\n", 0 },
	{ "HTTP/1.1 200 OK\r\nAb\r\n\r\n", 0 },
	{ "HTTP/1.1 200 OK\r\nA: \x01\r\n\r\n", 0 },
	{ "HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n", 0 },
	{ "HTTP/1.1 200 OK\r\nA: b\r\n", 0 },
	{ "\r\n\r\n", 0 },
};

static const struct framing_row {
	const char *fields;
	int status;
	bool headless;
	enum httpc_framing framing;
	uint64_t length;
} framings[] = {
	{ "Content-Length: 5\r\n", 200, false, HTTPC_BODY_LENGTH, 5 },
	{ "content-length:  0\r\n", 200, false, HTTPC_BODY_LENGTH, 0 },
	{ "Content-Length: 5\r\n", 200, true, HTTPC_BODY_NONE, 5 },
	{ "Content-Length: 5\r\n", 304, false, HTTPC_BODY_NONE, 5 },
	{ "Transfer-Encoding: Chunked\r\n", 200, false, HTTPC_BODY_CHUNKED, 0 },
	{ "", 200, false, HTTPC_BODY_CLOSE, 0 },
	{ "", 204, false, HTTPC_BODY_NONE, 0 },
	{ "Content-Length: 5\r\nContent-Length: 5\r\n", 200, false, HTTPC_BODY_WRONG, 0 },
	{ "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", 200, true, HTTPC_BODY_WRONG, 0 },
	{ "Content-Length: -5\r\n", 200, false, HTTPC_BODY_WRONG, 0 },
	{ "Content-Length: 5,5\r\n", 200, false, HTTPC_BODY_WRONG, 5 },
	{ "Content-Length: 9999999999999999\r\n", 200, false, HTTPC_BODY_WRONG, 0 },
	{ "Content-Length:\r\n", 200, false, HTTPC_BODY_WRONG, 0 },
	{ "Transfer-Encoding: gzip, chunked\r\n", 200, false, HTTPC_BODY_WRONG, 0 },
};

static const struct chunk_row {
	const char *octets;
	size_t n; /* SIZE_MAX: it is no chunk */
	const char *data;
} chunks[] = {
	{ "5\r\nhello\r\nrest", 10, "hello" },
	{ "a\r\n0123456789\r\n", 15, "0123456789" },
	{ "0\r\n\r\nHTTP", 5, "" },
	{ "0\r\nA: b\r\n\r\n", 11, "" },
	{ "5\r\nhell", 0, "" },
	{ "5", 0, "" },
	{ "0\r\n", 0, "" },
	{ "5\r\nhello!\r\n", SIZE_MAX, "hello" },
	{ "5\nhello\n", SIZE_MAX, "" },
	{ "\r\n", SIZE_MAX, "" },
	{ "g\r\n", SIZE_MAX, "" },
	{ "123456789\r\n", SIZE_MAX, "" },
	{ "5;x=y\r\nhello\r\n", SIZE_MAX, "" },
};
// clang-format on

START_TEST(heads_are_read_strictly)
{
	const struct head_row *row = &heads[_i];
	struct span s = span_str(row->head);
	int status = 0;
	bool good = httpc_head_extent(s) == s.n && httpc_head_parse(s, &status);

	ck_assert_int_eq(good, row->status != 0);
	if (good)
		ck_assert_int_eq(status, row->status);
}
END_TEST

START_TEST(the_end_of_a_body_is_known)
{
	const struct framing_row *row = &framings[_i];
	char head[300];
	uint64_t length = 0;

	snprintf(head, sizeof(head), "HTTP/1.1 200 OK\r\n%s\r\n", row->fields);
	ck_assert_int_eq(
	    httpc_framing(span_str(head), row->status, row->headless, &length), row->framing);
	if (row->framing == HTTPC_BODY_LENGTH)
		ck_assert_uint_eq(length, row->length);
}
END_TEST

START_TEST(chunks_are_read_strictly)
{
	const struct chunk_row *row = &chunks[_i];
	struct span data;

	ck_assert_uint_eq(httpc_chunk(span_str(row->octets), &data), row->n);
	if (row->n > 0 && row->n < SIZE_MAX)
		ck_assert(span_eq(data, span_str(row->data)));
}
END_TEST

/* ---- dialogues ---------------------------------------------------------------- */

static void
play_page(struct run *r)
{
	struct httpc *c = httpc_connect(r, PORT_HTTP);

	httpc_request(c, "GET", "/x");
	expect_status(c, "200");
	expect_true(r, httpc_is(c, "text/html") && httpc_fields(c, "a") == 2, "fields", "others");
	expect_true(r, span_eq(httpc_body(c), SPAN("hello")), "hello", "%.*s", (int)httpc_body(c).n,
	    (const char *)httpc_body(c).p);
}

static void
play_need(struct run *r)
{
	struct httpc *c = httpc_connect(r, PORT_HTTP);

	httpc_request(c, "GET", "/x");
	need_status(c, "200");
}

static void
play_cut(struct run *r)
{
	struct httpc *c = httpc_connect(r, PORT_HTTP);

	httpc_raw(c, SPAN("GET / HTTP/1.1\r\n\r\n"));
	expect_status(c, "400 close");
	expect_no_more(c);
}

static void
play_two(struct run *r)
{
	struct httpc *c = httpc_connect(r, PORT_HTTP);

	httpc_request(c, "HEAD", "/");
	expect_status(c, "2xx");
	httpc_request(c, "GET", "/");
	expect_status(c, "404");
	expect_true(
	    r, httpc_says_close(c) && httpc_field_has(c, "B", "x y"), "what it says", "else");
}

#define ASKED                                                                                      \
	{ 'C', "GET /x HTTP/1.1\r\n" }, { 'C', "Host: chat.test\r\n" },                            \
	{                                                                                          \
		'C', "\r\n"                                                                        \
	}
#define OK "HTTP/1.1 200 OK\r\nA: 1\r\na: 2\r\nContent-Type: Text/HTML; charset=utf-8\r\n"

START_TEST(pages_in_all_framings)
{
	static const struct fake_step length[] = { ASKED,
		{ 'S', OK "Content-Length: 5\r\n\r\nhello" }, { 'W', NULL } };
	static const struct fake_step chunked[] = { ASKED, { 'S', "HTTP/1.1 100 Continue\r\n\r\n" },
		{ 'S', OK "Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n" },
		{ 'S', "3\r\nllo\r\n0\r\n\r\n" }, { 'W', NULL } };
	static const struct fake_step closed[] = { ASKED, { 'S', OK "\r\nhello" }, { 'F', NULL } };

	ck_assert_int_eq(FAKE(length, play_page).kind, OUTCOME_PASS);
	ck_assert_int_eq(FAKE(chunked, play_page).kind, OUTCOME_PASS);
	ck_assert_int_eq(FAKE(closed, play_page).kind, OUTCOME_PASS);
}
END_TEST

START_TEST(what_is_no_response_fails)
{
	static const struct fake_step other[] = { ASKED,
		{ 'S', "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n" }, { 'W', NULL } };
	static const struct fake_step noise[] = { ASKED, { 'S', "* OK\r\n\r\n" }, { 'W', NULL } };
	static const struct fake_step less[] = { ASKED,
		{ 'S', OK "Content-Length: 9\r\n\r\nhello" }, { 'F', NULL } };
	static const struct fake_step silent[] = { ASKED, { 'W', NULL } };
	static const struct fake_step busy[] = { ASKED,
		{ 'S', "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n" }, { 'W', NULL } };

	ck_assert_int_eq(FAKE(other, play_page).kind, OUTCOME_FAIL);
	ck_assert_int_eq(FAKE(noise, play_page).kind, OUTCOME_FAIL);
	ck_assert_int_eq(FAKE(less, play_page).kind, OUTCOME_FAIL);
	ck_assert_int_eq(FAKE(silent, play_page).kind, OUTCOME_FAIL);
	ck_assert_str_eq(FAKE(other, play_need).cause, "setup");
	struct outcome o = FAKE(busy, play_page);
	ck_assert_int_eq(o.kind, OUTCOME_INCONCLUSIVE);
	ck_assert_str_eq(o.cause, "throttled");
}
END_TEST

START_TEST(an_end_is_an_end)
{
	static const struct fake_step closed[] = { { 'C', "GET" }, { 'C', "" }, { 'F', NULL } };
	static const struct fake_step refused[] = { { 'C', "GET" }, { 'C', "" },
		{ 'S', "HTTP/1.1 400 Bad\r\nContent-Length: 2\r\n\r\nno" }, { 'F', NULL } };
	static const struct fake_step again[] = { { 'C', "GET" }, { 'C', "" },
		{ 'S', "HTTP/1.1 400 Bad\r\nContent-Length: 0\r\n\r\n" },
		{ 'S', "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" }, { 'F', NULL } };
	static const struct fake_step open[] = { { 'C', "GET" }, { 'C', "" },
		{ 'S', "HTTP/1.1 400 Bad\r\nContent-Length: 0\r\n\r\n" }, { 'W', NULL } };

	ck_assert_int_eq(FAKE(closed, play_cut).kind, OUTCOME_PASS);
	ck_assert_int_eq(FAKE(refused, play_cut).kind, OUTCOME_PASS);
	ck_assert_int_eq(FAKE(again, play_cut).kind, OUTCOME_FAIL);
	ck_assert_int_eq(FAKE(open, play_cut).kind, OUTCOME_FAIL);
}
END_TEST

#define HEAD_ASKED                                                                                 \
	{ 'C', "HEAD / " }, { 'C', "Host" },                                                       \
	{                                                                                          \
		'C', "\r\n"                                                                        \
	}
#define GET_ASKED                                                                                  \
	{ 'C', "GET / " }, { 'C', "Host" },                                                        \
	{                                                                                          \
		'C', "\r\n"                                                                        \
	}
#define NOT_FOUND                                                                                  \
	"HTTP/1.1 404 No\r\nConnection: Close\r\nB: z; X Y ,w\r\nContent-Length: 0\r\n\r\n"

START_TEST(head_has_no_body)
{
	static const struct fake_step good[] = { HEAD_ASKED,
		{ 'S', "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n" }, GET_ASKED,
		{ 'S', NOT_FOUND }, { 'F', NULL } };
	static const struct fake_step body[] = { HEAD_ASKED,
		{ 'S', "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc" }, GET_ASKED,
		{ 'S', NOT_FOUND }, { 'F', NULL } };

	ck_assert_int_eq(FAKE(good, play_two).kind, OUTCOME_PASS);
	ck_assert_int_eq(FAKE(body, play_two).kind, OUTCOME_FAIL);
}
END_TEST

/* ---- pages ---------------------------------------------------------------------- */

static const struct fake_step idle[] = { { 'W', NULL } };

static struct httpc
page(struct run *r, const char *body)
{
	return (struct httpc){ .run = r,
		.kind = HTTPC_GOT,
		.status = 200,
		.head = SPAN("HTTP/1.1 200 OK\r\n\r\n"),
		.body = span_str(body) };
}

static void
play_json(struct run *r)
{
	struct httpc good =
	    page(r, "{\"email\": \"a@chat.test\", \"password\": \"x\\\"y\", \"z\": 1}");
	struct httpc bad = page(r, "{\"email\": 3, \"password\": [\"x\"]}");
	struct httpc none = page(r, "<html>");

	ck_assert_str_eq(webc_account_of(&good).address, "a@chat.test");
	ck_assert_str_eq(webc_account_of(&good).password, "x\"y");
	ck_assert_str_eq(webc_account_of(&bad).address, "");
	ck_assert_str_eq(webc_account_of(&bad).password, "");
	ck_assert_str_eq(webc_account_of(&none).password, "");
}

static void
play_links(struct run *r)
{
	static const struct {
		const char *link, *target;
	} rows[] = { { "/a", "/a" }, { "a.png", "/a.png" }, { "./a", "/a" }, { "/a#b", "/a" },
		{ "https://chat.test/a?b", "/a?b" }, { "https://CHAT.test", "/" },
		{ "//chat.test/a", "/a" }, { "https://chat.test.evil/a", NULL },
		{ "//other.test/a", NULL }, { "http://chat.test/a", NULL }, { "mailto:x", NULL },
		{ "#top", NULL }, { "", NULL } };

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *got = webc_target(r, span_str(rows[i].link));
		ck_assert_pstr_eq(got, rows[i].target);
	}
	ck_assert(webc_is_invite(r, SPAN("DCACCOUNT:https://chat.test/new")));
	ck_assert(webc_is_invite(r, SPAN(" dcaccount:Chat.Test ")));
	ck_assert(!webc_is_invite(r, SPAN("dcaccount:https://chat.test/")));
	ck_assert(!webc_is_invite(r, SPAN("https://chat.test/new")));
	ck_assert(!webc_is_invite(r, SPAN("")));
}

START_TEST(pages_are_understood)
{
	ck_assert_int_eq(FAKE(idle, play_json).kind, OUTCOME_PASS);
	ck_assert_int_eq(FAKE(idle, play_links).kind, OUTCOME_PASS);
}
END_TEST

START_TEST(html_is_read_as_browsers_do)
{
	struct span html =
	    SPAN("<!doctype html><!-- <a href=\"1\"> --><style>a<b href=\"2\"></style>"
		 "<A  Href = '3>' x><a href=4/5>t</a><p a=\"href='6'\"><a href"
		 "><svg/><img alt src=\"7\"");

	ck_assert(span_eq(webc_find(html, "a", "href", ""), SPAN("3>")));
	ck_assert(span_eq(webc_find(html, "a", "href", "4"), SPAN("4/5")));
	ck_assert(span_eq(webc_find(html, "IMG", "src", ""), SPAN("7")));
	ck_assert_ptr_null(webc_find(html, "a", "href", "1").p);
	ck_assert_ptr_null(webc_find(html, "b", "href", "").p);
	ck_assert_ptr_null(webc_find(html, "p", "href", "").p);
}
END_TEST

#define CONFIG(inner)                                                                              \
	"<?xml version=\"1.0\"?>\n<!-- x -->\n<clientConfig version=\"1.1\"><emailProvider>" inner \
	"</emailProvider></clientConfig>\n"

static void
play_autoconfig(struct run *r)
{
	static const char *const wrong[] = { "", "<html></html>", "<clientConfig version=\"1.1\">",
		"<clientConfig version=\"1.1\"/>x", "<clientConfig version=\"1.0\"></clientConfig>",
		CONFIG("<a></b>"), CONFIG("<a"), CONFIG("</a>") };
	struct httpc c = page(r,
	    CONFIG("<incomingServer type=\"pop3\"><port>993</port></incomingServer>"
		   "<incomingServer type='imap'><hostname> h </hostname><port>993</port>"
		   "<socketType>SSL</socketType></incomingServer>"
		   "<outgoingServer type=\"smtp\"><port>587</port><socketType>STARTTLS</socketType>"
		   "<username>u</username><authentication>z</authentication></outgoingServer>"));

	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		struct httpc w = page(r, wrong[i]);
		ck_assert_ptr_nonnull(webc_autoconfig_fault(&w));
	}
	ck_assert_pstr_eq(webc_autoconfig_fault(&c), NULL);
	struct webc_server imap = webc_server(&c, "imap", 0), smtp = webc_server(&c, "smtp", 0);
	ck_assert(span_eq(imap.host, SPAN("h")) && webc_server_is(r, &imap, PORT_IMAPS));
	ck_assert(!webc_server_is(r, &imap, PORT_IMAP) && !webc_server_is(r, &imap, PORT_HTTPS));
	ck_assert(webc_server_is(r, &smtp, PORT_SUBMISSION) && span_eq(smtp.user, SPAN("u")));
	ck_assert(!webc_server(&c, "imap", 1).there && !webc_server(&c, "smtp", 1).there);
}

START_TEST(autoconfig_is_read)
{
	ck_assert_int_eq(FAKE(idle, play_autoconfig).kind, OUTCOME_PASS);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("httpc");
	TCase *t = tcase_create("responses");

	tcase_set_timeout(t, 60);
	suite_add_tcase(s, t);
	tcase_add_loop_test(t, heads_are_read_strictly, 0, (int)COUNT_OF(heads));
	tcase_add_loop_test(t, the_end_of_a_body_is_known, 0, (int)COUNT_OF(framings));
	tcase_add_loop_test(t, chunks_are_read_strictly, 0, (int)COUNT_OF(chunks));
	tcase_add_test(t, pages_in_all_framings);
	tcase_add_test(t, what_is_no_response_fails);
	tcase_add_test(t, an_end_is_an_end);
	tcase_add_test(t, head_has_no_body);
	tcase_add_test(t, pages_are_understood);
	tcase_add_test(t, html_is_read_as_browsers_do);
	tcase_add_test(t, autoconfig_is_read);
	SRunner *runner = srunner_create(s);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
