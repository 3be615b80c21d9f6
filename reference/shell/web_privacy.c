/* What is kept, for how long, and who answers for it. */
#include "reference/shell/web_part.h"

/* Lines of the operator under a heading of their own. */
static void
put_lines(struct buf *b, const char *id, const char *heading, const char *text)
{
	if (text == NULL)
		return;
	buf_put(b, SPAN("<h2 id=\""));
	buf_put_str(b, id);
	buf_put(b, SPAN("\">"));
	buf_put_str(b, heading);
	buf_put(b, SPAN("</h2>\n<p class=\"lines\">"));
	web_put_text(b, text);
	buf_put(b, SPAN("</p>\n"));
}

/* In the largest unit that tells it whole. */
static void
put_period(struct buf *b, int64_t seconds)
{
	static const struct {
		int64_t seconds;
		const char *name;
	} units[] = { { 86400, " days" }, { 3600, " hours" }, { 60, " minutes" },
		{ 1, " seconds" } };

	for (size_t i = 0; i < COUNT_OF(units); i++)
		if (seconds % units[i].seconds == 0) {
			buf_put_u64(b, (uint64_t)(seconds / units[i].seconds));
			buf_put_str(b, units[i].name);
			return;
		}
}

/* RET_CLAIM: the numbers are those that decide. */
static void
put_messages(struct buf *b, const struct config *c)
{
	buf_put(b,
	    SPAN("<li><strong>Encrypted messages</strong> for you, until your devices delete them, "
		 "and for "));
	put_period(b, c->retention.keep);
	buf_put(b, SPAN(" at most; for "));
	put_period(b, c->retention.keep_large);
	buf_put(b, SPAN(" if they have more than "));
	buf_put_u64(b, RETENTION_LARGE);
	buf_put(b,
	    SPAN(" octets. When your mailbox becomes full, the oldest go earlier. Visible to the "
		 "relay are the addresses of sender and recipients, the size and the time; the "
		 "content is not.</li>\n"));
}

static void
put_account(struct buf *b, const struct config *c)
{
	buf_put(b,
	    SPAN("<li><strong>Your address and a check value of your password.</strong> The "
		 "address is random and the password is not stored, only what is needed to "
		 "recognise it.</li>\n<li><strong>The day of your last login.</strong> "
		 "An account that nobody has used for "));
	put_period(b, c->retention.keep_account);
	buf_put(b,
	    SPAN(" is deleted with everything in it. For as long again check values of its "
		 "address and password are kept, so that nobody but you can have the address "
		 "anew.</li>\n"));
}

static void
put_kept(struct buf *b, const struct config *c)
{
	buf_put(b, SPAN("<h2>What is kept</h2>\n<ul>\n"));
	put_account(b, c);
	put_messages(b, c);
	if (c->notification_url != NULL)
		buf_put(b,
		    SPAN("<li><strong>A token of your device</strong>, if your app hands one over. "
			 "It is encrypted by the app, goes to a notification service when there is "
			 "something new for you, with nothing else, and is forgotten when your app "
			 "has not renewed it for 90 days.</li>\n"));
	buf_put(b,
	    SPAN("</ul>\n<h2>What is not kept</h2>\n<ul>\n<li>Names, phone numbers, other mail "
		 "addresses, contacts.</li>\n<li>Network addresses, hours of login, kinds of "
		 "device.</li>\n<li>Logs of messages: who wrote to whom, when, how much.</li>\n"
		 "</ul>\n<p>This web site sets no cookie, runs no script and loads nothing from "
		 "elsewhere. Visits are not recorded.</p>\n"));
}

/* WEB_PRIVACY */
void
web_put_privacy(struct buf *b, const struct web_facts *f)
{
	const struct config *c = f->config;

	web_put_top(b, f, "Privacy: ");
	buf_put(b,
	    SPAN("<main>\n<h1>Privacy</h1>\n<p class=\"lead\">The best protected data are "
		 "those that nobody has. Here is all that "));
	web_put_text(b, c->name);
	buf_put(b, SPAN(" has.</p>\n"));
	put_kept(b, c);
	put_lines(b, "responsible", "Who is responsible", c->privacy_postal);
	put_lines(b, "contact", "Questions about your data", c->privacy_mail);
	put_lines(b, "officer", "Data protection officer", c->privacy_pdo);
	put_lines(b, "supervisor", "Supervisory authority", c->privacy_supervisor);
	put_lines(b, "imprint", "Imprint", c->imprint);
	if (c->privacy_postal == NULL && c->privacy_mail == NULL && c->imprint == NULL)
		buf_put(b,
		    SPAN("<h2>Who is responsible</h2>\n<p>The operator of this relay has not "
			 "said so here.</p>\n"));
	buf_put(b, SPAN("</main>\n"));
	web_put_end(b, f);
}
