/* The documents that programs read: robots.txt, the MTA-STS policy (RFC 8461)
 * and the autoconfig file of mail clients. */
#include "reference/shell/web_part.h"

void
web_put_robots(struct buf *b, const struct web_facts *f)
{
	(void)f;
	buf_put(b, SPAN("User-agent: *\nDisallow: /\n")); /* WEB_ROBOTS */
}

/* WEB_MTA_STS: 28 days, as deployed relays say. */
void
web_put_mta_sts(struct buf *b, const struct web_facts *f)
{
	buf_put(b, SPAN("version: STSv1\r\nmode: enforce\r\nmx: "));
	buf_put(b, f->config->domain);
	buf_put(b, SPAN("\r\nmax_age: 2419200\r\n"));
}

static void
put_server(
    struct buf *b, const struct web_facts *f, const char *way, enum service s, const char *socket)
{
	bool in = s == SERVICE_IMAPS || s == SERVICE_IMAP || (s == SERVICE_HTTPS && way[0] == 'i');
	const char *element = in ? "incomingServer" : "outgoingServer";

	if (f->ports[s] == 0)
		return;
	buf_put(b, SPAN("    <"));
	buf_put_str(b, element);
	buf_put(b, SPAN(" type=\""));
	buf_put_str(b, way);
	buf_put(b, SPAN("\">\n      <hostname>"));
	buf_put(b, f->config->domain);
	buf_put(b, SPAN("</hostname>\n      <port>"));
	buf_put_u64(b, f->ports[s]);
	buf_put(b, SPAN("</port>\n      <socketType>"));
	buf_put_str(b, socket);
	buf_put(b,
	    SPAN("</socketType>\n"
		 "      <authentication>password-cleartext</authentication>\n"
		 "      <username>%EMAILADDRESS%</username>\n    </"));
	buf_put_str(b, element);
	buf_put(b, SPAN(">\n"));
}

/* WEB_AUTOCONFIG; clients try the servers in this order (WEB_AUTOCONFIG_ORDER). */
void
web_put_autoconfig(struct buf *b, const struct web_facts *f)
{
	struct span domain = f->config->domain;

	buf_put(b,
	    SPAN("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		 "<clientConfig version=\"1.1\">\n  <emailProvider id=\""));
	buf_put(b, domain);
	buf_put(b, SPAN("\">\n    <domain>"));
	buf_put(b, domain);
	buf_put(b, SPAN("</domain>\n    <displayName>"));
	buf_put(b, domain);
	buf_put(b, SPAN(" chatmail</displayName>\n    <displayShortName>"));
	buf_put(b, domain);
	buf_put(b, SPAN("</displayShortName>\n"));
	put_server(b, f, "imap", SERVICE_IMAPS, "SSL");
	put_server(b, f, "imap", SERVICE_IMAP, "STARTTLS");
	put_server(b, f, "imap", SERVICE_HTTPS, "SSL");
	put_server(b, f, "smtp", SERVICE_SUBMISSIONS, "SSL");
	put_server(b, f, "smtp", SERVICE_SUBMISSION, "STARTTLS");
	put_server(b, f, "smtp", SERVICE_HTTPS, "SSL");
	buf_put(b, SPAN("  </emailProvider>\n</clientConfig>\n"));
}
