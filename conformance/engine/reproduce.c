/* Choosing the tool by what the case needs.  The line opens the same door as
 * the case; what to say there is in the transcript. */
#include "conformance/engine/reproduce.h"

#include <string.h>

static bool
is_about(const struct entry *e, const char *word)
{
	return strstr(e->law.id, word) != NULL;
}

/* The port that the case is about: the one in its name, else the first it needs. */
static enum port
port_of(const struct entry *e)
{
	static const struct {
		const char *word;
		enum port port;
	} words[] = { { "_IMAPS_", PORT_IMAPS }, { "_SUBMISSIONS_", PORT_SUBMISSIONS },
		{ "_SUBMISSION_", PORT_SUBMISSION }, { "TLS_IMAP_", PORT_IMAP } };

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (is_about(e, words[i].word))
			return words[i].port;
	for (int p = 0; p < PORTS; p++)
		if ((e->test->needs >> p & 1) != 0)
			return (enum port)p;
	return PORT_SUBMISSIONS;
}

static const char *
tls_line(struct arena *a, const struct target *t, const struct entry *e)
{
	static const char *const starttls[PORTS] = { "", " -starttls smtp", "", " -starttls imap",
		"", "", " -starttls smtp" };
	enum port p = port_of(e);
	const char *name =
	    is_about(e, "NO_SNI") ? "-noservername" : arena_printf(a, "-servername %s", t->domain);
	const char *extra = is_about(e, "VERSION") ? " -no_tls1_3"
	    : is_about(e, "ALPN_FOREIGN")          ? " -alpn http/1.1"
						   : "";

	if (is_about(e, "CLEAR") || is_about(e, "INJECTION") || is_about(e, "IMPLICIT") ||
	    is_about(e, "LOGINDISABLED") || is_about(e, "GARBAGE"))
		return arena_printf(a, "curl -v telnet://%s:%u", t->host, t->port[p]);
	return arena_printf(a, "openssl s_client -connect %s:%u%s %s%s", t->host, t->port[p],
	    starttls[p], name != NULL ? name : "", extra);
}

/* Under the name that users type, whatever the address and the port are. */
static const char *
web_line(struct arena *a, const struct target *t, const struct entry *e)
{
	bool tls = (e->test->needs & NEED_HTTPS) != 0;
	enum port p = tls ? PORT_HTTPS : PORT_HTTP;

	if (is_about(e, "ALPN"))
		return arena_printf(a, "openssl s_client -connect %s:%u -servername %s -alpn %s",
		    t->host, t->port[p], t->domain,
		    is_about(e, "SMTP")       ? "smtp"
			: is_about(e, "IMAP") ? "imap"
					      : "http/1.1");
	return arena_printf(a, "curl -v%s --connect-to ::%s:%u %s://%s/PATH",
	    tls && t->insecure ? " -k" : "", t->host, t->port[p], tls ? "https" : "http",
	    t->domain);
}

/* What another mail server would do; NULL: the requirement is about something else. */
static const char *
peer_line(struct arena *a, const struct target *t, const struct entry *e)
{
	const char *area = e->law.area;

	if (strcmp(area, "dns") == 0)
		return arena_printf(a, "dig +noall +answer %s MX %s TXT _mta-sts.%s TXT", t->domain,
		    t->domain, t->domain);
	if (strcmp(area, "mxdeliv") == 0)
		return arena_printf(a,
		    "curl -v%s --connect-to ::%s:%u -H 'X-Mail-From: SENDER' -H 'X-Mail-To: "
		    "ADDRESS' "
		    "--data-binary @MESSAGE https://%s/mxdeliv",
		    t->insecure ? " -k" : "", t->host, t->port[PORT_HTTPS], t->domain);
	if (strcmp(area, "mx") != 0 && strcmp(area, "dkim") != 0)
		return NULL;
	return arena_printf(a,
	    "swaks --server %s --port %u --tls --from SENDER --to ADDRESS --data @MESSAGE", t->host,
	    t->port[PORT_SMTP]);
}

const char *
reproduce_line(struct arena *a, const struct target *t, const struct entry *e)
{
	enum port p = port_of(e);
	const char *line = peer_line(a, t, e);

	if (line != NULL)
		return line;
	if (strcmp(e->law.area, "tls") == 0)
		line = tls_line(a, t, e);
	else if (p == PORT_SUBMISSIONS && e->test->mails > 0)
		line = arena_printf(a,
		    "swaks --server %s --port %u --tlsc --auth PLAIN --auth-user ADDRESS "
		    "--auth-password PASSWORD --from ADDRESS --to %s --data @MESSAGE",
		    t->host, t->port[p],
		    e->test->accounts > 1 || e->test->fresh > 1 ? "RECIPIENT" : "ADDRESS");
	else if (strcmp(e->law.area, "web") == 0 || (e->test->needs & NEED_HTTPS) != 0)
		line = web_line(a, t, e);
	else if (strcmp(e->law.area, "realtime") == 0)
		line = "turnutils_uclient -u EXPIRY -w PASSWORD -y HOST";
	else if (p == PORT_IMAPS)
		line = arena_printf(a, "curl -v%s --user ADDRESS:PASSWORD 'imaps://%s:%u/INBOX'",
		    t->insecure ? " -k" : "", t->host, t->port[p]);
	else
		line = arena_printf(a, "openssl s_client -quiet -crlf -connect %s:%u%s", t->host,
		    t->port[p],
		    p == PORT_SUBMISSION ? " -starttls smtp"
			: p == PORT_IMAP ? " -starttls imap"
					 : "");
	return line != NULL ? line : "";
}
