/* IDLE (RFC 2177). */
#include "reference/shell/imap_session.h"

/* IDLE_CONTINUES: the continuation comes at once.  IDLE_RACE: the view holds
 * every event since the last answer, so they follow it in the same write, and
 * from here on imap_hub.c tells each new one as it comes. */
void
imap_idle(struct imap_session *s)
{
	imap_enter(s, MODE_IDLE);
	imap_say(s, SPAN("+ idling\r\n"));
	imap_view_tell(&s->view, s->c, true);
	imap_hub_idle(s);
}

void
imap_idle_end(struct imap_session *s, const char *result)
{
	imap_hub_awake(s);
	s->mode = MODE_COMMAND;
	imap_done(s, result);
}
