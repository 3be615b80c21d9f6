/* Connections: a real loop and real sockets with a tiny protocol of lines,
 * in a process of its own; the test is the client. */
#include "reference/shell/conn_host.h"

#include <arpa/inet.h>
#include <check.h>
#include <errno.h>
#include <openssl/err.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- the server ----------------------------------------------------------- */

/* Lines: `=TEXT` is echoed; `big N`; `idle MS`; `hold` waits a turn of the
 * loop; `stuck` never resumes; `starttls`; `close`; `become` makes it loud. */
struct lines {
	struct conn *c;
	struct front *front;
	uv_timer_t *timer;
	bool tls;
};

struct front { /* what front.h would tell a real protocol */
	uv_loop_t *loop;
};

static void
say(struct lines *l, const char *text)
{
	conn_write(l->c, span_str(text));
}

static void *
lines_open(struct conn *c, struct front *f, bool tls)
{
	struct lines *l = calloc(1, sizeof(*l));

	*l = (struct lines){ .c = c, .front = f, .tls = tls };
	conn_idle_limit(c, 20000);
	say(l, tls ? "hello tls\n" : "hello clear\n");
	return l;
}

static void
on_timer_closed(uv_handle_t *h)
{
	free(h);
}

static void
on_wake(uv_timer_t *t)
{
	struct lines *l = t->data;

	say(l, "resumed\n");
	conn_resume(l->c);
	l->timer = NULL;
	uv_close((uv_handle_t *)t, on_timer_closed);
}

static void
lines_hold(struct lines *l)
{
	l->timer = malloc(sizeof(*l->timer));
	conn_hold(l->c);
	uv_timer_init(l->front->loop, l->timer);
	l->timer->data = l;
	uv_timer_start(l->timer, on_wake, 50, 0);
}

static void
lines_big(struct lines *l, size_t n)
{
	char octets[1000];

	memset(octets, 'b', sizeof(octets));
	for (; n > 0; n -= n < sizeof(octets) ? n : sizeof(octets))
		conn_write(l->c, SPAN_OF(octets, n < sizeof(octets) ? n : sizeof(octets)));
}

static size_t
loud_input(void *state, struct span in)
{
	struct lines *l = state;

	conn_write(l->c, SPAN("loud "));
	conn_write(l->c, in);
	return in.n;
}

static void lines_gone(void *state);
static const struct protocol loud = { .name = "loud", .input = loud_input, .gone = lines_gone };

static size_t
lines_input(void *state, struct span in)
{
	struct lines *l = state;
	size_t end = span_find(in, 0, '\n');
	char line[256];

	if (end == in.n)
		return 0;
	snprintf(line, sizeof(line), "%.*s", (int)end, (const char *)in.p);
	if (line[0] == '=')
		conn_write(l->c, span_sub(in, 0, end + 1));
	else if (strncmp(line, "big ", 4) == 0)
		lines_big(l, strtoul(line + 4, NULL, 10));
	else if (strncmp(line, "idle ", 5) == 0)
		conn_idle_limit(l->c, strtoul(line + 5, NULL, 10));
	else if (strcmp(line, "hold") == 0)
		lines_hold(l);
	else if (strcmp(line, "stuck") == 0)
		conn_hold(l->c);
	else if (strcmp(line, "close") == 0)
		conn_close(l->c);
	else if (strcmp(line, "become") == 0)
		conn_become(l->c, &loud, l);
	else if (strcmp(line, "starttls") == 0) {
		say(l, "go ahead\n");
		conn_start_tls(l->c);
	}
	return end + 1;
}

static void
lines_tls_on(void *state)
{
	struct lines *l = state;

	l->tls = true;
}

static void
lines_stopping(void *state)
{
	say(state, "bye\n");
}

static void
lines_gone(void *state)
{
	struct lines *l = state;

	if (l->timer != NULL)
		uv_close((uv_handle_t *)l->timer, on_timer_closed);
	free(l);
}

static const struct protocol lines = { .name = "imap",
	.open = lines_open,
	.input = lines_input,
	.tls_on = lines_tls_on,
	.stopping = lines_stopping,
	.gone = lines_gone };
static const struct conn_kind kinds[2] = { { SERVICE_IMAP, &lines, false, NULL },
	{ SERVICE_IMAPS, &lines, true, NULL } };

struct server {
	uv_loop_t loop;
	struct conn_host host;
	uv_tcp_t listeners[2];
	uv_signal_t term;
	struct front front;
};

