/* Making messages.  Shaped like those of Delta Chat: From without a name, Date
 * up to six days back, Subject [...], PGP/MIME of RFC 3156. */
#include "conformance/wire/mailc.h"

#include <stdio.h>
#include <time.h>

enum { DATE_BACK_SECONDS = 518399 };

/* date-time of RFC 5322, 3.3, whatever the locale */
static const char *
date_header(struct run *r)
{
	static const char day[7][4] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	static const char month[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug",
		"Sep", "Oct", "Nov", "Dec" };
	time_t when = time(NULL) - (time_t)(run_random(r) % DATE_BACK_SECONDS);
	struct tm t;

	gmtime_r(&when, &t);
	return run_text(r, "%s, %02d %s %d %02d:%02d:%02d +0000", day[t.tm_wday], t.tm_mday,
	    month[t.tm_mon], t.tm_year + 1900, t.tm_hour, t.tm_min, t.tm_sec);
}

/* Up to and without Content-Type. */
static struct span
outer_headers(
    struct run *r, const char *token, const char *from, const char *to, const char *subject)
{
	const char *left = to != NULL ? "<" : "\"hidden-recipients\": ;";

	return run_span(r,
	    "From: <%s>\r\n"
	    "Date: %s\r\n"
	    "Message-ID: <%s.%u@%s>\r\n"
	    "MIME-Version: 1.0\r\n"
	    "Subject: %s\r\n"
	    "To: %s%s%s\r\n"
	    "Chat-Version: 1.0\r\n",
	    from, date_header(r), token, ++r->messages, run_domain(r), subject, left,
	    to != NULL ? to : "", to != NULL ? ">" : "");
}

static struct span
around(struct run *r, const char *token, const char *from, const char *to, struct span armor)
{
	char b[TOKEN_OCTETS];

	run_word(r, b);
	struct span head = edit_join(r, outer_headers(r, token, from, to, "[...]"),
	    run_span(r,
		"Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\";\r\n"
		"\tboundary=\"%s\"\r\n"
		"\r\n"
		"--%s\r\n"
		"Content-Type: application/pgp-encrypted\r\n"
		"Content-Description: PGP/MIME version identification\r\n"
		"Content-Transfer-Encoding: 7bit\r\n"
		"\r\n"
		"Version: 1\r\n"
		"\r\n"
		"--%s\r\n"
		"Content-Type: application/octet-stream; name=\"encrypted.asc\"\r\n"
		"Content-Description: OpenPGP encrypted message\r\n"
		"Content-Disposition: inline; filename=\"encrypted.asc\"\r\n"
		"Content-Transfer-Encoding: 7bit\r\n"
		"\r\n",
		b, b, b));
	return edit_join(r, edit_join(r, head, armor), run_span(r, "\r\n--%s--\r\n", b));
}

struct span
mailc_encrypted(struct run *r, const char *token, const char *from, const char *to)
{
	return around(r, token, from, to, pgp_armor(r));
}

struct span
mail_around(struct run *r, const char *from, const char *to, struct span armor)
{
	return around(r, r->token, from, to, armor);
}

struct span
mail_encrypted(struct run *r, const char *from, const char *to)
{
	return around(r, r->token, from, to, pgp_armor(r));
}

struct span
mail_packets(struct run *r, const char *from, const char *to, struct span packets)
{
	return around(r, r->token, from, to, pgp_armored(r, packets, true));
}

struct span
mail_cleartext(struct run *r, const char *from, const char *to)
{
	return edit_join(r, outer_headers(r, r->token, from, to, "[...]"),
	    run_span(r,
		"Content-Type: text/plain; charset=utf-8\r\n"
		"Content-Transfer-Encoding: 7bit\r\n"
		"\r\n"
		"Readable by everybody on the way: %s\r\n",
		r->token));
}

struct span
mail_securejoin(
    struct run *r, const char *from, const char *to, const char *header_step, const char *body_step)
{
	char b[TOKEN_OCTETS];

	run_word(r, b);
	return edit_join(r, outer_headers(r, r->token, from, to, "[...]"),
	    run_span(r,
		"Secure-Join: %s\r\n"
		"Secure-Join-Invitenumber: %s\r\n"
		"Content-Type: multipart/mixed; boundary=\"%s\"\r\n"
		"\r\n"
		"--%s\r\n"
		"Content-Type: text/plain; charset=utf-8\r\n"
		"Content-Transfer-Encoding: 7bit\r\n"
		"\r\n"
		"Secure-Join: %s\r\n"
		"\r\n"
		"--%s--\r\n",
		header_step, r->token, b, b, body_step, b));
}
