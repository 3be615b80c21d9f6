/* Verbs and whether they may have arguments (RFC 5321 4.1.1).  Knows no state. */
#include "reference/core/smtp_command.h"

struct verb {
	const char *name;
	enum smtp_event event;
	enum { NO_ARG, ANY_ARG, ONE_WORD, OWN_GRAMMAR } takes;
};

// clang-format off
/* No BDAT and no XCLIENT: MX_NO_CHUNKING, MX_XCLIENT. */
static const struct verb verbs[] = {
	{ "EHLO",     SMTP_ON_EHLO,     ONE_WORD },
	{ "HELO",     SMTP_ON_HELO,     ONE_WORD },
	{ "STARTTLS", SMTP_ON_STARTTLS, NO_ARG },
	{ "AUTH",     SMTP_ON_AUTH,     OWN_GRAMMAR },
	{ "MAIL",     SMTP_ON_MAIL,     OWN_GRAMMAR },
	{ "RCPT",     SMTP_ON_RCPT,     OWN_GRAMMAR },
	{ "DATA",     SMTP_ON_DATA,     NO_ARG },
	{ "RSET",     SMTP_ON_RSET,     NO_ARG },
	{ "NOOP",     SMTP_ON_NOOP,     ANY_ARG },
	{ "VRFY",     SMTP_ON_VRFY,     ANY_ARG },
	{ "EXPN",     SMTP_ON_EXPN,     ANY_ARG },
	{ "HELP",     SMTP_ON_HELP,     ANY_ARG },
	{ "QUIT",     SMTP_ON_QUIT,     NO_ARG },
};
// clang-format on

enum { VERBS = sizeof(verbs) / sizeof(verbs[0]) };

void
smtp_command_parse(struct span line, struct smtp_command *c)
{
	while (line.n > 0 && (line.p[line.n - 1] == ' ' || line.p[line.n - 1] == '\t'))
		line.n--;
	size_t end = span_find(line, 0, ' ');
	struct span word = span_sub(line, 0, end);

	while (end < line.n && line.p[end] == ' ')
		end++;
	c->arg = span_sub(line, end, line.n);
	c->verb = SMTP_ON_UNKNOWN;
	for (size_t i = 0; i < VERBS; i++)
		if (span_eq_nocase(word, span_str(verbs[i].name))) /* SMTP_CASE */
			c->verb = verbs[i].event;
}

/* One word of visible octets: a name or an address literal (SMTP_EHLO_LITERAL).
 * What it says is not looked at: nobody is turned away for the name of a phone. */
static bool
is_word(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] <= ' ' || s.p[i] == 127)
			return false;
	return s.n > 0;
}

enum smtp_reply
smtp_command_check(const struct smtp_command *c)
{
	for (size_t i = 0; i < VERBS; i++) {
		if (verbs[i].event != c->verb)
			continue;
		if (verbs[i].takes == NO_ARG && c->arg.n > 0)
			return SMTP_SYNTAX;
		if (verbs[i].takes == ONE_WORD && !is_word(c->arg))
			return SMTP_SYNTAX;
	}
	return SMTP_SILENT;
}