static void
on_connection(uv_stream_t *stream, int status)
{
	struct server *s = stream->data;

	if (status == 0)
		conn_accept(&s->host, stream, &kinds[(uv_tcp_t *)stream - s->listeners]);
}

static void
on_empty(struct conn_host *h)
{
	uv_stop(h->loop);
}

static void
on_term(uv_signal_t *signal, int number)
{
	struct server *s = signal->data;

	(void)number;
	conn_host_stop(&s->host);
}

static int
serve(const int fds[2], uint64_t shake_ms)
{
	static struct server s;
	struct config config;

	config_init(&config);
	config.demo = true;
	if (config_set(&config, "test", "mail_domain", "chat.test") == -1)
		return 1;
	SSL_CTX *ctx = tls_open(&config);
	if (ctx == NULL || uv_loop_init(&s.loop) != 0 ||
	    conn_host_open(&s.host, &s.loop, ctx, &s.front, 100) == -1)
		return 1;
	s.front.loop = &s.loop;
	s.host.on_empty = on_empty;
	if (shake_ms > 0)
		s.host.handshake_ms = shake_ms;
	uv_signal_init(&s.loop, &s.term);
	s.term.data = &s;
	uv_signal_start(&s.term, on_term, SIGTERM);
	for (int i = 0; i < 2; i++) {
		uv_tcp_init(&s.loop, &s.listeners[i]);
		s.listeners[i].data = &s;
		uv_tcp_open(&s.listeners[i], fds[i]);
		uv_listen((uv_stream_t *)&s.listeners[i], 16, on_connection);
	}
	uv_run(&s.loop, UV_RUN_DEFAULT);
	return 0;
}

/* ---- the client ----------------------------------------------------------- */

enum { CLEAR, IMPLICIT };

static struct sockaddr_in where[2];
static pid_t server;
static int sock;
static SSL_CTX *ctx;
static SSL *ssl;
static char seen[1 << 16];
static unsigned early_data;
static SSL_SESSION *ticket;

static int
on_ticket(SSL *s, SSL_SESSION *session)
{
	(void)s;
	SSL_SESSION_free(ticket);
	ticket = session;
	early_data += SSL_SESSION_get_max_early_data(session);
	return 1;
}

static uint64_t handshake_ms; /* 0: as it is */

static void
set_up(void)
{
	int fds[2];
	socklen_t n = sizeof(where[0]);

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
		_exit(serve(fds, handshake_ms));
	close(fds[0]);
	close(fds[1]);
	ctx = SSL_CTX_new(TLS_client_method());
	SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
	SSL_CTX_sess_set_new_cb(ctx, on_ticket);
}

static void
hang_up(void)
{
	if (ssl != NULL && SSL_is_init_finished(ssl))
		SSL_shutdown(ssl);
	SSL_free(ssl);
	ssl = NULL;
	close(sock);
}

static void
set_up_hasty(void)
{
	handshake_ms = 500;
	set_up();
}

/* The server must end by itself, and cleanly, when asked to. */
static void
tear_down(void)
{
	int status;

	hang_up();
	kill(server, SIGTERM);
	ck_assert_int_eq(waitpid(server, &status, 0), server);
	ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "the server crashed");
	SSL_SESSION_free(ticket);
	SSL_CTX_free(ctx);
}

