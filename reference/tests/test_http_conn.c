/* HTTP on real connections: the web of a demo relay in a process of its own, the
 * test is the client. */
#include "reference/shell/conn_host.h"
#include "reference/shell/front.h"
#include "reference/shell/web.h"

#include <arpa/inet.h>
#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CLEAR, TLS };

/* ---- the server ----------------------------------------------------------- */

static const struct conn_kind kinds[2] = { { SERVICE_HTTP, &protocol_http, false, NULL },
	{ SERVICE_HTTPS, &protocol_http, true, NULL } };
static uv_tcp_t listeners[2];
static struct conn_host host;

static void
on_connection(uv_stream_t *stream, int status)
{
	if (status == 0)
		conn_accept(&host, stream, &kinds[(uv_tcp_t *)stream - listeners]);
}

static int
serve(const int fds[2])
{
	static const uint16_t ports[SERVICES] = { 465, 587, 993, 143, 443, 80 };
	static struct config config;
	static struct front front;
	static uv_loop_t loop;

	config_init(&config);
	config.demo = true;
	if (config_set(&config, "test", "mail_domain", "chat.test") == -1)
		return 1;
	SSL_CTX *ctx = tls_open(&config);
	front.config = &config;
	front.web = web_open(&config, ports);
	if (ctx == NULL || front.web == NULL || uv_loop_init(&loop) != 0 ||
	    conn_host_open(&host, &loop, ctx, &front, 100) == -1)
		return 1;
	for (int i = 0; i < 2; i++) {
		uv_tcp_init(&loop, &listeners[i]);
		uv_tcp_open(&listeners[i], fds[i]);
		uv_listen((uv_stream_t *)&listeners[i], 16, on_connection);
	}
	return uv_run(&loop, UV_RUN_DEFAULT); /* until it is killed */
}

/* ---- the client ----------------------------------------------------------- */

static struct sockaddr_in where[2];
static pid_t server;
static SSL_CTX *ctx;
static char seen[1 << 20];

