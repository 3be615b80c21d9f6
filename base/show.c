/* Making octets visible, for logs, transcripts and verdicts. */
#include "base/show.h"

static const char HEX[] = "0123456789abcdef";

static void
show_octet(struct buf *out, uint8_t c)
{
	switch (c) {
	case '\r': buf_put_str(out, "<CR>"); return;
	case '\n': buf_put_str(out, "<LF>"); return;
	case '\t': buf_put_str(out, "<HT>"); return;
	case '\0': buf_put_str(out, "<NUL>"); return;
	}
	if (c >= 0x20 && c < 0x7f) {
		buf_put_octet(out, c);
		return;
	}
	buf_put_octet(out, '<');
	buf_put_octet(out, (uint8_t)HEX[c / 16]);
	buf_put_octet(out, (uint8_t)HEX[c % 16]);
	buf_put_octet(out, '>');
}

void
show_octets(struct buf *out, struct span s, size_t most)
{
	for (size_t i = 0; i < s.n && i < most; i++)
		show_octet(out, s.p[i]);
	if (s.n > most)
		buf_put_str(out, "...");
}
