/* The head of an APPEND, and the lines of what it brings.
 * Sources of the oracles: RFC 3501 sections 6.3.11 and 9, date-time. */
#include "reference/core/imap_append.h"
#include "fuzz/imap.h"
#include "fuzz/oracle.h"
#include "reference/core/imap_text.h"

#include <string.h>

/* Flags and date as this relay would write them, read once more. */
static void
check_again(const struct imap_append *a)
{
	uint8_t text[256];
	struct imap_append again;
	struct buf b;
	bool shown = a->dated && a->date >= 0 && a->date <= INT64_C(253402300799);

	buf_init(&b, text, sizeof(text));
	buf_put_str(&b, "x APPEND INBOX ");
	imap_put_flags(&b, a->flags);
	buf_put_octet(&b, ' ');
	if (shown) {
		imap_put_date(&b, a->date);
		buf_put_octet(&b, ' ');
	}
	buf_put_str(&b, "{1}\r\n");
	ORACLE(MBOX_APPEND, imap_append_parse(text, b.n, &again) == APPEND_MESSAGE);
	ORACLE(MBOX_APPEND_FLAGS, again.flags == a->flags);
	ORACLE(MBOX_APPEND_DATE, again.dated == shown && (!shown || again.date == a->date));
}

static bool
is_clean(const uint8_t *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (b[i] == 0 || (b[i] == '\n' && (i == 0 || b[i - 1] != '\r')) ||
		    (b[i] == '\r' && (i + 1 == n || b[i + 1] != '\n')))
			return false;
	return true;
}

void
imap_fuzz_append(const uint8_t *b, size_t n)
{
	size_t end = span_find(SPAN_OF(b, n), 0, '\n');
	size_t head = end < n ? end + 1 : n;
	uint8_t *text = imap_fuzz_copy(b, head), *rest = imap_fuzz_copy(b + head, n - head);
	struct imap_append a;

	enum imap_append_parse got = imap_append_parse(text, head, &a);
	if (got != APPEND_MALFORMED)
		ORACLE(MBOX_APPEND, head > 2 && memcmp(b + head - 3, "}\r\n", 3) == 0);
	if (got == APPEND_MESSAGE) {
		ORACLE(MBOX_APPEND,
		    a.mailbox.n == 0 ||
			(a.mailbox.p >= text && a.mailbox.p + a.mailbox.n <= text + head));
		check_again(&a);
	}
	ORACLE(MBOX_APPEND,
	    imap_append_lines_good(SPAN_OF(rest, n - head)) == is_clean(rest, n - head));
	free(text);
	free(rest);
}
