/* Paths and parameters of MAIL and RCPT.  Does not know who may send or which
 * domain is ours.  RFC 5321 4.1.2; RFC 1870 (SIZE), 6152 (BODY), 6531
 * (SMTPUTF8), 4954 5 (AUTH=), 3461 (NOTIFY, ORCPT, RET, ENVID: taken and not used).
 *
 * Scanners take (s, at) and give the index behind what they found, or at. */
#include "reference/core/smtp_path.h"

enum { LOCAL_MAX = 64, DOMAIN_MAX = 255 };

static bool
is_alnum(uint8_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static bool
is_atext(uint8_t c)
{
	const struct span specials = SPAN("!#$%&'*+-/=?^_`{|}~");

	return is_alnum(c) || c >= 0x80 || span_find(specials, 0, c) < specials.n;
}

/* Dot-string = 1*atext *("." 1*atext) */
static size_t
scan_dot_string(struct span s, size_t at)
{
	size_t end = at;

	while (end < s.n &&
	    (is_atext(s.p[end]) || (s.p[end] == '.' && end > at && s.p[end - 1] != '.')))
		end++;
	return end > at && s.p[end - 1] == '.' ? at : end;
}

/* Quoted-string = DQUOTE *( %d32-33 / %d35-91 / %d93-126 / "\" %d32-126 ) DQUOTE */
static size_t
scan_quoted(struct span s, size_t at)
{
	size_t end = at + 1;

	while (end < s.n && s.p[end] != '"') {
		if (s.p[end] == '\\')
			end++;
		if (end >= s.n || s.p[end] < 32 || s.p[end] == 127)
			return at;
		end++;
	}
	return end < s.n ? end + 1 : at;
}

/* Domain = sub-domain *("." sub-domain); sub-domain = alnum [*(alnum / "-") alnum];
 * an underscore too: test relays have names that begin with one. */
static size_t
scan_domain(struct span s, size_t at)
{
	size_t end = at;

	for (; end < s.n; end++) {
		uint8_t c = s.p[end];
		bool starts = end == at || s.p[end - 1] == '.';

		if (is_alnum(c) || c >= 0x80 || c == '_')
			continue;
		if (starts || (c != '-' && c != '.') || (c == '.' && s.p[end - 1] == '-'))
			break;
	}
	return end > at && (s.p[end - 1] == '.' || s.p[end - 1] == '-') ? at : end;
}

/* address-literal = "[" 1*dcontent "]", no look inside */
static size_t
scan_literal(struct span s, size_t at)
{
	size_t end = at + 1;

	while (end < s.n &&
	    (is_alnum(s.p[end]) || s.p[end] == '.' || s.p[end] == ':' || s.p[end] == '-'))
		end++;
	return end > at + 1 && end < s.n && s.p[end] == ']' ? end + 1 : at;
}

/* Mailbox = Local-part "@" ( Domain / address-literal ) */
static size_t
scan_mailbox(struct span s, size_t at)
{
	size_t local = at, domain;

	if (at < s.n)
		local = s.p[at] == '"' ? scan_quoted(s, at) : scan_dot_string(s, at);
	if (local == at || local - at > LOCAL_MAX || local >= s.n || s.p[local] != '@')
		return at;
	domain = local + 1;
	if (domain >= s.n)
		return at;
	domain = s.p[domain] == '[' ? scan_literal(s, domain) : scan_domain(s, domain);
	return domain == local + 1 || domain - local - 1 > DOMAIN_MAX ? at : domain;
}

/* keyword [ "<" [ Mailbox ] ">" ] at the start of arg; the rest is parameters.
 * SMTP_MAIL_SYNTAX: nothing may stand between the colon and the bracket. */
static bool
parse_path(struct span arg, struct span keyword, struct span *address, struct span *rest)
{
	size_t at = keyword.n, end;

	if (!span_starts_nocase(arg, keyword) || at >= arg.n || arg.p[at] != '<')
		return false;
	at++;
	end = scan_mailbox(arg, at);
	if (end == at && span_starts_nocase(span_sub(arg, at, arg.n), SPAN("postmaster>")))
		end = at + 10; /* RFC 5321 4.5.1 */
	if (end == at || end >= arg.n || arg.p[end] != '>')
		return false;
	*address = span_sub(arg, at, end - at);
	*rest = span_sub(arg, end + 1, arg.n);
	return rest->n == 0 || rest->p[0] == ' ';
}

/* The next parameter of rest: NAME or NAME=VALUE.  False at the end. */
static bool
next_param(struct span *rest, struct span *name, struct span *value)
{
	size_t at = 0, end, eq;
	struct span word;

	while (at < rest->n && rest->p[at] == ' ')
		at++;
	if (at == rest->n)
		return false;
	end = span_find(*rest, at, ' ');
	word = span_sub(*rest, at, end - at);
	*rest = span_sub(*rest, end, rest->n);
	eq = span_find(word, 0, '=');
	*name = span_sub(word, 0, eq);
	*value = span_sub(word, eq + 1, word.n);
	return true;
}

/* size-value = 1*20DIGIT; what is above 64 bits is simply very big. */
static bool
parse_size(struct span s, uint64_t *size)
{
	uint64_t v = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		uint64_t digit = (uint64_t)(s.p[i] - '0');
		v = v > (UINT64_MAX - digit) / 10 ? UINT64_MAX : v * 10 + digit;
	}
	*size = v;
	return s.n >= 1 && s.n <= 20;
}

