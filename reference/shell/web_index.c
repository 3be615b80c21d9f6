/* The first page: what this is, how to get a profile, what may be expected. */
#include "reference/shell/web_part.h"

static void
put_join(struct buf *b, const struct web_facts *f)
{
	/* The code is a link too: who sees it on the phone cannot scan it. */
	buf_put(b,
	    SPAN("<section class=\"card join\" aria-labelledby=\"join\">\n<a class=\"code\" "
		 "href=\""));
	web_put_text(b, f->link);
	buf_put(b, SPAN("\">\n"));
	web_put_qr(b, f);
	buf_put(b,
	    SPAN("</a>\n<div>\n<h2 id=\"join\">Get a profile</h2>\n<ol class=\"steps\">\n"
		 "<li>Install <a href=\"https://delta.chat/download\" rel=\"noreferrer\">Delta "
		 "Chat</a> or another chatmail app.</li>\n"
		 "<li>Scan the code with it, or tap the button on the device that has the "
		 "app.</li>\n"
		 "<li>Choose a name. That is all: no phone number, no password to "
		 "remember.</li>\n</ol>\n<p><a class=\"button\" href=\""));
	web_put_text(b, f->link); /* WEB_DCACCOUNT */
	buf_put(b,
	    SPAN("\">Create a profile here</a></p>\n"
		 "<p class=\"small\">The code as a file: <a href=\"/qr.svg\">qr.svg</a></p>\n"
		 "</div>\n</section>\n"));
}

static void
put_promises(struct buf *b)
{
	buf_put(b,
	    SPAN(
		"<section aria-labelledby=\"promises\">\n<h2 id=\"promises\">What you can rely "
		"on</h2>\n<ul class=\"grid\">\n"
		"<li><h3>Only encrypted mail</h3><p>A message that is not end-to-end encrypted is "
		"refused, whoever sends it. The one exception is the greeting by which older apps "
		"ask for a key.</p></li>\n"
		"<li><h3>Nobody asks who you are</h3><p>Your address is a random word. It exists "
		"from the first login on, and nothing about you is kept with it.</p></li>\n"
		"<li><h3>No trace</h3><p>No log of who writes to whom, no network address, no time "
		"of login is stored.</p></li>\n"
		"<li><h3>Quick, then forgotten</h3><p>What you send is on its way at once. When "
		"your "
		"devices have fetched a message and deleted it, it is gone here too.</p></li>\n"
		"</ul>\n</section>\n"));
}

/* Octets in the largest unit that leaves no fraction. */
static void
put_size(struct buf *b, uint64_t octets)
{
	static const char *const units[] = { " octets", " KiB", " MiB", " GiB", " TiB" };
	size_t unit = 0;

	for (; unit + 1 < COUNT_OF(units) && octets >= 1024 && octets % 1024 == 0; unit++)
		octets /= 1024;
	buf_put_u64(b, octets);
	buf_put_str(b, units[unit]);
}

static void
put_ports(struct buf *b, const struct web_facts *f, const char *name, const enum service s[3])
{
	const char *before = " ";

	buf_put(b, SPAN("<dt>"));
	buf_put_str(b, name);
	buf_put(b, SPAN("</dt><dd>port"));
	for (int i = 0; i < 3; i++) {
		if (f->ports[s[i]] == 0)
			continue;
		buf_put_str(b, before);
		buf_put_u64(b, f->ports[s[i]]);
		if (s[i] == SERVICE_IMAP || s[i] == SERVICE_SUBMISSION)
			buf_put(b, SPAN(" (STARTTLS)"));
		before = ", ";
	}
	buf_put(b, SPAN("</dd>\n"));
}

static void
put_facts(struct buf *b, const struct web_facts *f)
{
	static const enum service imap[3] = { SERVICE_IMAPS, SERVICE_IMAP, SERVICE_HTTPS };
	static const enum service smtp[3] = { SERVICE_SUBMISSIONS, SERVICE_SUBMISSION,
		SERVICE_HTTPS };
	const struct config *c = f->config;

	buf_put(b,
	    SPAN("<section aria-labelledby=\"numbers\">\n<h2 id=\"numbers\">In "
		 "numbers</h2>\n<dl class=\"facts\">\n<dt>One message</dt><dd>up to "));
	put_size(b, c->max_message_size);
	buf_put(b, SPAN("</dd>\n<dt>One mailbox</dt><dd>up to "));
	put_size(b, c->max_mailbox_size);
	buf_put(b, SPAN("</dd>\n<dt>Sending</dt><dd>up to "));
	buf_put_u64(b, 60000 / c->rate.interval);
	buf_put(b, SPAN(" messages a minute, "));
	buf_put_u64(b, c->rate.burst);
	buf_put(b, SPAN(" of them at once</dd>\n<dt>Reaches</dt><dd>addresses of "));
	web_put_text(b, c->name);
	if (c->dkim_key != NULL)
		buf_put(b, SPAN(" and of other relays"));
	buf_put(b, SPAN("</dd>\n"));
	put_ports(b, f, "Reading (IMAP)", imap);
	put_ports(b, f, "Sending (SMTP)", smtp);
	buf_put(b,
	    SPAN("</dl>\n<p class=\"small\">An app that has scanned the code needs none of "
		 "these settings.</p>\n</section>\n"));
}

/* WEB_INDEX */
void
web_put_index(struct buf *b, const struct web_facts *f)
{
	web_put_top(b, f, "A chatmail relay: ");
	buf_put(b, SPAN("<main>\n<h1>"));
	web_put_text(b, f->config->name);
	buf_put(b,
	    SPAN("</h1>\n<p class=\"lead\">A chatmail relay: it passes encrypted messages "
		 "between people who use Delta Chat and other chatmail apps, quickly, and "
		 "without knowing who they are.</p>\n"));
	put_join(b, f);
	put_promises(b);
	put_facts(b, f);
	buf_put(b, SPAN("</main>\n"));
	web_put_end(b, f);
}
