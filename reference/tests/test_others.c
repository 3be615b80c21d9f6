/* Settings about other programs, and the files that they name. */
#include "reference/shell/config.h"
#include "reference/shell/meta_files.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct config c;
static char file[] = "/tmp/refrelay-others-XXXXXX";

static void
set_up(void)
{
	config_init(&c);
	ck_assert_int_eq(config_set(&c, "test", "mail_domain", "chat.test"), 0);
}

static void
tear_down(void)
{
	config_free(&c);
}

static void
set(const char *key, const char *value)
{
	ck_assert_int_eq(config_set(&c, "test", key, value), 0);
}

static const struct {
	const char *url;
	int good;
} urls[] = {
	// clang-format off
	{ "https://notifications.example/notify", 0 },
	{ "http://127.0.0.1:8080/notify",         0 },
	{ "http://127.1.2.3/",                    0 },
	{ "http://127.0.0.1",                     0 },
	{ "http://localhost:81/x",                0 },
	{ "http://localhost",                     0 },
	{ "http://[::1]:81/x",                    0 },
	{ "http://notifications.example/notify", -1 },
	{ "http://127.0.0.1.example/",           -1 },
	{ "http://127.example/",                 -1 },
	{ "http://127.0.0.1@example.org/",       -1 },
	{ "http://127.0.0.1:81@example.org/",    -1 },
	{ "http://localhost.example/",           -1 },
	{ "http://localhosts/",                  -1 },
	{ "http://[::1].example/",               -1 },
	{ "http://[::2]/",                       -1 },
	{ "http://example.org/127.0.0.1",        -1 },
	// clang-format on
};

START_TEST(tokens_stay_private)
{
	set("notification_url", urls[_i].url);
	ck_assert_int_eq(config_check_others(&c, "test"), urls[_i].good);
}
END_TEST

static const struct {
	const char *server;
	int good;
} servers[] = {
	// clang-format off
	{ "127.0.0.1",       0 },
	{ "127.0.0.1@5353",  0 },
	{ "::1",             0 },
	{ "::1@53",          0 },
	{ "127.0.0.1:53",   -1 },
	{ "127.0.0.1@",     -1 },
	{ "127.0.0.1@0",    -1 },
	{ "127.0.0.1@70000",-1 },
	{ "dns.example",    -1 },
	{ "[::1]@53",       -1 },
	// clang-format on
};

START_TEST(resolvers)
{
	set("dns_server", servers[_i].server);
	ck_assert_int_eq(config_check_others(&c, "test"), servers[_i].good);
}
END_TEST

START_TEST(federation)
{
	ck_assert_int_eq(config_check_others(&c, "test"), 0);
	set("dkim_ed25519_key", "/key2");
	ck_assert_int_eq(config_check_others(&c, "test"), -1);
	set("dkim_key", "/key1");
	ck_assert_int_eq(config_check_others(&c, "test"), 0);
	set("dkim_ed25519_selector", "opendkim");
	ck_assert_int_eq(config_check_others(&c, "test"), -1);
	set("dkim_ed25519_selector", "a b");
	ck_assert_int_eq(config_check_others(&c, "test"), -1);
	set("dkim_ed25519_selector", "2026.mail");
	ck_assert_int_eq(config_check_others(&c, "test"), 0);
}
END_TEST

START_TEST(turn)
{
	set("turn_host", "turn.chat.test");
	ck_assert_int_eq(config_check_others(&c, "test"), -1); /* no secret */
	set("turn_secret", "north");
	ck_assert_int_eq(config_check_others(&c, "test"), 0);
	set("turn_host", "192.0.2.1");
	ck_assert_int_eq(config_check_others(&c, "test"), 0);
	set("turn_host", "2001:db8::1");
	ck_assert_int_eq(config_check_others(&c, "test"), -1);
	set("turn_host", "turn.chat.test");
	set("turn_secret_file", "/nonexistent/secret");
	ck_assert_int_eq(config_check_others(&c, "test"), -1); /* two secrets */
}
END_TEST

START_TEST(secret_alone)
{
	set("turn_secret", "north");
	ck_assert_int_eq(config_check_others(&c, "test"), -1);
}
END_TEST

static const struct {
	const char *upstream;
	int good;
} upstreams[] = {
	// clang-format off
	{ "127.0.0.1:3340",    0 },
	{ "iroh.example:80",   0 },
	{ "[::1]:65535",       0 },
	{ "127.0.0.1",        -1 },
	{ "127.0.0.1:",       -1 },
	{ "127.0.0.1:0",      -1 },
	{ "127.0.0.1:65536",  -1 },
	{ "127.0.0.1:100000", -1 },
	{ "127.0.0.1:80x",    -1 },
	{ "::1:80",           -1 },
	{ "[::1:80",          -1 },
	{ ":80",              -1 },
	// clang-format on
};

START_TEST(upstream)
{
	set("iroh_upstream", upstreams[_i].upstream);
	ck_assert_int_eq(config_check_others(&c, "test"), upstreams[_i].good);
}
END_TEST

/* Reads `text` as the secret; what meta_files_read() says. */
static int
read_secret(struct meta_files *m, const void *text, size_t n)
{
	strcpy(file + strlen(file) - 6, "XXXXXX");
	int fd = mkstemp(file);

	ck_assert_int_ne(fd, -1);
	ck_assert_int_eq((int)write(fd, text, n), (int)n);
	close(fd);
	set("turn_secret_file", file);
	int got = meta_files_read(m, &c);
	unlink(file);
	return got;
}

START_TEST(files)
{
	static char much[2000];
	struct meta_files m;

	ck_assert_int_eq(read_secret(&m, "  north\r\n", 9), 0);
	ck_assert(span_eq(m.turn_secret, SPAN("north")));
	ck_assert_uint_eq(m.appversions.n, 0);
	meta_files_free(&m);
	ck_assert_uint_eq(m.turn_secret.n, 0);
	ck_assert_int_eq(read_secret(&m, "\n", 1), -1);
	ck_assert_int_eq(read_secret(&m, "", 0), -1);
	ck_assert_int_eq(read_secret(&m, "two\nlines\n", 10), -1);
	ck_assert_int_eq(read_secret(&m, "a\0b", 3), -1);
	memset(much, 'x', sizeof(much));
	ck_assert_int_eq(read_secret(&m, much, sizeof(much)), -1);
	ck_assert_int_eq(read_secret(&m, much, 1024), 0);
	ck_assert_uint_eq(m.turn_secret.n, 1024);
	meta_files_free(&m);
}
END_TEST

START_TEST(missing_file)
{
	struct meta_files m;

	set("appversions", "/nonexistent/appversions.json");
	ck_assert_int_eq(meta_files_read(&m, &c), -1);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("others");
	TCase *t = tcase_create("others");
	SRunner *r = srunner_create(s);

	tcase_add_checked_fixture(t, set_up, tear_down);
	tcase_add_loop_test(t, tokens_stay_private, 0, (int)COUNT_OF(urls));
	tcase_add_loop_test(t, resolvers, 0, COUNT_OF(servers));
	tcase_add_test(t, federation);
	tcase_add_test(t, turn);
	tcase_add_test(t, secret_alone);
	tcase_add_loop_test(t, upstream, 0, (int)COUNT_OF(upstreams));
	tcase_add_test(t, files);
	tcase_add_test(t, missing_file);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
