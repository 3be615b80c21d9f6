/* The bounce: multipart/report (RFC 3462, RFC 3464) to a local sender, about
 * recipients that got no copy.  Quotes the header block of the message, which
 * the sender wrote, never its body. */
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

static void
put_text(struct buf *b, const struct failure *f, size_t n)
{
	buf_put_str(b, "This message could not be delivered to all of its recipients.\r\n\r\n");
	for (size_t i = 0; i < n; i++) {
		buf_put_str(b, "<");
		buf_put(b, f[i].address);
		buf_put_str(b,
		    f[i].full ? ">: 552 5.2.2 mailbox is full\r\n"
			      : ">: 550 5.1.1 no such mailbox here\r\n");
	}
}

static void
put_status(struct buf *b, const struct config *c, const struct failure *f, size_t n)
{
	buf_put_str(b, "Reporting-MTA: dns; ");
	buf_put(b, c->domain);
	buf_put_str(b, "\r\n");
	for (size_t i = 0; i < n; i++) {
		buf_put_str(b, "\r\nFinal-Recipient: rfc822; ");
		buf_put(b, f[i].address);
		buf_put_str(b, "\r\nAction: failed\r\nStatus: ");
		buf_put_str(b,
		    f[i].full
			? "5.2.2\r\nDiagnostic-Code: smtp; 552 5.2.2 mailbox is full\r\n"
			: "5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 no such mailbox here\r\n");
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

uint8_t *
bounce_make(const struct config *c, struct span sender, const struct failure *failures, size_t n,
    struct span original, int64_t now, size_t *size)
{
	char word[2 * WORD_OCTETS + 1];
	struct span quoted = header_block(original);
	size_t cap = FIXED_MOST + quoted.n + sender.n + 4 * c->domain.n;
	struct buf b;

	for (size_t i = 0; i < n; i++)
		cap += PER_FAILURE + 2 * failures[i].address.n;
	uint8_t *memory = malloc(cap);
	if (memory == NULL || random_word(word) == -1) {
		free(memory);
		return NULL;
	}
	buf_init(&b, memory, cap);
	put_header(&b, c, sender, word, now);
	put_delimiter(&b, word, "\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n");
	put_text(&b, failures, n);
	buf_put_str(&b, "\r\n");
	put_delimiter(&b, word, "\r\nContent-Type: message/delivery-status\r\n\r\n");
	put_status(&b, c, failures, n);
	buf_put_str(&b, "\r\n");
	put_delimiter(&b, word, "\r\nContent-Type: text/rfc822-headers\r\n\r\n");
	buf_put(&b, quoted);
	buf_put_str(&b, "\r\n");
	put_delimiter(&b, word, "--\r\n");
	*size = b.n;
	return memory;
}
