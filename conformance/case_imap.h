/* IMAP as a case speaks it: the client half.  Part of case.h. */
#ifndef CONFORMANCE_CASE_IMAP_H
#define CONFORMANCE_CASE_IMAP_H

#include "base/cdefs.h"
#include "base/span.h"
#include "conformance/case_port.h"

struct run;
struct account;

struct imapc;

struct imapc *imapc_connect(struct run *r, enum port p); /* TCP, TLS on 993, 443, greeting: need */
struct imapc *imapc_login(struct run *r, const struct account *a); /* 993, LOGIN: need */
struct imapc *imapc_inbox(struct run *r, const struct account *a); /* ... SELECT INBOX: need */
void imapc_starttls(struct imapc *c);
void imapc_handshake(struct imapc *c);     /* need */
bool imapc_handshake_try(struct imapc *c); /* false: the relay hung up, where that conforms */
void imapc_raw(struct imapc *c, struct span octets);
/* Sends one tagged command and reads up to its tagged answer; literals in answers included.
 * want: "OK", "NO", "BAD", or a list; "BYE" also covers a closed connection. */
void need_imap(struct imapc *c, const char *want, const char *fmt, ...) PRINTF_LIKE(3, 4);
void expect_imap(struct imapc *c, const char *want, const char *fmt, ...) PRINTF_LIKE(3, 4);
/* The same in two steps, for commands with literals and for IDLE; and the tag of the last. */
void imapc_start(struct imapc *c, const char *fmt, ...) PRINTF_LIKE(2, 3);
const char *imapc_tag(const struct imapc *c);
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
/* How many messages FETCH data came for, with their UIDs in the order they came; and whether this
 * UID was among them. */
size_t imapc_fetch_uids(const struct imapc *c, uint32_t *uids, size_t most);
bool imapc_has(const struct imapc *c, uint32_t uid);
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

/* On a session of its own on 993: LOGIN with quoted strings, written as they are. */
void expect_login(struct run *r, const char *address, const char *password, const char *want);
/* account(r, 0) sends n real messages to `to`, whose INBOX is selected on the session that is
 * returned and holds them; imapc_uid() is the UID of the last. */
struct imapc *need_mailbox(struct run *r, const struct account *to, unsigned n);

/* ---- Capabilities, mailboxes, APPEND, METADATA ------------------------------------ */

/* Asks CAPABILITY (need): does it name this word?  need_offer: without it, not applicable. */
bool imapc_offers(struct imapc *c, const char *word);
void need_offer(struct imapc *c, const char *word);
void imapc_cut(struct imapc *c);     /* closes TCP without TLS close_notify or LOGOUT */
void imapc_deflate(struct imapc *c); /* from now on both directions are packed (RFC 4978) */
/* A mailbox name of this attempt's own, an atom; need_box also creates it. */
const char *box_name(struct run *r, const char *word);
const char *need_box(struct imapc *c, const char *word);
/* The relay's hierarchy delimiter; not applicable where there is none. */
char need_delimiter(struct imapc *c);
/* The LIST or LSUB line of the last command that names this mailbox; n = 0: none. */
struct span imapc_listed(const struct imapc *c, const char *name);
/* APPEND with a literal that waits for "+"; a refusal before it counts as the answer.  options: ""
 * or flags and date with a space behind: "(\\Seen) ". */
void need_append(struct imapc *c, const char *box, const char *options, struct span message);
void expect_append(
    struct imapc *c, const char *want, const char *box, const char *options, struct span message);
/* account(r, 0) is logged in, has a new mailbox with n appended messages and has selected it. */
struct imapc *need_filled(struct run *r, const char *word, unsigned n, const char **name);
/* Of the last command: a response code without brackets, "COPYUID 7 1:2 5:6"; n = 0: none.  And the
 * i-th number (0..) of a text; -1: none. */
struct span imapc_code(const struct imapc *c, const char *word);
int64_t span_number(struct span s, unsigned i);
/* The selected mailbox has one message: does SEARCH with these keys find it? */
void expect_hit(struct imapc *c, bool want, const char *keys);
/* The first INTERNALDATE of the last command in seconds since 1970; -1: none. */
int64_t imapc_instant(const struct imapc *c);
/* Logged in, and METADATA is advertised, else not applicable.  The value of an entry in the last
 * answer, unquoted; n = 0: NIL or left out.  need_entry: of the server; not applicable when unset. */
struct imapc *need_metadata(struct run *r, const struct account *a);
struct span imapc_entry(const struct imapc *c, const char *entry);
struct span need_entry(struct imapc *c, const char *entry);
/* account(r, 0) sets this entry of INBOX; the answer, and the session goes on. */
void expect_set_entry(struct run *r, const char *entry, const char *want);
const char *appversions_fault(struct span value); /* NULL: as clients read it */

#endif
