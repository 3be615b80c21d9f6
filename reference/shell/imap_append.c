/* APPEND: the message goes into a memfd as it comes, is judged in a thread by the
 * gate of reference/core, and then given to the store.
 * Sources: RFC 3501 section 6.3.11; RFC 4315 section 3; RFC 7888 section 4. */
#include "reference/core/imap_append.h"
#include "reference/core/gate.h"
#include "reference/shell/imap_session.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define LATER "NO [UNAVAILABLE] A temporary failure, try again later"

/* A message on its way from the client. */
struct imap_upload {
	uv_work_t work;
	struct imap_session *s; /* NULL: the connection is gone */
	struct imap_name_memory memory;
	struct store_append what; /* what.fd: the memfd, until it is given away */
	size_t command;           /* octets of the command before the message */
	const char *refusal;      /* NULL: none so far */
};

/* ---- receiving ------------------------------------------------------------ */

static void
end_upload(struct imap_upload *u)
{
	if (u->what.fd != -1)
		close(u->what.fd);
	free(u);
}

/* IMAP_LITERAL_UNCLOSED: in the middle of a message or of its check nothing is stored. */
void
imap_append_free(struct imap_session *s)
{
	struct imap_upload *u = s->upload;

	s->upload = NULL;
	if (u != NULL && s->checks)
		u->s = NULL; /* the thread still has it: checked() ends it */
	else if (u != NULL)
		end_upload(u);
	s->checks = false;
}

/* MBOX_APPEND_SIZE: told before the octets are asked for. */
static const char *
too_big(const struct imap_session *s, uint64_t size)
{
	return size > s->f->config->max_message_size
	    ? "NO [TOOBIG] The message is larger than this server takes"
	    : NULL;
}

enum imap_announced
imap_append_announced(struct imap_session *s, const char **refusal)
{
	struct imap_append head;
	struct imap_upload *u;

	switch (imap_append_parse(s->text.p, s->text.n, &head)) {
	case APPEND_NAME: return ANNOUNCED_STRING;
	case APPEND_MALFORMED: *refusal = "BAD Malformed arguments"; return ANNOUNCED_REFUSED;
	case APPEND_MESSAGE: break;
	}
	*refusal = too_big(s, s->frame.size);
	if (*refusal != NULL || s->upload != NULL)
		return ANNOUNCED_REFUSED;
	u = calloc(1, sizeof(*u));
	if (u == NULL)
		imap_no_memory();
	if (!imap_mailbox_name(head.mailbox, &u->memory, &u->what.to)) {
		free(u);
		*refusal = "NO [CANNOT] That cannot be the name of a mailbox";
		return ANNOUNCED_REFUSED;
	}
	u->s = s;
	u->what.account = s->account;
	u->what.flags = head.flags;
	u->what.dated = head.dated;
	u->what.date = head.date;
	u->what.size = s->frame.size;
	u->what.fd = memfd_create("append", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	u->command = s->text.n;
	if (u->what.fd == -1)
		u->refusal = LATER;
	s->upload = u;
	return ANNOUNCED_MESSAGE;
}

void
imap_append_octets(struct imap_session *s, struct span octets)
{
	struct imap_upload *u = s->upload;

	while (octets.n > 0 && u->refusal == NULL) {
		ssize_t n = write(u->what.fd, octets.p, octets.n);

		if (n > 0)
			octets = span_sub(octets, (size_t)n, octets.n);
		else if (n == 0 || errno != EINTR)
			u->refusal = LATER;
	}
}

/* ---- judging -------------------------------------------------------------- */

static const char *
judge(struct span message)
{
	uint8_t *scratch;
	enum gate gate;

	if (!imap_append_lines_good(message))
		return "NO [CANNOT] A message has CRLF at the end of its lines, and no NUL";
	scratch = malloc(message.n > 0 ? message.n : 1);
	if (scratch == NULL)
		return LATER;
	gate = gate_check(message.p, message.n, scratch);
	free(scratch);
	/* MBOX_APPEND_GATE, MBOX_APPEND_GATE_PLUS: what submission refuses is refused here. */
	return gate == GATE_PASS ? NULL : "NO [CANNOT] Encryption Needed: Invalid Unencrypted Mail";
}

/* In a thread: touches nothing but the upload. */
static void
check(uv_work_t *work)
{
	struct imap_upload *u = work->data;
	const int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL;
	void *p;

	if (u->what.size == 0) {
		u->refusal = judge(SPAN(""));
		return;
	}
	if (fcntl(u->what.fd, F_ADD_SEALS, seals) == -1) {
		u->refusal = LATER;
		return;
	}
	p = mmap(NULL, u->what.size, PROT_READ, MAP_PRIVATE, u->what.fd, 0);
	if (p == MAP_FAILED) {
		u->refusal = LATER;
		return;
	}
	u->refusal = judge(SPAN_OF(p, u->what.size));
	munmap(p, u->what.size);
}

/* ---- storing -------------------------------------------------------------- */

static void
on_appended(
    void *ctx, enum store_status st, uint32_t validity, const struct uid_pair *pairs, size_t n)
{
	struct imap_session *s = ctx;
	char text[80];

	if (st == STORE_NO) {
		imap_done(s, "NO [TRYCREATE] No such mailbox"); /* MBOX_APPEND_TRYCREATE */
		return;
	}
	if (st != STORE_OK || n != 1) {
		imap_failed(s, st == STORE_OK ? STORE_DOWN : st);
		return;
	}
	snprintf(
	    text, sizeof(text), "OK [APPENDUID %u %u] APPEND completed", validity, pairs[0].to);
	imap_done(s, text);
}

static void
checked(uv_work_t *work, int status)
{
	struct imap_upload *u = work->data;
	struct imap_session *s = u->s;

	(void)status; /* never cancelled */
	if (s == NULL) {
		end_upload(u);
		return;
	}
	s->upload = NULL;
	s->checks = false;
	if (u->refusal != NULL) {
		imap_done(s, u->refusal);
	} else {
		store_append(s->f->store, &u->what, on_appended, s);
		u->what.fd = -1;
	}
	end_upload(u);
}

/* MBOX_APPEND: the whole command is there, its message in s->upload. */
void
imap_append(struct imap_session *s)
{
	struct imap_upload *u = s->upload;
	struct span rest;

	if (u == NULL) {
		imap_done(s, "BAD Malformed arguments");
		return;
	}
	rest = span_sub(buf_span(&s->text), u->command, s->text.n);
	if (u->refusal == NULL && !span_eq(rest, SPAN("\r\n")))
		u->refusal = "BAD Malformed arguments";
	u->work.data = u;
	if (u->refusal == NULL && uv_queue_work(conn_loop(s->c), &u->work, check, checked) == 0) {
		s->checks = true;
		return;
	}
	const char *refusal = u->refusal != NULL ? u->refusal : LATER;
	imap_append_free(s);
	imap_done(s, refusal);
}