static void
set_up(void)
{
	socklen_t n = sizeof(where[0]);
	int fds[2];

	for (int i = 0; i < 2; i++) {
		where[i] = (struct sockaddr_in){ .sin_family = AF_INET,
			.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
		fds[i] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		ck_assert_int_eq(bind(fds[i], (struct sockaddr *)&where[i], n), 0);
		ck_assert_int_eq(listen(fds[i], 16), 0);
		ck_assert_int_eq(getsockname(fds[i], (struct sockaddr *)&where[i], &n), 0);
	}
	signal(SIGPIPE, SIG_IGN);
	server = fork();
	if (server == 0)
		_exit(serve(fds));
	close(fds[0]);
	close(fds[1]);
	ctx = SSL_CTX_new(TLS_client_method());
}

static void
tear_down(void)
{
	int status;

	ck_assert_int_eq(waitpid(server, &status, WNOHANG), 0); /* it has not crashed */
	kill(server, SIGKILL);
	ck_assert_int_eq(waitpid(server, &status, 0), server);
	SSL_CTX_free(ctx);
}

/* Sends text in pieces of at most step octets and reads until the server closes
 * or has said end. */
static const char *
talk(int way, struct span text, size_t step, const char *end)
{
	struct timeval patience = { .tv_sec = 15 };
	int sock = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	SSL *ssl = SSL_new(ctx);
	size_t n = 0;
	int got = 1;

	setsockopt(sock, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	ck_assert_int_eq(connect(sock, (struct sockaddr *)&where[way], sizeof(where[way])), 0);
	SSL_set_fd(ssl, sock);
	if (way == TLS)
		ck_assert_int_eq(SSL_connect(ssl), 1);
	for (size_t at = 0; at < text.n; at += step) {
		struct span piece = span_sub(text, at, step);
		if (way == TLS)
			SSL_write(ssl, piece.p, (int)piece.n);
		else
			send(sock, piece.p, piece.n, MSG_NOSIGNAL);
	}
	seen[0] = '\0';
	while (got > 0 && n + 1 < sizeof(seen) && (end == NULL || strstr(seen, end) == NULL)) {
		int room = (int)(sizeof(seen) - 1 - n);
		got = way == TLS ? SSL_read(ssl, seen + n, room)
				 : (int)recv(sock, seen + n, (size_t)room, 0);
		n += got > 0 ? (size_t)got : 0;
		seen[n] = '\0';
	}
	SSL_free(ssl);
	close(sock);
	return seen;
}

static void
expect(int way, const char *text, const char *starts, const char *holds)
{
	for (size_t step = 1; step < 1000; step *= 7) {
		const char *got = talk(way, span_str(text), step, NULL);
		ck_assert_msg(strncmp(got, starts, strlen(starts)) == 0, "%s", got);
		ck_assert_msg(strstr(got, holds) != NULL, "%s", got);
	}
}

static int
count(const char *in, const char *word)
{
	int n = 0;

	for (in = strstr(in, word); in != NULL; in = strstr(in + 1, word))
		n++;
	return n;
}

#define HOST "Host: chat.test\r\n"
#define LAST "Connection: close\r\n\r\n"

/* One message by HTTPS. */
#define TO "X-Mail-To: abcdefghi@chat.test\r\n"
#define MAIL(fields, body)                                                                         \
	"POST /mxdeliv HTTP/1.1\r\n" HOST fields "Transfer-Encoding: chunked\r\n" LAST body        \
	"0\r\n\r\n"
#define X "1\r\nx\r\n"

static const struct {
	int way;
	const char *text, *starts, *holds;
} asked[] = {
	{ TLS, "GET / HTTP/1.1\r\n" HOST LAST, "HTTP/1.1 200 OK\r\n",
	    "DCACCOUNT:https://chat.test/new" },
	{ TLS, "GET / HTTP/1.0\r\n\r\n", "HTTP/1.1 200 OK\r\n", "\r\nConnection: close\r\n" },
	{ TLS, "GET /privacy?x HTTP/1.1\r\n" HOST LAST, "HTTP/1.1 200 OK\r\n", "What is not kept" },
	{ TLS, "GET /no HTTP/1.1\r\n" HOST LAST, "HTTP/1.1 404 ", "There is no such page" },
	{ TLS, "GET /../robots.txt HTTP/1.1\r\n" HOST LAST, "HTTP/1.1 404 ", "" },
	{ TLS, "OPTIONS * HTTP/1.1\r\n" HOST LAST, "HTTP/1.1 404 ", "" },
	{ TLS, "PUT / HTTP/1.1\r\n" HOST LAST, "HTTP/1.1 405 ", "\r\nAllow: GET, HEAD\r\n" },
	{ TLS, "get / HTTP/1.1\r\n" HOST LAST, "HTTP/1.1 405 ", "" },
	{ TLS, "PUT /new HTTP/1.1\r\n" HOST LAST, "HTTP/1.1 405 ",
	    "\r\nAllow: GET, HEAD, POST\r\n" },
	{ TLS, "GET /new HTTP/1.1\r\n" HOST LAST, "HTTP/1.1 301 ",
	    "Location: dcaccount:https://chat.test/new\r\n" },
	{ TLS, "POST /new HTTP/1.1\r\n" HOST LAST, "HTTP/1.1 200 ", "{\"email\": \"" },
	{ TLS, "POST /new HTTP/1.1\r\n" HOST "Content-Length: 3\r\n" LAST "abc", "HTTP/1.1 200 ",
	    "no-store" },
	{ TLS,
	    "POST /new HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n" LAST
	    "1\r\na\r\n0\r\n\r\n",
	    "HTTP/1.1 200 ", "no-store" },
	{ TLS,
	    "POST /new HTTP/1.1\r\n" HOST "Expect: 100-continue\r\nContent-Length: 1\r\n" LAST "a",
	    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 ", "" },
	{ TLS, "POST /new HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n" LAST "x\r\n",
	    "HTTP/1.1 400 ", "\r\nConnection: close\r\n" },
	{ TLS, "POST /new HTTP/1.1\r\n" HOST "Content-Length: 99999999\r\n\r\n", "HTTP/1.1 413 ",
	    "\r\nConnection: close\r\n" },
	{ TLS, "GET / HTTP/1.1\r\nHost: WWW.chat.test\r\n" LAST, "HTTP/1.1 301 ",
	    "Location: https://chat.test/\r\n" },
	{ TLS, "GET /x?y HTTP/1.1\r\nHost: www.chat.test:444\r\n" LAST, "HTTP/1.1 301 ",
	    "Location: https://chat.test/x?y\r\n" },
	{ TLS, "GET /relay HTTP/1.1\r\n" HOST LAST, "HTTP/1.1 404 ", "" },
	{ TLS, "nonsense\r\n", "HTTP/1.1 400 ", "400 Bad Request\n" },
	{ TLS, "GET / HTTP/3.0\r\n", "HTTP/1.1 505 ", "" },
	{ TLS, "GET /mxdeliv HTTP/1.1\r\n" HOST LAST, "HTTP/1.1 405 ", "\r\nAllow: POST\r\n" },
	{ TLS, "GET /mxdeliv/ HTTP/1.1\r\n" HOST LAST, "HTTP/1.1 404 ", "" },
	{ TLS, MAIL("", X), "HTTP/1.1 400 ", "\r\n\r\n554 5.5.1 " },
	{ TLS, MAIL("X-Mail-To: a@other.test\r\n", X), "HTTP/1.1 400 ", "\r\n\r\n554 5.7.1 " },
	{ TLS, MAIL(TO "X-Mail-To: a@other.test\r\n", X), "HTTP/1.1 400 ", "554 5.7.1 " },
	{ TLS, MAIL("X-Mail-To: <a@chat.test>\r\n", X), "HTTP/1.1 400 ", "501 5.1.7 " },
	{ TLS, MAIL("X-Mail-To: a@chat.test,b@chat.test\r\n", X), "HTTP/1.1 400 ", "501 " },
	{ TLS, MAIL("X-Mail-To: a@chat.test> SIZE=1\r\n", X), "HTTP/1.1 400 ", "501 " },
	{ TLS, MAIL(TO "X-Mail-From: a b@peer.test\r\n", X), "HTTP/1.1 400 ", "501 5.1.7 " },
	{ TLS, MAIL(TO "X-Mail-From: a@b\r\nX-Mail-From: a@b\r\n", X), "HTTP/1.1 400 ", "501 " },
	{ TLS, MAIL(TO "X-Mail-From: a@peer.test\r\n", X), "HTTP/1.1 400 ", "523 5.7.1 " },
	{ TLS, MAIL(TO "X-Mail-From:\r\n", X), "HTTP/1.1 400 ", "523 5.7.1 " },
	{ TLS, MAIL(TO, "4\r\nA:\n\n\r\n"), "HTTP/1.1 400 ", "554 5.6.0 Bare" },
	{ TLS, "POST /mxdeliv HTTP/1.1\r\n" HOST TO LAST, "HTTP/1.1 400 ", "523 5.7.1 " },
	{ TLS, "POST /mxdeliv HTTP/1.1\r\n" HOST TO "Content-Length: 31457281\r\n\r\n",
	    "HTTP/1.1 413 ", "552 5.3.4 " },
	{ TLS, "POST /mxdeliv HTTP/1.1\r\n" HOST TO "Transfer-Encoding: chunked\r\n\r\nFFFFFFF\r\n",
	    "HTTP/1.1 413 ", "552 5.3.4 " },
	{ CLEAR, "POST /mxdeliv HTTP/1.1\r\n" HOST TO LAST, "HTTP/1.1 301 ",
	    "Location: https://chat.test/mxdeliv\r\n" },
	{ CLEAR, "GET /x?y=z HTTP/1.1\r\nHost: any\r\n" LAST, "HTTP/1.1 301 ",
	    "Location: https://chat.test/x?y=z\r\n" },
	{ CLEAR, "POST /new HTTP/1.1\r\n" HOST LAST, "HTTP/1.1 301 ",
	    "Location: https://chat.test/new\r\n" },
	{ CLEAR, "OPTIONS * HTTP/1.1\r\n" HOST LAST, "HTTP/1.1 301 ",
	    "Location: https://chat.test/\r\n" },
	{ CLEAR, "\x16\x03\x01\x02\x01\r\n", "HTTP/1.1 400 ", "" },
};

START_TEST(answers)
{
	expect(asked[_i].way, asked[_i].text, asked[_i].starts, asked[_i].holds);
	if (asked[_i].way == TLS)
		ck_assert_ptr_ne(strstr(seen, "nosniff"), NULL);
	ck_assert_ptr_eq(strstr(seen, "Server:"), NULL);
}
END_TEST

/* HEAD has the length of GET, and no body that would put the next answer out of step. */
START_TEST(head)
{
	char length[64];

	talk(TLS, span_str("GET / HTTP/1.1\r\n" HOST LAST), 1000, NULL);
	const char *at = strstr(seen, "Content-Length: ");
	ck_assert_ptr_ne(at, NULL);
	snprintf(length, sizeof(length), "%.*s", (int)strcspn(at, "\r"), at);
	talk(TLS, span_str("HEAD / HTTP/1.1\r\n" HOST "\r\nHEAD /new HTTP/1.1\r\n" HOST LAST), 1000,
	    NULL);
	ck_assert_ptr_ne(strstr(seen, length), NULL);
	ck_assert_int_eq(count(seen, "\r\n\r\n"), 2);
	ck_assert_ptr_ne(strstr(seen, "\r\n\r\nHTTP/1.1 301 "), NULL);
}
END_TEST

/* What hides behind a request that is refused is never answered. */
START_TEST(smuggling)
{
	static const char *const first[] = { "Content-Length: 0\r\nContent-Length: 34\r\n\r\n",
		"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		"Transfer-Encoding: chunked\r\n\r\n0\n\r\n",
		"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", "X: a\r\n\tb: c\r\n\r\n" };

	for (size_t i = 0; i < COUNT_OF(first); i++) {
		char text[400];
		snprintf(text, sizeof(text), "POST /new HTTP/1.1\r\n" HOST "%s%s", first[i],
		    "GET /robots.txt HTTP/1.1\r\n" HOST LAST);
		talk(TLS, span_str(text), 1000, NULL);
		ck_assert_int_eq(strncmp(seen, "HTTP/1.1 400 ", 13), 0);
		ck_assert_int_eq(count(seen, "HTTP/1.1 "), 1);
		ck_assert_ptr_eq(strstr(seen, "User-agent"), NULL);
	}
}
END_TEST

/* Many at once: one answer for each, in order, and an end to it. */
START_TEST(pipelined)
{
	static const char one[] = "GET /robots.txt HTTP/1.1\r\n" HOST "\r\n";
	static char text[1100 * sizeof(one)];

	for (size_t i = 0; i < 1100; i++)
		memcpy(text + i * (sizeof(one) - 1), one, sizeof(one) - 1);
	talk(TLS, SPAN_OF(text, 1100 * (sizeof(one) - 1)), 16000, NULL);
	ck_assert_int_eq(count(seen, "HTTP/1.1 200 OK"), 1000);
	ck_assert_int_eq(count(seen, "Connection: close"), 1);
}
END_TEST

/* Not the end of the connection, but the next answer, is what is waited for. */
START_TEST(kept_alive)
{
	talk(TLS,
	    span_str("GET /robots.txt HTTP/1.1\r\n" HOST "\r\nPOST /new HTTP/1.1\r\n" HOST
		     "Content-Length: 2\r\n\r\nab"
		     "GET /qr.svg HTTP/1.1\r\n" HOST "\r\n"),
	    5, "</svg>");
	ck_assert_int_eq(count(seen, "HTTP/1.1 200 OK"), 3);
	ck_assert(strstr(seen, "User-agent") < strstr(seen, "password"));
	ck_assert(strstr(seen, "password") < strstr(seen, "<svg"));
}
END_TEST

/* Many chunks, an answer, and then the next request. */
START_TEST(mail)
{
	static char text[100000];
	int n = snprintf(text, sizeof(text),
	    "POST /mxdeliv HTTP/1.1\r\n" HOST TO "Transfer-Encoding: chunked\r\n\r\n");

	for (int i = 0; i < 4000; i++)
		n += snprintf(text + n, sizeof(text) - (size_t)n, "C\r\n0123456789\r\n\r\n");
	n += snprintf(
	    text + n, sizeof(text) - (size_t)n, "0\r\n\r\nGET /robots.txt HTTP/1.1\r\n" HOST LAST);
	talk(TLS, SPAN_OF(text, (size_t)n), 16000, NULL);
	ck_assert_int_eq(strncmp(seen, "HTTP/1.1 400 ", 13), 0);
	ck_assert_ptr_ne(strstr(seen, "\r\n\r\n523 5.7.1 "), NULL);
	ck_assert_ptr_ne(strstr(seen, "User-agent"), NULL);
}
END_TEST

START_TEST(huge)
{
	static char text[200000];

	memset(text, 'a', sizeof(text));
	memcpy(text, "GET /", 5);
	talk(TLS, SPAN_OF(text, sizeof(text)), 16000, NULL);
	ck_assert_int_eq(strncmp(seen, "HTTP/1.1 414 ", 13), 0);
	memcpy(text, "GET / HTTP/1.1\r\nHost: x\r\nX:", 27);
	talk(TLS, SPAN_OF(text, sizeof(text)), 16000, NULL);
	ck_assert_int_eq(strncmp(seen, "HTTP/1.1 431 ", 13), 0);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("http_conn");
	TCase *tc = tcase_create("http_conn");
	SRunner *runner = srunner_create(suite);

	tcase_set_timeout(tc, 60);
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_loop_test(tc, answers, 0, (int)COUNT_OF(asked));
	tcase_add_test(tc, head);
	tcase_add_test(tc, smuggling);
	tcase_add_test(tc, pipelined);
	tcase_add_test(tc, kept_alive);
	tcase_add_test(tc, mail);
	tcase_add_test(tc, huge);
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
