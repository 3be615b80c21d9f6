/* SEARCH: every message of the view against the program; bodies are asked of
 * the store only where the answer hangs on them.
 * Source: RFC 3501 sections 6.4.4 and 7.2.5. */
#include "reference/core/imap_search.h"
#include "reference/shell/imap_fetch.h"
#include "reference/shell/imap_session.h"

#include <sys/mman.h>

static void go_on(struct imap_session *s);

static enum imap_match
match(struct imap_session *s, size_t i, const struct span *octets)
{
	const struct message_info *m = &s->view.m[i].info;
	struct imap_search_message about = { (uint32_t)(i + 1), m->uid, m->flags, m->size, m->date,
		octets };

	return imap_search_match(s->cmd, &about);
}

static void
say_number(struct imap_session *s, size_t i)
{
	imap_printf(s, " %u", s->cmd->uid ? s->view.m[i].info.uid : (uint32_t)(i + 1));
}

static void
on_body(void *ctx, enum store_status st, int fd, uint64_t size)
{
	struct imap_session *s = ctx;
	struct span octets;

	if (st == STORE_OK && imap_map_body(fd, size, &octets)) {
		if (match(s, s->next_entry, &octets) == MATCH_YES)
			say_number(s, s->next_entry);
		if (octets.n > 0)
			munmap((void *)(uintptr_t)octets.p, octets.n);
	} else if (st != STORE_NO) {
		imap_say(s, SPAN("\r\n"));
		imap_failed(s, STORE_DOWN);
		return;
	}
	s->next_entry++;
	go_on(s);
}

static void
go_on(struct imap_session *s)
{
	for (; s->next_entry < s->view.told; s->next_entry++) {
		const struct imap_seen *m = &s->view.m[s->next_entry];
		enum imap_match found = m->gone ? MATCH_NO : match(s, s->next_entry, NULL);

		if (found == MATCH_UNKNOWN) {
			store_fetch_body(s->f->store, s->account, m->info.uid, on_body, s);
			return;
		}
		if (found == MATCH_YES)
			say_number(s, s->next_entry);
	}
	imap_say(s, SPAN("\r\n"));
	imap_done(s, "OK SEARCH completed");
}

void
imap_search(struct imap_session *s)
{
	struct span charset = s->cmd->b;

	if (s->cmd->has_b && !span_eq_nocase(charset, SPAN("UTF-8")) &&
	    !span_eq_nocase(charset, SPAN("US-ASCII"))) {
		imap_done(s, "NO [BADCHARSET (US-ASCII UTF-8)] That charset is not known here");
		return;
	}
	imap_search_fix(s->cmd, (uint32_t)s->view.told, imap_view_last_uid(&s->view));
	imap_say(s, SPAN("* SEARCH"));
	s->next_entry = 0;
	go_on(s);
}
