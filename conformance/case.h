/* The only header that a case includes.
 *
 * A case is one requirement: conformance/cases/<area>/<ID>.c defines one
 * `const struct test_case <ID>`.  It is a straight line.  The first failed
 * expectation is recorded in the run and every later call does nothing, so a
 * case has no error handling.
 *
 * Two kinds of call decide what a disappointment means:
 *   need_*    preparation.  When it fails the requirement was not tested:
 *             INCONCLUSIVE(setup), never FAIL.
 *   expect_*  the requirement itself.  When it fails: FAIL, with what was
 *             expected and what came, reproduced k of k times by the engine.
 *
 * A requirement that wants something refused has a twin: the same dialogue with
 * one difference, which must succeed.  The engine plays it after the case; when
 * the twin fails the verdict is INCONCLUSIVE(twin).  play and twin usually call
 * one helper of the case with the differing octets. */
#ifndef CONFORMANCE_CASE_H
#define CONFORMANCE_CASE_H

#include "base/buf.h"
#include "base/cdefs.h"
#include "base/span.h"

struct run; /* one attempt: target, accounts, arena, transcript, verdict */

/* What a case needs of the target; without it the case is INCONCLUSIVE(unreachable). */
enum need {
	NEED_SUBMISSIONS = 1, /* 465, implicit TLS */
	NEED_SUBMISSION = 2,  /* 587, STARTTLS */
	NEED_IMAPS = 4,       /* 993, implicit TLS */
	NEED_IMAP = 8,        /* 143, STARTTLS */
	NEED_MAIL = NEED_SUBMISSIONS | NEED_IMAPS
};

enum port { PORT_SUBMISSIONS, PORT_SUBMISSION, PORT_IMAPS, PORT_IMAP };

struct test_case {
	const char *text;  /* what is checked, one line, lower case, no full stop */
	unsigned needs;    /* enum need */
	unsigned accounts; /* existing accounts that play() and twin() use: account(r, 0..) */
	unsigned fresh;    /* never used addresses: fresh_account(r, 0..) */
	unsigned mails;    /* messages offered by one play or twin (for pacing) */
	bool alone;        /* runs while no other case does (latency, load) */
	unsigned seconds;  /* deadline of one attempt when above the default of 20 */
	void (*play)(struct run *r);
	void (*twin)(struct run *r); /* NULL for a requirement that wants acceptance */
};

struct account {
	const char *address, *password; /* address: local@domain */
};

const struct account *account(struct run *r, unsigned i);
const struct account *fresh_account(struct run *r, unsigned i);
const char *run_domain(struct run *r);
/* A word unique to this attempt, letters and digits: canaries, Message-IDs. */
const char *run_token(struct run *r);
/* printf into memory that lives as long as the attempt. */
const char *run_text(struct run *r, const char *fmt, ...) PRINTF_LIKE(2, 3);
struct span run_span(struct run *r, const char *fmt, ...) PRINTF_LIKE(2, 3);
bool run_ok(const struct run *r); /* nothing has failed so far */

/* For a judgement no other call makes.  `expected` and `actual` are for people. */
void expect_true(struct run *r, bool ok, const char *expected, const char *actual, ...)
    PRINTF_LIKE(4, 5);
void need_true(struct run *r, bool ok, const char *what);
/* Neither passed nor failed, with a cause code such as "timing". */
void run_inconclusive(struct run *r, const char *cause, const char *why, ...) PRINTF_LIKE(3, 4);
/* The relay declares that it lacks an optional feature. */
void run_not_applicable(struct run *r, const char *why);

/* ---- SMTP: the client half of a submission session ------------------- */

struct smtpc;

struct smtpc *smtpc_connect(struct run *r, enum port p); /* TCP, TLS on 465; reads the 220: need */
struct smtpc *smtpc_ready(struct run *r, enum port p); /* ... EHLO, on 587 STARTTLS + EHLO: need */
struct smtpc *smtpc_login(
    struct run *r, const struct account *a); /* 465, ready, AUTH PLAIN: need */
