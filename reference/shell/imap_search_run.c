/* SEARCH: every message of the view against the program; bodies are asked of
 * the store only where the answer hangs on them.
 * Sources: RFC 3501 sections 6.4.4 and 7.2.5; RFC 4731. */
#include "reference/core/imap_search.h"
#include "reference/core/imap_text.h"
#include "reference/shell/imap_fetch.h"
#include "reference/shell/imap_session.h"

#include <stdlib.h>
#include <sys/mman.h>

enum { NUMBER_OCTETS = 11 };

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
keep(struct imap_session *s, size_t i)
{
	s->found[s->n_found++] = s->cmd->uid ? s->view.m[i].info.uid : (uint32_t)(i + 1);
}

/* ---- the answer ----------------------------------------------------------- */

/* IMAP_SEARCH: in ascending order. */
static void
say_plain(struct imap_session *s)
{
	imap_say(s, SPAN("* SEARCH"));
	for (size_t i = 0; i < s->n_found; i++)
		imap_printf(s, " %u", s->found[i]);
	imap_say(s, SPAN("\r\n"));
}

static void
say_set(struct imap_session *s)
{
	size_t cap = s->n_found * NUMBER_OCTETS;
	uint8_t *memory = malloc(cap);
	struct buf b;

	if (memory == NULL)
		imap_no_memory();
	buf_init(&b, memory, cap);
	imap_put_numbers(&b, s->found, s->n_found);
	imap_say(s, SPAN(" ALL "));
	imap_say(s, buf_span(&b));
	free(memory);
}

/* IMAP_ESEARCH; IMAP_ESEARCH_EMPTY: without matches only COUNT says something. */
static void
say_extended(struct imap_session *s)
{
	uint32_t asked = s->cmd->results;
	bool any = s->n_found > 0;

	imap_printf(s, "* ESEARCH (TAG \"%s\")%s", s->tag, s->cmd->uid ? " UID" : "");
	if (any && (asked & RESULT_MIN))
		imap_printf(s, " MIN %u", s->found[0]);
	if (any && (asked & RESULT_MAX))
		imap_printf(s, " MAX %u", s->found[s->n_found - 1]);
	if (asked & RESULT_COUNT)
		imap_printf(s, " COUNT %zu", s->n_found);
	if (any && (asked & RESULT_ALL))
		say_set(s);
	imap_say(s, SPAN("\r\n"));
}

/* ---- the messages --------------------------------------------------------- */

void
imap_search_free(struct imap_session *s)
{
	free(s->found);
	s->found = NULL;
	s->n_found = 0;
}

static void
on_body(void *ctx, enum store_status st, int fd, uint64_t size)
{
	struct imap_session *s = ctx;
	struct span octets;

	if (st == STORE_OK && imap_map_body(fd, size, &octets)) {
		if (match(s, s->next_entry, &octets) == MATCH_YES)
			keep(s, s->next_entry);
		if (octets.n > 0)
			munmap((void *)(uintptr_t)octets.p, octets.n);
	} else if (st != STORE_NO) {
		imap_search_free(s);
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
		/* DEL_SEARCH */
		enum imap_match found = m->gone ? MATCH_NO : match(s, s->next_entry, NULL);

		if (found == MATCH_UNKNOWN) {
			store_fetch_body(s->f->store, s->mailbox, m->info.uid, on_body, s);
			return;
		}
		if (found == MATCH_YES)
			keep(s, s->next_entry);
	}
	if (s->cmd->results != 0)
		say_extended(s);
	else
		say_plain(s);
	imap_search_free(s);
	imap_done(s, "OK SEARCH completed");
}

void
imap_search(struct imap_session *s)
{
	struct span charset = s->cmd->b;

	/* IMAP_SEARCH_CHARSET */
	if (s->cmd->has_b && !span_eq_nocase(charset, SPAN("UTF-8")) &&
	    !span_eq_nocase(charset, SPAN("US-ASCII"))) {
		imap_done(s, "NO [BADCHARSET (US-ASCII UTF-8)] That charset is not known here");
		return;
	}
	imap_search_fix(s->cmd, (uint32_t)s->view.told, imap_view_last_uid(&s->view));
	s->found = malloc((s->view.told + 1) * sizeof(*s->found));
	if (s->found == NULL)
		imap_no_memory();
	s->n_found = 0;
	s->next_entry = 0;
	go_on(s);
}
