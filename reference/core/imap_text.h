/* The words of an IMAP answer: strings, flags, dates. */
#ifndef CORE_IMAP_TEXT_H
#define CORE_IMAP_TEXT_H

#include "base/buf.h"

/* Message flags as bits; the numbers are those of the store. */
enum imap_flag {
	IMAP_FLAG_SEEN = 1,
	IMAP_FLAG_ANSWERED = 2,
	IMAP_FLAG_FLAGGED = 4,
	IMAP_FLAG_DELETED = 8,
	IMAP_FLAG_DRAFT = 16
};

/* A quoted string where the octets allow it, else a literal.  CRLF and HT of
 * folded header text are taken out first; NUL becomes '?'. */
void imap_put_string(struct buf *b, struct span s);

/* The same for the inside of a quoted string of RFC 5322: "\x" is x. */
void imap_put_unescaped(struct buf *b, struct span s);

/* NIL when s.p is NULL. */
void imap_put_nstring(struct buf *b, struct span s);

/* (\Seen \Deleted) */
void imap_put_flags(struct buf *b, uint32_t flags);

/* Ascending numbers as a set: 1:3,7.  At most 11 octets for each. */
void imap_put_numbers(struct buf *b, const uint32_t *numbers, size_t n);

/* INBOX, or any other name as a quoted string. */
void imap_put_mailbox(struct buf *b, struct span name);

/* The bit of a flag name, 0 for one that this server does not keep. */
uint32_t imap_flag_bit(struct span name);

/* "17-Jul-2026 02:44:25 +0000" with its quotes; t: seconds since 1970. */
void imap_put_date(struct buf *b, int64_t t);

/* Days since 1970 of a date; any year from 1 to 9999. */
int64_t imap_days(uint32_t year, uint32_t month, uint32_t day);

/* 1..12, 0 when it is no month name. */
uint32_t imap_month(struct span name);

#endif