static bool
has_utf8(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= 0x80)
			return true;
	return false;
}

enum smtp_reply
smtp_path_mail(struct span arg, struct smtp_mail *m)
{
	struct span rest, name, value;
	unsigned seen = 0, this;

	*m = (struct smtp_mail){ .size = 0 };
	if (span_starts_nocase(arg, SPAN("FROM:<>"))) {
		m->address = SPAN("");
		rest = span_sub(arg, 7, arg.n);
		if (rest.n > 0 && rest.p[0] != ' ')
			return SMTP_PATH_SYNTAX;
	} else if (!parse_path(arg, SPAN("FROM:"), &m->address, &rest)) {
		return SMTP_PATH_SYNTAX; /* SMTP_MAIL_SYNTAX */
	}
	while (next_param(&rest, &name, &value)) {
		if (span_eq_nocase(name, SPAN("SIZE")) && parse_size(value, &m->size))
			this = 1;
		else if (span_eq_nocase(name, SPAN("BODY")) && /* SMTP_8BITMIME, MX_EIGHTBIT */
		    (span_eq_nocase(value, SPAN("7BIT")) ||
			span_eq_nocase(value, SPAN("8BITMIME"))))
			this = 2;
		else if (span_eq_nocase(name, SPAN("SMTPUTF8")) && value.n == 0) /* SMTP_8BITMIME */
			this = 4;
		else if (span_eq_nocase(name, SPAN("AUTH")) && value.n > 0)
			this = 8;
		else if (span_eq_nocase(name, SPAN("RET")) && /* MX_DSN_PARAMETERS */
		    (span_eq_nocase(value, SPAN("FULL")) || span_eq_nocase(value, SPAN("HDRS"))))
			this = 16;
		else if (span_eq_nocase(name, SPAN("ENVID")) && value.n > 0) /* MX_DSN_PARAMETERS */
			this = 32;
		else
			return SMTP_PARAMETER_NO; /* SMTP_MAIL_PARAMS */
		if ((seen & this) != 0)
			return SMTP_SYNTAX;
		seen |= this;
	}
	m->utf8 = (seen & 4) != 0;
	return has_utf8(m->address) && !m->utf8 ? SMTP_PATH_SYNTAX : SMTP_SILENT;
}

enum smtp_reply
smtp_path_rcpt(struct span arg, bool utf8, struct span *address)
{
	struct span rest, name, value;

	if (!parse_path(arg, SPAN("TO:"), address, &rest))
		return SMTP_PATH_SYNTAX; /* SMTP_MAIL_SYNTAX */
	/* MX_DSN_PARAMETERS */
	while (next_param(&rest, &name, &value))
		if ((!span_eq_nocase(name, SPAN("NOTIFY")) &&
			!span_eq_nocase(name, SPAN("ORCPT"))) ||
		    value.n == 0)
			return SMTP_PARAMETER_NO; /* SMTP_MAIL_PARAMS */
	return has_utf8(*address) && !utf8 ? SMTP_PATH_SYNTAX : SMTP_SILENT;
}

bool
smtp_path_is_mailbox(struct span s)
{
	return s.n > 0 && scan_mailbox(s, 0) == s.n;
}
