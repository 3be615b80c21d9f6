/* The stand-in for the notification proxy: what it reads, what it answers, and
 * that a worker hears of it. */
#include "conformance/engine/proxy.h"
#include "conformance/engine/run.h"

#include <arpa/inet.h>
#include <check.h>
#include <netinet/in.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// clang-format off
static const struct {
	const char *octets;
	enum proxy_got got;
	const char *body;
	bool last;
} requests[] = {
	{ "POST /notify HTTP/1.1\r\nHost: p\r\nContent-Length: 5\r\n\r\ntoken", PROXY_WHOLE, "token", false },
	{ "POST /notify HTTP/1.1\r\nContent-Length: 5\r\n\r\ntokenPOST", PROXY_WHOLE, "token", false },
	{ "POST /notify HTTP/1.1\r\nConnection: close\r\ncontent-length: 0\r\n\r\n", PROXY_WHOLE, "", true },
	{ "GET / HTTP/1.1\r\n\r\n", PROXY_WHOLE, "", false },
	{ "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ntok\r\n2\r\nen\r\n0\r\n\r\n", PROXY_WHOLE, "token", false },
	{ "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ntok\r\n", PROXY_MORE, "", false },
	{ "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", PROXY_WRONG, "", false },
	{ "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\ntoke", PROXY_MORE, "", false },
	{ "POST / HTTP/1.1\r\nContent-Length: 5\r\n", PROXY_MORE, "", false },
	{ "POST / HTTP/1.1\r\nContent-Length: 99999\r\n\r\n", PROXY_WRONG, "", false },
	{ "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", PROXY_WRONG, "", false },
	{ "hello\r\n\r\n", PROXY_WRONG, "", false },
	{ "PRI * HTTP/2.0\r\n\r\n", PROXY_WRONG, "", false },
};
// clang-format on

START_TEST(reading)
{
	static struct proxy_request q;
	struct span octets = span_str(requests[_i].octets);

	ck_assert_int_eq(proxy_read(octets, &q), requests[_i].got);
	if (requests[_i].got != PROXY_WHOLE)
		return;
	ck_assert(span_eq(SPAN_OF(q.body, q.body_octets), span_str(requests[_i].body)));
	ck_assert_int_eq(q.last, requests[_i].last);
}
END_TEST

START_TEST(answering)
{
	ck_assert_int_eq(proxy_status(SPAN("relayspec:a-good-x"), true), 200);
	ck_assert_int_eq(proxy_status(SPAN("relayspec:a-gone-x"), false), 410);
	ck_assert_int_eq(proxy_status(SPAN("relayspec:a-busy-x"), true), 503);
	ck_assert_int_eq(proxy_status(SPAN("relayspec:a-busy-x"), false), 200);
	ck_assert_int_eq(proxy_status(SPAN("relayspec:a-hang-x"), false), 0);
	ck_assert_int_eq(proxy_status(SPAN("bygone busyness hangs"), true), 200);
}
END_TEST

/* ---- the process ----------------------------------------------------------------- */

static void
write_certificate(const char *path)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *x = X509_new();
	FILE *f = fopen(path, "w");

	ck_assert(key != NULL && x != NULL && f != NULL);
	X509_set_version(x, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
	X509_gmtime_adj(X509_getm_notBefore(x), 0);
	X509_gmtime_adj(X509_getm_notAfter(x), 3600);
	X509_set_pubkey(x, key);
	ck_assert_int_gt(X509_sign(x, key, EVP_sha256()), 0);
	ck_assert_int_eq(PEM_write_X509(f, x), 1);
	ck_assert_int_eq(PEM_write_PrivateKey(f, key, NULL, NULL, 0, NULL, NULL), 1);
	fclose(f);
	X509_free(x);
	EVP_PKEY_free(key);
}

static struct sockaddr_in
free_port(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	socklen_t n = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&a, n), 0);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&a, &n), 0);
	close(fd);
	return a;
}

static SSL_CTX *client;

