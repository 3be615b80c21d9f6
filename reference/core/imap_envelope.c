/* ENVELOPE: the header fields of a message as IMAP wants them.
 * Sources: RFC 3501 section 7.4.2; RFC 5322 section 3.4 (addresses). */
#include "reference/core/imap_mime.h"
#include "reference/core/imap_structure.h"
#include "reference/core/imap_text.h"

#define ADDRESS_SPECIALS SPAN("<>@,;:")

/* One address while its tokens come in.  Words join to text as they stand in
 * the field, from the first octet of the first to the end of the last. */
struct address {
	struct span words; /* before "<" or "@" */
	struct span local, host;
	bool angle, at, closed, group;
};

static struct span
join(struct span a, struct imap_token t)
{
	if (a.p == NULL)
		return t.text;
	return SPAN_OF(a.p, (size_t)(t.text.p + t.text.n - a.p));
}

static void
open_list(struct buf *out, bool *any)
{
	if (!*any)
		buf_put_octet(out, '(');
	*any = true;
}

/* (name adl mailbox host) */
static void
put_address(struct buf *out, bool *any, struct span name, struct span mailbox, struct span host)
{
	open_list(out, any);
	buf_put_octet(out, '(');
	if (name.p)
		imap_put_unescaped(out, name);
	else
		buf_put_str(out, "NIL");
	buf_put_str(out, " NIL ");
	imap_put_nstring(out, mailbox);
	buf_put_octet(out, ' ');
	imap_put_nstring(out, host);
	buf_put_octet(out, ')');
}

static const struct address no_address;

static void
finish(struct buf *out, bool *any, struct address *a)
{
	struct span none = SPAN_OF(NULL, 0), name = a->angle ? a->words : none;
	struct span mailbox = a->angle || a->at ? a->local : a->words;
	bool group = a->group;

	if (mailbox.p != NULL || a->host.p != NULL)
		put_address(
		    out, any, name, mailbox.p ? mailbox : SPAN(""), a->host.p ? a->host : SPAN(""));
	*a = no_address;
	a->group = group;
}

static void
word(struct address *a, struct imap_token t)
{
	if (a->closed)
		return;
	if (a->at)
		a->host = join(a->host, t);
	else if (a->angle)
		a->local = join(a->local, t);
	else
		a->words = join(a->words, t);
}

/* One of < > @ , ; : */
static void
special(struct buf *out, bool *any, struct address *a, uint8_t c)
{
	struct span none = SPAN_OF(NULL, 0);

	switch (c) {
	case '<': a->angle = true; break;
	case '>': a->closed = true; break;
	case '@':
		if (!a->angle)
			a->local = a->words;
		a->at = true;
		break;
	case ',': finish(out, any, a); break;
	case ':':
		if (a->angle) { /* the end of a source route */
			a->local = a->host = none;
			a->at = false;
			break;
		}
		/* (NIL NIL group NIL) opens a group */
		put_address(out, any, none, a->words.p ? a->words : SPAN(""), none);
		*a = no_address;
		a->group = true;
		break;
	case ';':
		finish(out, any, a);
		if (a->group)
			put_address(out, any, none, none, none);
		a->group = false;
		break;
	default: break;
	}
}

/* "(" 1*address ")" or NIL */
static void
put_addresses(struct buf *out, struct span field)
{
	struct address a = no_address;
	bool any = false;
	size_t at = 0;

	for (;;) {
		struct imap_token t = imap_next_token(field, &at, ADDRESS_SPECIALS);

		if (t.kind == TOKEN_END)
			break;
		if (t.kind == TOKEN_SPECIAL)
			special(out, &any, &a, t.text.p[0]);
		else
			word(&a, t);
	}
	finish(out, &any, &a);
	if (a.group)
		put_address(out, &any, SPAN_OF(NULL, 0), SPAN_OF(NULL, 0), SPAN_OF(NULL, 0));
	buf_put_str(out, any ? ")" : "NIL");
}

/* IMAP_ENVELOPE: Sender and Reply-To are From when they are absent. */
void
imap_put_envelope(struct buf *out, struct span header)
{
	static const char *const lists[] = { "From", "Sender", "Reply-To", "To", "Cc", "Bcc" };
	struct span from = imap_find_field(header, SPAN("From"));

	buf_put_octet(out, '(');
	imap_put_nstring(out, imap_find_field(header, SPAN("Date")));
	buf_put_octet(out, ' ');
	imap_put_nstring(out, imap_find_field(header, SPAN("Subject")));
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		struct span field = imap_find_field(header, span_str(lists[i]));

		if (field.p == NULL && (i == 1 || i == 2))
			field = from;
		buf_put_octet(out, ' ');
		put_addresses(out, field);
	}
	buf_put_octet(out, ' ');
	imap_put_nstring(out, imap_find_field(header, SPAN("In-Reply-To")));
	buf_put_octet(out, ' ');
	imap_put_nstring(out, imap_find_field(header, SPAN("Message-ID")));
	buf_put_octet(out, ')');
}
