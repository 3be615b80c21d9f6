/* The account link as a QR code, drawn as SVG. */
#include "reference/shell/web_part.h"

#include <qrencode.h>
#include <string.h>

enum { QUIET = 4 }; /* modules of white around the code, as its standard wants */

/* One row: a subpath for each run of dark modules. */
static void
put_row(struct buf *b, const unsigned char *row, int width, int y)
{
	for (int x = 0; x < width; x++) {
		int n = 0;
		while (x + n < width && (row[x + n] & 1) != 0)
			n++;
		if (n == 0)
			continue;
		buf_put_octet(b, 'M');
		buf_put_u64(b, (uint64_t)(x + QUIET));
		buf_put_octet(b, ' ');
		buf_put_u64(b, (uint64_t)(y + QUIET));
		buf_put_octet(b, 'h');
		buf_put_u64(b, (uint64_t)n);
		buf_put(b, SPAN("v1h-"));
		buf_put_u64(b, (uint64_t)n);
		buf_put_octet(b, 'z');
		x += n;
	}
}

/* WEB_QR.  The code stays dark on white: not every scanner reads the reverse. */
void
web_put_qr(struct buf *b, const struct web_facts *f)
{
	QRcode *qr = QRcode_encodeString(f->link, 0, QR_ECLEVEL_M, QR_MODE_8, 1);

	if (qr == NULL) {
		b->full = true;
		return;
	}
	uint64_t side = (uint64_t)qr->width + 2 * QUIET;
	buf_put(b,
	    SPAN("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"qr\" role=\"img\" "
		 "aria-labelledby=\"qr-title\" shape-rendering=\"crispEdges\" viewBox=\"0 0 "));
	buf_put_u64(b, side);
	buf_put_octet(b, ' ');
	buf_put_u64(b, side);
	buf_put(b, SPAN("\"><title id=\"qr-title\">QR code of the link "));
	web_put_text(b, f->link);
	buf_put(b, SPAN("</title><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><path d=\""));
	for (int y = 0; y < qr->width; y++)
		put_row(b, qr->data + y * qr->width, qr->width, y);
	buf_put(b, SPAN("\"/></svg>\n"));
	QRcode_free(qr);
}