static void
dial(int service)
{
	struct timeval patience = { .tv_sec = 15 };

	sock = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	setsockopt(sock, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	ck_assert_int_eq(
	    connect(sock, (struct sockaddr *)&where[service], sizeof(where[service])), 0);
}

static int
shake(void)
{
	ssl = SSL_new(ctx);
	SSL_set_fd(ssl, sock);
	if (ticket != NULL)
		SSL_set_session(ssl, ticket);
	return SSL_connect(ssl);
}

static void
send_text(const char *text)
{
	size_t n = strlen(text);

	if (ssl != NULL)
		ck_assert_int_eq(SSL_write(ssl, text, (int)n), (int)n);
	else
		ck_assert_int_eq((int)send(sock, text, n, MSG_NOSIGNAL), (int)n);
}

/* One read: its octets, or "" at the end. */
static const char *
receive(void)
{
	int n = ssl != NULL ? SSL_read(ssl, seen, sizeof(seen) - 1)
			    : (int)recv(sock, seen, sizeof(seen) - 1, 0);

	if (n < 0 && ssl == NULL)
		ck_abort_msg("nothing came: %s", strerror(errno));
	seen[n > 0 ? n : 0] = '\0';
	return seen;
}

static void
expect(const char *text)
{
	size_t at = 0;

	while (text[at] != '\0') {
		size_t n = strlen(receive());
		ck_assert_msg(n > 0 && strncmp(seen, text + at, n) == 0, "instead of %s: %s",
		    text + at, seen);
		at += n;
	}
}

START_TEST(clear)
{
	dial(CLEAR);
	expect("hello clear\n");
	send_text("=one\n=two\n=three\n");
	ck_assert_str_eq(receive(), "=one\n=two\n=three\n"); /* in one write */
	send_text("=ha");
	send_text("lf\n");
	expect("=half\n");
	send_text("close\n");
	ck_assert_str_eq(receive(), "");
}
END_TEST

/* The successor gets what came with the line that made it, and all that follows. */
START_TEST(becomes)
{
	dial(CLEAR);
	expect("hello clear\n");
	send_text("=one\nbecome\n=two\n");
	expect("=one\nloud =two\n");
	send_text("close");
	expect("loud close");
	hang_up();
	dial(CLEAR);
	expect("hello clear\n");
	send_text("become\n");
	send_text("three");
	expect("loud three");
}
END_TEST

START_TEST(implicit)
{
	dial(IMPLICIT);
	ck_assert_int_eq(shake(), 1);
	ck_assert_str_eq(SSL_get_version(ssl), "TLSv1.3");
	expect("hello tls\n");
	for (const char *p = "=every octet in a record\n"; *p != '\0'; p++)
		ck_assert_int_eq(SSL_write(ssl, p, 1), 1);
	expect("=every octet in a record\n");
	send_text("close\n");
	ck_assert_str_eq(receive(), "");
	ck_assert_int_eq(SSL_get_shutdown(ssl) & SSL_RECEIVED_SHUTDOWN, SSL_RECEIVED_SHUTDOWN);
}
END_TEST

/* TLS_IMAPS_VERSION, TLS_IMAP_VERSION */
START_TEST(old_version)
{
	dial(_i);
	if (_i == CLEAR) {
		expect("hello clear\n");
		send_text("starttls\n");
		expect("go ahead\n");
	}
	SSL_CTX_set_max_proto_version(ctx, TLS1_2_VERSION);
	ck_assert_int_ne(shake(), 1);
	ck_assert_int_eq(ERR_GET_REASON(ERR_peek_error()), SSL_R_TLSV1_ALERT_PROTOCOL_VERSION);
}
END_TEST

/* TLS_NO_EARLY_DATA, TLS_RESUMPTION */
START_TEST(tickets)
{
	for (int i = 0; i < 2; i++) {
		dial(IMPLICIT);
		ck_assert_int_eq(shake(), 1);
		expect("hello tls\n");
		ck_assert_int_eq(SSL_session_reused(ssl), i);
		ck_assert_ptr_nonnull(ticket);
		hang_up();
	}
	ck_assert_uint_eq(early_data, 0);
	dial(IMPLICIT);
}
END_TEST

/* TLS_ALPN_FOREIGN, TLS_NO_ALPN */
START_TEST(alpn)
{
	static const unsigned char ours[] = "\4imap\4smtp", foreign[] = "\10http/1.1";
	const unsigned char *chosen;
	unsigned n;

	dial(IMPLICIT);
	SSL_CTX_set_alpn_protos(ctx, ours, sizeof(ours) - 1);
	ck_assert_int_eq(shake(), 1);
	SSL_get0_alpn_selected(ssl, &chosen, &n);
	ck_assert(span_eq(SPAN_OF(chosen, n), SPAN("imap")));
	hang_up();
	dial(IMPLICIT);
	SSL_CTX_set_alpn_protos(ctx, foreign, sizeof(foreign) - 1);
	ck_assert_int_ne(shake(), 1);
	ck_assert_int_eq(
	    ERR_GET_REASON(ERR_peek_error()), SSL_R_TLSV1_ALERT_NO_APPLICATION_PROTOCOL);
}
END_TEST

/* TLS_IMAP_INJECTION, TLS_SMTP_INJECTION */
START_TEST(injection)
{
	dial(CLEAR);
	expect("hello clear\n");
	send_text("starttls\n=injected\n=inj");
	expect("go ahead\n");
	ck_assert_int_eq(shake(), 1);
	send_text("=clean\n");
	expect("=clean\n");
}
END_TEST

START_TEST(garbage)
{
	dial(IMPLICIT);
	send_text("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
	while (receive()[0] != '\0')
		ck_assert_ptr_null(strstr(seen, "hello"));
	close(sock);
	dial(IMPLICIT);
	ck_assert_int_eq(shake(), 1);
	expect("hello tls\n");
}
END_TEST

START_TEST(held)
{
	dial(CLEAR);
	expect("hello clear\n");
	send_text("=a\nhold\n=b\n");
	expect("=a\nresumed\n=b\n");
}
END_TEST

/* The client ends its side; what it said is answered first. */
START_TEST(half_closed)
{
	dial(CLEAR);
	expect("hello clear\n");
	send_text("hold\n=last\n");
	shutdown(sock, SHUT_WR);
	expect("resumed\n=last\n");
	ck_assert_str_eq(receive(), "");
}
END_TEST

/* More than any socket buffer, to a client that reads late; then the end. */
START_TEST(big)
{
	size_t n = 0;

	dial(_i);
	if (_i == IMPLICIT)
		ck_assert_int_eq(shake(), 1);
	expect(_i == IMPLICIT ? "hello tls\n" : "hello clear\n");
	send_text("big 30000000\n=after\nclose\n");
	while (receive()[0] != '\0')
		n += strlen(seen);
	ck_assert_uint_eq(n, 30000000 + strlen("=after\n"));
}
END_TEST

START_TEST(idle)
{
	dial(CLEAR);
	expect("hello clear\n");
	send_text("idle 200\n");
	ck_assert_str_eq(receive(), "");
	close(sock);
	dial(CLEAR); /* also one that reads nothing at all */
	send_text("big 30000000\nidle 200\n");
	/* tear_down() waits for the server, so for the end of this one too */
}
END_TEST

/* Octets that come slowly do not put the end of a handshake off.  Fed one by
 * one, this record would take longer than the test may. */
START_TEST(slow_handshake)
{
	static const uint8_t record[] = { 22, 3, 1, 0x3f, 0xff, 1, 0, 0x3f, 0xfb, 3, 3 };
	struct pollfd end = { .events = POLLIN };
	size_t sent = 0;

	dial(_i);
	if (_i == CLEAR) {
		expect("hello clear\n");
		send_text("starttls\n");
		expect("go ahead\n");
	}
	end.fd = sock;
	while (poll(&end, 1, 20) == 0) {
		uint8_t next = sent < sizeof(record) ? record[sent] : 0;
		ck_assert_int_eq((int)send(sock, &next, 1, MSG_NOSIGNAL), 1);
		sent++;
	}
	ck_assert_str_eq(receive(), "");
	ck_assert_uint_gt(sent, sizeof(record));
}
END_TEST

/* Stopping waits for who is held, not for who is idle. */
START_TEST(stopping)
{
	dial(CLEAR);
	expect("hello clear\n");
	int other = sock;
	dial(CLEAR);
	expect("hello clear\n");
	send_text("=x\nhold\n");
	expect("=x\n");
	kill(server, SIGTERM);
	expect("resumed\nbye\n");
	ck_assert_str_eq(receive(), "");
	close(sock);
	sock = other;
	expect("bye\n");
	ck_assert_str_eq(receive(), "");
}
END_TEST

/* A peer that dies while it is held is not written to, nor forgotten. */
START_TEST(reset)
{
	struct linger now = { .l_onoff = 1 };

	for (int i = 0; i < 20; i++) {
		dial(CLEAR);
		expect("hello clear\n");
		send_text(i % 2 == 0 ? "hold\n" : "big 1000000\n");
		setsockopt(sock, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
		close(sock);
	}
	dial(CLEAR);
	expect("hello clear\n");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("conn");
	TCase *tc = tcase_create("conn"), *hasty = tcase_create("hasty");
	SRunner *runner = srunner_create(suite);

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, clear);
	tcase_add_test(tc, becomes);
	tcase_add_test(tc, implicit);
	tcase_add_loop_test(tc, old_version, 0, 2);
	tcase_add_test(tc, tickets);
	tcase_add_test(tc, alpn);
	tcase_add_test(tc, injection);
	tcase_add_test(tc, garbage);
	tcase_add_test(tc, held);
	tcase_add_test(tc, half_closed);
	tcase_add_loop_test(tc, big, 0, 2);
	tcase_add_test(tc, idle);
	tcase_add_test(tc, stopping);
	tcase_add_test(tc, reset);
	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(hasty, set_up_hasty, tear_down);
	tcase_set_timeout(hasty, 60);
	tcase_add_loop_test(hasty, slow_handshake, 0, 2);
	suite_add_tcase(suite, hasty);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