void smtpc_starttls(struct smtpc *c);        /* STARTTLS, 220, handshake: need */
void smtpc_handshake(struct smtpc *c);       /* only the TLS handshake: need */
void smtpc_send(struct smtpc *c, const char *fmt, ...) PRINTF_LIKE(2, 3); /* adds CRLF */
void smtpc_raw(struct smtpc *c, struct span octets);      /* as they are, one write */
void smtpc_raw_each(struct smtpc *c, struct span octets); /* one TLS record per octet */
void smtpc_text(struct smtpc *c, struct span message);    /* dot-stuffed, then CRLF . CRLF */
void smtpc_cut(struct smtpc *c); /* closes TCP without TLS close_notify or QUIT */
/* The base64 text of AUTH PLAIN and AUTHENTICATE PLAIN: NUL address NUL password. */
const char *sasl_plain(struct run *r, const char *address, const char *password);

/* Reads one reply.  `want` is a list of codes and classes, first one the normal
 * answer: "250", "5xx", "523", "501 535 5xx", and "close" where closing conforms (FIN, RST, TLS
 * alert, or 421).  A throttling answer (4.7.x, "too many") where another was wanted is
 * INCONCLUSIVE(throttled) in need_reply, the submit calls and expect_refused/accepted; in
 * expect_reply it fails: there the limit itself may be on trial.  The judge says EHLO
 * relayspec.invalid. */
void need_reply(struct smtpc *c, const char *want);
void expect_reply(struct smtpc *c, const char *want);
int smtpc_code(const struct smtpc *c);          /* of the last reply; 0 when closed or none */
struct span smtpc_reply(const struct smtpc *c); /* its lines joined by LF, codes included */
bool smtpc_offers(const struct smtpc *c, const char *keyword, const char *argument_or_null);
void expect_alive(struct smtpc *c);  /* NOOP gets 250: the connection is usable */
void expect_closed(struct smtpc *c); /* FIN, RST or alert, and no reply before it */

/* MAIL, RCPT for each, DATA, message; returns after the final reply has been read with
 * need/expect `want`.  The `need` form is for preparation. */
void need_submit(struct smtpc *c, const char *from, const char *to, struct span message);
void expect_submit(struct smtpc *c, const char *from, const char *to, struct span message,
    const char *want); /* `to` may hold several addresses, separated by one space */

/* A transaction in which every stage may be the one that refuses: MAIL, RCPT, DATA and the text are
 * offered while the replies are 250 and 354; the last reply is expected to be `want`. */
void expect_offer(struct smtpc *c, const char *from, const char *to, struct span message,
    const char *want);

/* ---- IMAP: the client half ---------------------------------------------- */

struct imapc;

struct imapc *imapc_connect(struct run *r, enum port p); /* TCP, TLS on 993, greeting: need */
struct imapc *imapc_login(struct run *r, const struct account *a); /* 993, LOGIN: need */
struct imapc *imapc_inbox(struct run *r, const struct account *a); /* ... SELECT INBOX: need */
void imapc_starttls(struct imapc *c);
void imapc_handshake(struct imapc *c);
void imapc_raw(struct imapc *c, struct span octets);
/* Sends one tagged command and reads up to its tagged answer; literals in answers included.
 * want: "OK", "NO", "BAD", or a list; "BYE" also covers a closed connection. */
void need_imap(struct imapc *c, const char *want, const char *fmt, ...) PRINTF_LIKE(3, 4);
void expect_imap(struct imapc *c, const char *want, const char *fmt, ...) PRINTF_LIKE(3, 4);
/* The same in two steps, for commands with literals and for IDLE. */
void imapc_start(struct imapc *c, const char *fmt, ...) PRINTF_LIKE(2, 3);
void need_imap_continue(struct imapc *c);   /* "+" */
void expect_imap_continue(struct imapc *c); /* "+" */
void need_imap_tagged(struct imapc *c, const char *want);
void expect_imap_tagged(struct imapc *c, const char *want);
/* Reads untagged data until one line matches (case-insensitive substring, "*" left out), e.g.
 * "2 EXISTS"; fails at the deadline.  Lines that came with the command's answer count; a "+" on
 * the way is passed over. */
void expect_imap_untagged(struct imapc *c, const char *text);
void need_imap_untagged(struct imapc *c, const char *text);
/* Of the last command: the tagged line, the number of untagged lines, each of them (literals in
 * place, after their {n} CRLF), and the first that holds a text (n = 0 when none does). */
