/* Writing the head of an answer: RFC 9112, 4; RFC 9110, 5.6.7, 8, 15.
 *
 * Does not: name the server or its version (WEB_NO_VERSION), set a cookie
 * (WEB_NO_COOKIE). */
#include "reference/core/http_reply.h"

struct span
http_reason(unsigned status)
{
	switch (status) {
	case 100: return SPAN("Continue");
	case 200: return SPAN("OK");
	case 301: return SPAN("Moved Permanently");
	case 400: return SPAN("Bad Request");
	case 404: return SPAN("Not Found");
	case 405: return SPAN("Method Not Allowed");
	case 408: return SPAN("Request Timeout");
	case 413: return SPAN("Content Too Large");
	case 414: return SPAN("URI Too Long");
	case 417: return SPAN("Expectation Failed");
	case 431: return SPAN("Request Header Fields Too Large");
	case 500: return SPAN("Internal Server Error");
	case 501: return SPAN("Not Implemented");
	case 502: return SPAN("Bad Gateway");
	case 503: return SPAN("Service Unavailable");
	case 504: return SPAN("Gateway Timeout");
	case 505: return SPAN("HTTP Version Not Supported");
	default: return SPAN("");
	}
}

static void
put_digits(struct buf *b, uint64_t v, unsigned digits)
{
	uint64_t unit = 1;

	for (unsigned i = 1; i < digits; i++)
		unit *= 10;
	for (; unit > 0; unit /= 10)
		buf_put_octet(b, (uint8_t)('0' + v / unit % 10));
}

void
http_date(struct buf *b, int64_t now)
{
	static const char days[] = "ThuFriSatSunMonTueWed"; /* 1970-01-01 was a Thursday */
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	uint64_t t = now > 0 ? (uint64_t)now : 0, day = t / 86400, s = t % 86400;
	/* Years begin in March here, so that a leap day is the last of its year:
	 * 400 of them have 146097 days, 719468 lie before 1970. */
	uint64_t z = day + 719468, era = z / 146097, of_era = z % 146097;
	uint64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	uint64_t of_year = of_era - (365 * year + year / 4 - year / 100);
	uint64_t m = (5 * of_year + 2) / 153, month = m < 10 ? m + 2 : m - 10;

	buf_put(b, SPAN_OF(days + day % 7 * 3, 3));
	buf_put(b, SPAN(", "));
	put_digits(b, of_year - (153 * m + 2) / 5 + 1, 2);
	buf_put_octet(b, ' ');
	buf_put(b, SPAN_OF(months + month * 3, 3));
	buf_put_octet(b, ' ');
	put_digits(b, year + era * 400 + (month < 2 ? 1 : 0), 4);
	buf_put_octet(b, ' ');
	put_digits(b, s / 3600, 2);
	buf_put_octet(b, ':');
	put_digits(b, s / 60 % 60, 2);
	buf_put_octet(b, ':');
	put_digits(b, s % 60, 2);
	buf_put(b, SPAN(" GMT"));
}

static void
put_field(struct buf *b, struct span name, struct span value)
{
	if (value.n == 0)
		return;
	buf_put(b, name);
	buf_put(b, SPAN(": "));
	buf_put(b, value);
	buf_put(b, SPAN("\r\n"));
}

void
http_reply_head(struct buf *b, const struct http_reply *r)
{
	buf_put(b, SPAN("HTTP/1.1 "));
	buf_put_u64(b, r->status);
	buf_put_octet(b, ' ');
	buf_put(b, http_reason(r->status));
	buf_put(b, SPAN("\r\n"));
	if (r->status >= 200) {
		buf_put(b, SPAN("Date: "));
		http_date(b, r->now);
		buf_put(b, SPAN("\r\n"));
		put_field(b, SPAN("Content-Type"), r->type);
		buf_put(b, SPAN("Content-Length: "));
		buf_put_u64(b, r->length);
		buf_put(b, SPAN("\r\n"));
		put_field(b, SPAN("Location"), r->location);
		put_field(b, SPAN("Allow"), r->allow);
		put_field(b, SPAN("Cache-Control"), r->cache);
		buf_put(b, r->more);
		if (r->close)
			buf_put(b, SPAN("Connection: close\r\n"));
	}
	buf_put(b, SPAN("\r\n"));
}
