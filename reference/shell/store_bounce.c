/* The bounce: multipart/report (RFC 3462, RFC 3464, RFC 6533) about recipients that got no
 * copy.  Quotes the header block of the message, which the sender wrote, never
 * its body; says of the reason what the other side said.  Does not send. */
#include "reference/core/utf8_address.h"
#include "reference/shell/store_private.h"

#include <openssl/rand.h>
#include <stdlib.h>
#include <time.h>

enum { WORD_OCTETS = 16, QUOTE_MOST = 65536, FIXED_MOST = 4096, PER_FAILURE = 512 };

/* The header block with its last CRLF, without the empty line. */
static struct span
header_block(struct span message)
{
	size_t end = span_search(message, SPAN("\r\n\r\n"));

	return end + 2 <= QUOTE_MOST && end < message.n ? span_sub(message, 0, end + 2) : SPAN("");
}

/* A bounce has seven bits, so that nobody has to rewrite what is signed. */
static void
put_quoted(struct buf *b, struct span header)
{
	for (size_t i = 0; i < header.n; i++) {
		uint8_t c = header.p[i];
		if (c >= 0x80)
			c = '?';
		buf_put_octet(b, c);
	}
}

/* What another server said is one line of printable ASCII here. */
static void
put_reply(struct buf *b, struct span reply)
{
	reply = span_sub(reply, 0, BOUNCE_REPLY_MOST);
	for (size_t i = 0; i < reply.n; i++) {
		uint8_t c = reply.p[i];
		if (c < ' ' || c >= 0x7f)
			c = '?';
		buf_put_octet(b, c);
	}
}

static bool
is_digit(struct span s, size_t at)
{
	return at < s.n && s.p[at] >= '0' && s.p[at] <= '9';
}

/* The octets of d.d.d (RFC 3463, 2: up to three digits each) at `at`; 0: there is none. */
static size_t
scan_status(struct span s, size_t at, char class)
{
	size_t end = at, digits;

	if (at >= s.n || s.p[at] != (uint8_t) class)
		return 0;
	end++;
	for (int part = 0; part < 2; part++) {
		if (end >= s.n || s.p[end] != '.')
			return 0;
		end++;
		for (digits = 0; digits < 3 && is_digit(s, end); digits++)
			end++;
		if (digits == 0)
			return 0;
	}
	return end == s.n || s.p[end] == ' ' ? end - at : 0;
}

/* The enhanced status in a reply, where it has one; one that fits otherwise. */
static struct span
status_of(const struct failure *f)
{
	if (f->expired)
		return SPAN("4.4.7"); /* OUT_LIFETIME: delivery time expired */
	for (size_t i = 0; i < f->reply.n; i++) {
		size_t n = i == 0 || f->reply.p[i - 1] == ' ' || f->reply.p[i - 1] == '-'
		    ? scan_status(f->reply, i, '5')
		    : 0;
		if (n > 0)
			return span_sub(f->reply, i, n);
	}
	return SPAN("5.0.0");
}

static void
put_text(struct buf *b, const struct failure *f, size_t n)
{
	buf_put_str(b, "This message could not be delivered to all of its recipients.\r\n\r\n");
	for (size_t i = 0; i < n; i++) {
		buf_put_str(b, "<");
		utf8_address_put(b, f[i].address);
		buf_put_str(
		    b, f[i].expired ? ">: tried until its time was over, at last: " : ">: ");
		put_reply(b, f[i].reply);
		buf_put_str(b, "\r\n");
	}
}

static void
put_status(struct buf *b, const struct config *c, const struct failure *f, size_t n)
{
	buf_put_str(b, "Reporting-MTA: dns; ");
	buf_put(b, c->domain);
	buf_put_str(b, "\r\n");
	for (size_t i = 0; i < n; i++) {
		buf_put_str(b, "\r\nFinal-Recipient: ");
		buf_put_str(b, utf8_address_type(f[i].address));
		buf_put_str(b, "; ");
		utf8_address_put(b, f[i].address);
		buf_put_str(b, "\r\nAction: failed\r\nStatus: ");
		buf_put(b, status_of(&f[i]));
		buf_put_str(b, "\r\nDiagnostic-Code: smtp; ");
		put_reply(b, f[i].reply);
		buf_put_str(b, "\r\n");
	}
}

static void
put_header(struct buf *b, const struct config *c, struct span sender, const char *word, int64_t now)
{
	time_t t = (time_t)now;
	struct tm tm;
	char date[64];

	gmtime_r(&t, &tm);
	strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S +0000", &tm);
	buf_put_str(b, "From: MAILER-DAEMON@");
	buf_put(b, c->domain);
	buf_put_str(b, "\r\nTo: ");
	buf_put(b, sender);
	buf_put_str(b, "\r\nSubject: Undelivered Mail Returned to Sender\r\nDate: ");
	buf_put_str(b, date);
	buf_put_str(b, "\r\nMessage-ID: <");
	buf_put_str(b, word);
	buf_put_str(b, "@");
	buf_put(b, c->domain);
	buf_put_str(b,
	    ">\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
	    "Content-Type: multipart/report; report-type=delivery-status;\r\n boundary=\"");
	buf_put_str(b, word);
	buf_put_str(b, "\"\r\n\r\n");
}

static void
put_delimiter(struct buf *b, const char *word, const char *rest)
{
	buf_put_str(b, "--");
	buf_put_str(b, word);
	buf_put_str(b, rest);
}

/* A word that no quoted header can contain: boundary and Message-ID. */
static int
random_word(char word[2 * WORD_OCTETS + 1])
{
	static const char hex[] = "0123456789abcdef";
	unsigned char octets[WORD_OCTETS];

	if (RAND_bytes(octets, sizeof(octets)) != 1)
		return -1;
	for (size_t i = 0; i < WORD_OCTETS; i++) {
		word[2 * i] = hex[octets[i] / 16];
		word[2 * i + 1] = hex[octets[i] % 16];
	}
	word[2 * WORD_OCTETS] = '\0';
	return 0;
}

/* MX_BOUNCE_NO_CONTENT: nothing of the message but its header block. */
uint8_t *
bounce_make(const struct config *c, const struct bounce *what, size_t *size)
{
	char word[2 * WORD_OCTETS + 1];
	struct span quoted = header_block(what->original);
	size_t cap = FIXED_MOST + quoted.n + what->sender.n + 4 * c->domain.n;
	struct buf b;

	for (size_t i = 0; i < what->n; i++)
		cap += PER_FAILURE + 2 * BOUNCE_REPLY_MOST +
		    2 * UTF8_ADDRESS_GROWTH * what->failures[i].address.n;
	uint8_t *memory = malloc(cap);
	if (memory == NULL || random_word(word) == -1) {
		free(memory);
		return NULL;
	}
	buf_init(&b, memory, cap);
	put_header(&b, c, what->sender, word, what->now);
	put_delimiter(&b, word, "\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n");
	put_text(&b, what->failures, what->n);
	buf_put_str(&b, "\r\n");
	put_delimiter(&b, word, "\r\nContent-Type: message/delivery-status\r\n\r\n");
	put_status(&b, c, what->failures, what->n);
	buf_put_str(&b, "\r\n");
	put_delimiter(&b, word, "\r\nContent-Type: text/rfc822-headers\r\n\r\n");
	put_quoted(&b, quoted);
	buf_put_str(&b, "\r\n");
	put_delimiter(&b, word, "--\r\n");
	*size = b.n;
	return memory;
}