struct span imapc_tagged(const struct imapc *c);
size_t imapc_lines(const struct imapc *c);
struct span imapc_line(const struct imapc *c, size_t i);
struct span imapc_find(const struct imapc *c, const char *text);
/* The number after a word in the untagged data: "UIDNEXT" -> 4; for "EXISTS" the one before it.
 * -1 when absent. */
int64_t imapc_number(const struct imapc *c, const char *word);
/* A quoted string with backslashes where IMAP wants them: for names and passwords. */
const char *imap_quoted(struct run *r, const char *s);
/* The first literal of a line. */
struct span imapc_literal(struct span line);

/* Waits (IDLE/NOOP, no polling faster than the server speaks) until the mailbox of the selected
 * session holds a message whose octets contain `token`; returns its octets. */
struct span need_arrival(struct imapc *c, const char *token);
struct span expect_arrival(struct imapc *c, const char *token);
uint32_t imapc_uid(const struct imapc *c); /* of the message last found by *_arrival */
/* No message with `token` is there now.  Call it after a later message to the same mailbox
 * has arrived (need_fence), so that "not yet" and "never" differ. */
void expect_absent(struct imapc *c, const char *token);
/* Submits a valid message from `from` to the mailbox owner on its own SMTP session and waits
 * until it is there: everything accepted before has been delivered by then. */
void need_fence(struct imapc *c, const struct account *from, const struct account *to);

/* account(r, 0) sends n real messages to `to`, whose INBOX is selected on the session that is
 * returned and holds them; imapc_uid() is the UID of the last. */
struct imapc *need_mailbox(struct run *r, const struct account *to, unsigned n);

/* ---- TLS probes (wire/tls.h has the rest) ----------------------------- */

struct tls_offer {
	int min, max;     /* e.g. TLS1_2_VERSION; 0: any */
	const char *sni;  /* NULL: none */
	const char *alpn; /* NULL: none; else one protocol name */
};
struct tls_seen {
	bool up;     /* the handshake completed */
	int version; /* TLS1_3_VERSION = 0x0304 */
	int alert;   /* alert the server sent: 70, ...; -1 none */
	bool resumed;
	uint32_t early_data; /* max_early_data of the first ticket, 0 when none */
	bool ticket;
	/* certificate: covers the domain, valid now, trusted (not looked at with --insecure: false) */
	bool name_ok, dates_ok, chain_ok;
	char alpn[32];
};
/* A fresh connection to the port (after STARTTLS where the port has it), one handshake. */
struct tls_seen tls_probe(struct run *r, enum port p, struct tls_offer offer);
/* Two connections, the second offering the session of the first. */
struct tls_seen tls_probe_resume(struct run *r, enum port p);
/* Sends octets in clear on a fresh TCP connection; returns what came back (maybe none) until the
 * server closed; `closed` tells.  Waits for the close up to the deadline. */
struct span clear_probe(struct run *r, enum port p, struct span octets, bool *closed);

/* ---- Messages -------------------------------------------------------------- */

/* All return whole messages with CRLF line ends in attempt memory, with
 * Message-ID <token@...>, From and To as given (To may be NULL: hidden recipients). */
struct span mail_encrypted(struct run *r, const char *from, const char *to); /* real, by GPGME */
struct span mail_cleartext(struct run *r, const char *from, const char *to);
/* multipart/encrypted around this second part's body (what would be the armor) */
struct span mail_around(struct run *r, const char *from, const char *to, struct span armor);
/* ... around these OpenPGP packets, armored canonically (64 columns, CRC24) */
struct span mail_packets(struct run *r, const char *from, const char *to, struct span packets);
struct span mail_securejoin(struct run *r, const char *from, const char *to,
    const char *header_step,
    const char *body_step); /* multipart/mixed, one text/plain: a legacy request */

/* A PGP/MIME message to be bent in one place: what is NULL (or n = 0) is as the real client writes
 * it.  Every text ends its own lines with CRLF; %B in a text stands for the boundary. */
struct mail_shape {
	const char *head;                /* further top-level header lines */
	const char *type;                /* instead of the top-level Content-Type line(s) */
	const char *preamble, *epilogue; /* text outside the parts */
	const char *part1_head, *part1_body, *part2_head;
	struct span part2_body; /* instead of the run's real armor */
	const char *part3;      /* a third part, head and body */
	bool only_part1;        /* no second part */
	bool unclosed;          /* no close-delimiter */
	const char *whole_body; /* instead of preamble, parts and epilogue */
};
struct span mail_shaped(struct run *r, const char *from, const char *to, struct mail_shape s);

