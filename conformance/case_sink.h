/* Position S: the servers that the relay's outgoing mail leads to.  Part of case.h; a case needs
 * NEED_SINK.
 *
 * A sink listens on an address of its own in 127.0.0.0/8, on the port on which the relay delivers.
 * It is an ordinary server that takes mail, whenever the case waits for anything (a reply, an
 * arrival, another sink); or it is scripted: then its connections wait until the case takes them and
 * speaks line by line.  Everything ends with the attempt. */
#ifndef CONFORMANCE_CASE_SINK_H
#define CONFORMANCE_CASE_SINK_H

#include "base/cdefs.h"
#include "base/span.h"

struct run;
struct sink;
struct sinkc;

enum sink_certificate {
	SINK_GOOD, /* for its name, from the CA that the relay trusts */
	SINK_SELF_SIGNED,
	SINK_EXPIRED,
	SINK_OTHER_NAME, /* good for "elsewhere.test" only */
	SINK_FOR         /* good for `names` only */
};
struct sink_how {
	enum sink_certificate certificate;
	const char *names; /* of the certificate, absolute, separated by one space */
	int min, max;      /* TLS versions, e.g. TLS1_1_VERSION; 0: 1.2 and 1.3 */
	bool no_starttls;  /* neither offered nor taken */
	bool scripted;
	bool dead;          /* has an address, nothing listens there */
	bool unpublished;   /* no A record is set */
	const char *offers; /* EHLO keywords inside TLS, separated by '|'; NULL:
			       "PIPELINING|SIZE 31457280|8BITMIME|ENHANCEDSTATUSCODES|SMTPUTF8" */
};

/* Opens and sets the A record of this name (as in peer_name(): "mx1"). */
struct sink *sink_open(struct run *r, const char *name, struct sink_how how);
/* "mx1", good, and the attempt's domain has it as its MX. */
struct sink *sink_mx(struct run *r);
const char *sink_name(const struct sink *s);    /* "mx1.<token>.peer.test" */
const char *sink_address(const struct sink *s); /* "127.9.8.7" */
/* TLSA 3 1 1 at _25._tcp and at _<its port>._tcp of its name: of its key, or of another. */
void sink_tlsa(struct sink *s, bool right);

/* account(r, 0) logs in on 465 and sends encrypted mail of real clients, To the first of these
 * addresses (separated by one space): need; what it sent. */
struct span need_sent(struct run *r, const char *to);
/* The same with this message. */
void need_sent_text(struct run *r, const char *to, struct span message);

/* ---- The ordinary server -------------------------------------------------------------------- */

/* Commands that begin with `prefix` (any case) get this reply (code and text; lines separated by LF)
 * instead, the first `times` of them, 0: all.  "" is the greeting, "." the end of DATA, "STARTTLS",
 * "EHLO", "MAIL", "RCPT TO:<bob"; "close" as reply hangs up, "hang" says nothing more.  Rules are
 * tried in the order in which they were given. */
void sink_rule(struct sink *s, const char *prefix, const char *reply, unsigned times);

enum { SINK_RCPTS = 32 };
struct sink_mail {
	struct span octets;             /* unstuffed, without CRLF.CRLF's dot line */
	const char *from;               /* without <> */
	const char *from_parameters;    /* what stands behind: "SIZE=12 BODY=8BITMIME" */
	const char *to[SINK_RCPTS + 1]; /* accepted ones, without <>; NULL behind the last */
	size_t to_n;
	const char *ehlo;    /* its argument inside TLS */
	const char *sni;     /* "" none */
	int tls;             /* TLS1_3_VERSION, ...; 0: in clear */
	const char *client;  /* address */
	unsigned connection; /* 1.. at this sink */
	int64_t at_us;       /* when its end had come, run_now_us() */
};
/* The n-th message (1..) that was taken; waits for it. */
struct sink_mail need_mail_at(struct sink *s, unsigned n);
struct sink_mail expect_mail_at(struct sink *s, unsigned n);
struct sink_mail expect_mail_within(struct sink *s, unsigned n, unsigned seconds);
/* The first that holds this text. */
struct sink_mail expect_mail_with(struct sink *s, const char *text);
/* Waits for the n-th command that begins so (as in rules); and for the end of the n-th connection. */
void need_sink_command(struct sink *s, const char *prefix, unsigned n);
void expect_sink_command(struct sink *s, const char *prefix, unsigned n);
void need_sink_over(struct sink *s, unsigned n);
void expect_sink_over(struct sink *s, unsigned n);
/* So far.  Only behind something that came later does it say that no more will come. */
unsigned sink_mails(struct sink *s);
unsigned sink_commands(struct sink *s, const char *prefix);
unsigned sink_connections(struct sink *s); /* those still waiting included */
void expect_mails_at(struct sink *s, unsigned n);
void expect_no_command(struct sink *s, const char *prefix);
void expect_no_caller(struct sink *s); /* nobody has connected */
/* The first of these at which a message (scripted: a connection) is there; n: none, which is
 * recorded as a disappointment of preparation. */
size_t need_first_at(struct run *r, struct sink *const *s, size_t n);

/* ---- Scripted, line by line ------------------------------------------------------------------ */

/* The next connection that has not been taken; no greeting has been said. */
struct sinkc *need_caller(struct sink *s);
struct sinkc *expect_caller(struct sink *s);
void sinkc_say(struct sinkc *c, const char *fmt, ...) PRINTF_LIKE(2, 3); /* adds CRLF */
void sinkc_raw(struct sinkc *c, struct span octets); /* in clear, or inside TLS, one write */
/* Writes octets again and again until `most` of them are gone or the relay takes no more. */
size_t sinkc_flood(struct sinkc *c, struct span octets, size_t most);
/* Reads one line, which begins so (any case); without its CRLF. */
struct span need_command(struct sinkc *c, const char *prefix);
struct span expect_command(struct sinkc *c, const char *prefix);
/* ... or the end of the connection: true when it is the line. */
bool expect_command_or_end(struct sinkc *c, const char *prefix);
bool sinkc_handshake(struct sinkc *c);     /* the server's half: need; false when it failed */
bool sinkc_handshake_try(struct sinkc *c); /* ... a relay that gives up conforms */
/* Greeting, EHLO, STARTTLS, EHLO: all need; the next line is MAIL.  And up to and with "354". */
void sinkc_ready(struct sinkc *c);
void sinkc_envelope(struct sinkc *c);
struct span sinkc_text(struct sinkc *c); /* behind 354: need; unstuffed */
const char *sinkc_sni(const struct sinkc *c);
int sinkc_tls(const struct sinkc *c);
void sinkc_cut(struct sinkc *c);
/* The relay hangs up or says QUIT; anything else it says is a failure. */
void expect_caller_gone(struct sinkc *c);

#endif
