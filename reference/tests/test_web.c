/* The pages: what they hold, and credentials that nobody can guess. */
#include "reference/shell/web.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const uint16_t ports[SERVICES] = { 465, 587, 993, 143, 443, 80 };
static struct config c;
static struct web *w;

static void
set(const char *key, const char *value)
{
	ck_assert_int_eq(config_set(&c, "test", key, value), 0);
}

static void
set_up(void)
{
	config_init(&c);
	set("mail_domain", "chat.test");
}

static void
tear_down(void)
{
	web_close(w);
	w = NULL;
	config_free(&c);
}

/* The page at path as a string; fails when there is none. */
static const char *
page(const char *path)
{
	static char text[64 * 1024 + 1];
	const struct web_page *p = web_find(w, span_str(path));

	ck_assert_ptr_ne(p, NULL);
	memcpy(text, p->body.p, p->body.n);
	text[p->body.n] = '\0';
	return text;
}

static void
holds(const char *path, const char *word)
{
	ck_assert_msg(strstr(page(path), word) != NULL, "%s lacks %s", path, word);
}

START_TEST(pages)
{
	w = web_open(&c, ports);
	ck_assert_ptr_ne(w, NULL);
	holds("/", "href=\"DCACCOUNT:https://chat.test/new\"");
	holds("/", "<svg ");
	holds("/", "up to 30 MiB");
	holds("/", "60 messages a minute");
	ck_assert_ptr_eq(strstr(page("/"), "<script"), NULL);
	holds("/privacy", "What is kept");
	holds("/robots.txt", "Disallow: /\n");
	ck_assert_str_eq(page("/.well-known/mta-sts.txt"),
	    "version: STSv1\r\nmode: enforce\r\nmx: chat.test\r\nmax_age: 2419200\r\n");
	ck_assert_ptr_eq(web_find(w, SPAN("/autodiscover/autodiscover.xml")), NULL);
	ck_assert_ptr_eq(web_find(w, SPAN("")), NULL);
	ck_assert(span_eq(web_account_link(w), SPAN("dcaccount:https://chat.test/new")));
}
END_TEST

START_TEST(autoconfig)
{
	static const uint16_t some[SERVICES] = { 0, 587, 993, 0, 0, 0 };
	static const char *const order[] = { "<port>993<", "<port>143<", "<port>443<", "<port>465<",
		"<port>587<", "<port>443<" };
	const char *path = "/.well-known/autoconfig/mail/config-v1.1.xml";

	w = web_open(&c, ports);
	const char *at = page(path);
	for (size_t i = 0; i < COUNT_OF(order); i++) {
		at = strstr(at, order[i]);
		ck_assert_msg(at != NULL, "%s is not where it should be", order[i]);
		at++;
	}
	web_close(w);
	w = web_open(&c, some);
	holds(path, "<port>587<");
	ck_assert_ptr_eq(strstr(page(path), "<port>0<"), NULL);
	ck_assert_ptr_eq(strstr(page(path), "<port>443<"), NULL);
}
END_TEST

/* The operator's texts are text, line by line. */
START_TEST(texts)
{
	set("privacy_postal", "A & B\n<b>Street</b>");
	set("imprint", "\"Imprint' Ltd\"");
	w = web_open(&c, ports);
	holds("/privacy", "A &amp; B\n&lt;b&gt;Street&lt;/b&gt;");
	holds("/privacy", "&quot;Imprint&#39; Ltd&quot;");
	holds("/", "/privacy#imprint");
}
END_TEST

START_TEST(too_long)
{
	char *text = malloc(70001);

	memset(text, 'x', 70000);
	text[70000] = '\0';
	set("imprint", text);
	free(text);
	ck_assert_ptr_eq(web_open(&c, ports), NULL);
}
END_TEST

/* Form, rules and chance: every letter of both alphabets turns up. */
START_TEST(credentials)
{
	char text[512], first[512] = "";
	bool letters[256] = { false };
	struct buf b;

	for (int i = 0; i < 1000; i++) {
		buf_init(&b, text, sizeof(text) - 1);
		ck_assert_int_eq(web_new(&c, &b), 0);
		text[b.n] = '\0';
		ck_assert_int_eq(strncmp(text, "{\"email\": \"", 11), 0);
		ck_assert_int_eq(strncmp(text + 20, "@chat.test\", \"password\": \"", 26), 0);
		ck_assert_uint_eq(strspn(text + 11, "abcdefghijklmnopqrstuvwxyz0123456789"), 9);
		ck_assert_uint_eq(strcspn(text + 46, "\""), 22);
		ck_assert_str_eq(text + 68, "\"}\n");
		ck_assert_str_ne(text, first);
		memcpy(first, text, sizeof(text));
		for (int k = 46; k < 68; k++)
			letters[(unsigned char)text[k]] = true;
	}
	size_t n = 0;
	for (int i = 0; i < 256; i++)
		n += letters[i];
	ck_assert_uint_eq(n, 62);
	set("username_max_length", "12");
	set("password_min_length", "30");
	buf_init(&b, text, sizeof(text) - 1);
	ck_assert_int_eq(web_new(&c, &b), 0);
	ck_assert_uint_eq(strcspn(text + 11, "@"), 12);
	ck_assert_uint_eq(strcspn(text + 49, "\""), 33);
	buf_init(&b, text, 20);
	ck_assert_int_eq(web_new(&c, &b), -1);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("web");
	TCase *tc = tcase_create("web");
	SRunner *runner = srunner_create(suite);

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, pages);
	tcase_add_test(tc, autoconfig);
	tcase_add_test(tc, texts);
	tcase_add_test(tc, too_long);
	tcase_add_test(tc, credentials);
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