/* The real ciphertext of this run: its armor and its packets. */
struct span pgp_armor(struct run *r);
struct span pgp_packets(struct run *r);    /* PKESK SEIPD as GnuPG wrote them, decoded */
struct span pgp_esk(struct run *r);        /* the PKESK packet only */
struct span pgp_seipd(struct run *r);      /* the SEIPD packet only */
struct span pgp_seipd_body(struct run *r); /* its octets without header: version, ciphertext */
/* One packet: tag in the new format with the shortest length; body as given. */
struct span pgp_packet(struct run *r, unsigned tag, struct span body);
struct span pgp_packet_old(struct run *r, unsigned tag, struct span body); /* legacy header */
struct span pgp_armored(struct run *r, struct span packets, bool crc);     /* canonical armor */
struct span base64_of(struct run *r, struct span octets);                  /* one line, padded */

/* Reading what arrived.  Of the top-level header block only: how many fields have this name, the
 * trimmed value of the first (folds left in place; n = 0 when absent), and everything behind the
 * empty line. */
size_t mail_fields(struct span message, const char *name);
struct span mail_field(struct span message, const char *name);
struct span mail_body(struct span message);

/* Shapes for what GnuPG does not write: right framing around filler that nobody can decrypt. */
struct span pgp_filler(
    struct run *r, const char *head, size_t head_n, size_t n); /* head, then 0x5a up to n octets */
struct span pgp_pkesk(
    struct run *r, unsigned version); /* body: 3 (hidden recipient) or 6, or any other number */
struct span pgp_skesk(struct run *r, unsigned version); /* body: 4, 5 or 6, or any other number */
struct span pgp_seipd1(struct run *r, size_t n);        /* body of n octets, version 1 */
struct span pgp_seipd2(struct run *r, unsigned cipher, unsigned aead, unsigned chunk, size_t n);
struct span pgp_packet_long(struct run *r, unsigned tag, struct span body); /* 5-octet length */
/* First a partial chunk of 2^power octets, again while more than that is left, then the rest. */
struct span pgp_packet_partial(struct run *r, unsigned tag, struct span body, unsigned power);

/* Editing: every function needs the text to be there exactly once, else the run is INTERNAL. */
struct span edit_replace(struct run *r, struct span s, const char *old, const char *new_text);
struct span edit_before(struct run *r, struct span s, const char *mark, struct span insert);
struct span edit_after(struct run *r, struct span s, const char *mark, struct span insert);
struct span edit_join(struct run *r, struct span a, struct span b);

/* ---- Whole dialogues that many cases share ----------------------------------- */

/* account(r,0) logs in on 465 and submits to account(r,1); expects refusal with `want`
 * (523 for the gate) at the end of DATA, a living connection, and that nothing with the run's
 * token is delivered (proved by a fence). */
void expect_refused(struct run *r, struct span message, const char *want);
/* ... expects 250 and the arrival at account(r,1); returns what arrived. */
struct span expect_accepted(struct run *r, struct span message);
/* Several messages that must meet the same fate, on one session with one fence at the end; the
 * name of the one that did not is part of the verdict.  Nine at most: relays grant a burst of 10. */
struct variant {
	const char *name;
	struct span message;
};
void expect_each_refused(struct run *r, const struct variant *v, size_t n, const char *want);
void expect_each_accepted(struct run *r, const struct variant *v, size_t n);
/* The mailboxes of the two, for building messages. */
const char *sender(struct run *r);    /* account(r,0)->address */
const char *recipient(struct run *r); /* account(r,1)->address */

/* ---- Time and numbers ----------------------------------------------------------- */

int64_t run_now_us(void); /* monotonic microseconds */
/* Late samples of n against the claim "95 % within the limit", alpha 5 %, one-sided exact binomial:
 * PASS, FAIL or INCONCLUSIVE(statistics) is recorded; values in microseconds. */
void expect_quantile(struct run *r, double q, int64_t limit_us, const int64_t *samples, size_t n);
int64_t limit_number(struct run *r, const char *name); /* of spec/limits.tsv, by name */

#endif