static SSL *
connect_to(const struct sockaddr_in *a)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	SSL *ssl = SSL_new(client);

	ck_assert_int_eq(connect(fd, (const struct sockaddr *)a, sizeof(*a)), 0);
	ck_assert_int_eq(SSL_set_fd(ssl, fd), 1);
	ck_assert_int_eq(SSL_connect(ssl), 1);
	return ssl;
}

static void
post(SSL *ssl, const char *body)
{
	char text[300];
	int n = snprintf(text, sizeof(text),
	    "POST /notify HTTP/1.1\r\nContent-Length: %zu\r\n\r\n%s", strlen(body), body);

	ck_assert_int_eq(SSL_write(ssl, text, n), n);
}

static void
expect_code(SSL *ssl, const char *code)
{
	char text[300] = "";
	int n = SSL_read(ssl, text, sizeof(text) - 1);

	ck_assert_int_gt(n, 12);
	ck_assert_msg(strncmp(text + 9, code, 3) == 0, "%s instead of %s", text, code);
}

static void
finish(SSL *ssl)
{
	close(SSL_get_fd(ssl));
	SSL_free(ssl);
}

/* A worker's run: what came is told, what did not come fails it. */
static void
look(const struct proxy *p)
{
	struct target t = { .host = "127.0.0.1", .domain = "chat.test", .proxy = p };
	struct test_case test = { .text = "push", .needs = NEED_PUSH };
	struct attempt_plan plan = {
		.target = &t, .test = &test, .id = "PUSH_TEST", .number = 1, .timeout_scale = 0.05
	};
	struct outcome out;
	struct run r;

	run_init(&r, &plan, &out);
	struct push_seen s = need_push(&r, "-busy-b", 2);
	ck_assert(span_eq(s.body, SPAN("x-busy-b")));
	ck_assert(span_eq(push_field(&s, "content-length"), SPAN("8")));
	ck_assert(span_starts(s.head, SPAN("POST /notify HTTP/1.1\r\n")));
	expect_push(&r, "x-hang-c", 1);
	expect_pushes(&r, "x-gone-a", 1);
	expect_pushes(&r, "unheard", 0);
	ck_assert(run_ok(&r));
	expect_push(&r, "unheard", 1);
	ck_assert(!run_ok(&r));
	ck_assert_int_eq(out.kind, OUTCOME_FAIL);
	run_end(&r);
}

START_TEST(serving)
{
	char pem[] = "/tmp/test_proxy.XXXXXX", listen[40], error[300] = "";
	struct sockaddr_in a = free_port();
	struct proxy p;

	close(mkstemp(pem));
	write_certificate(pem);
	snprintf(listen, sizeof(listen), "127.0.0.1:%u", (unsigned)ntohs(a.sin_port));
	ck_assert_msg(proxy_start(&p, listen, pem, error, sizeof(error)), "%s", error);
	client = SSL_CTX_new(TLS_client_method());
	SSL *one = connect_to(&a), *two = connect_to(&a);
	post(one, "x-gone-a");
	expect_code(one, "410");
	post(two, "x-busy-b");
	expect_code(two, "503");
	post(one, "x-hang-c");
	post(two, "x-busy-b");
	expect_code(two, "200");
	look(&p);
	ck_assert(!proxy_start(&(struct proxy){ 0 }, listen, pem, error, sizeof(error)));
	ck_assert(strstr(error, "--push-listen") != NULL);
	proxy_stop(&p);
	ck_assert_int_eq(p.pid, 0);
	finish(one);
	finish(two);
	SSL_CTX_free(client);
	unlink(pem);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("proxy");
	TCase *c = tcase_create("proxy");
	SRunner *r = srunner_create(s);

	tcase_set_timeout(c, 30);
	tcase_add_loop_test(c, reading, 0, (int)(sizeof(requests) / sizeof(requests[0])));
	tcase_add_test(c, answering);
	tcase_add_test(c, serving);
	suite_add_tcase(s, c);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed > 0;
}
