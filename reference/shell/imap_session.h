/* One IMAP session of the front process: what the imap_*.c files of the shell
 * share.  The rules are in reference/core/imap_*; here they meet the
 * connection and the store.
 *
 * A command runs from imap_run() to imap_done().  A command that waits for the
 * store holds the connection meanwhile, so a session never has two. */
#ifndef SHELL_IMAP_SESSION_H
#define SHELL_IMAP_SESSION_H

#include "base/cdefs.h"
#include "reference/core/imap_command.h"
#include "reference/core/imap_frame.h"
#include "reference/core/imap_session.h"
#include "reference/shell/conn.h"
#include "reference/shell/front.h"
#include "reference/shell/imap_view.h"
#include "reference/shell/store_client_names.h"

enum imap_mode {
	MODE_COMMAND,      /* the next line is a command */
	MODE_AUTHENTICATE, /* the next line is a SASL response */
	MODE_IDLE          /* the next line is DONE */
};

struct imap_fetch;
struct imap_hub;
struct imap_upload;

struct imap_session {
	struct conn *c;
	struct front *f;
	struct imap_hub *hub;
	enum imap_state state;
	enum imap_mode mode;
	bool tls, busy, held, over;
	bool packed; /* COMPRESS is on */
	bool unread; /* what follows is not to be read as it is */
	struct imap_frame frame;
	struct buf text; /* the command so far; memory only while there is one */
	char tag[IMAP_TAG_MAX + 1];
	struct imap_command *cmd; /* while a command runs */
	unsigned bad;             /* BAD answers to a stranger */
	const char *refusal;      /* of the command whose literal is being skipped */
	int64_t account, mailbox; /* the one that is selected, as the store calls it */
	struct imap_view view;    /* and as this session knows it */
	bool read_only;
	struct imap_fetch *fetch; /* while FETCH or SEARCH runs */
	size_t next_entry;        /* of SETMETADATA, of SEARCH */
	uint32_t *found;          /* by SEARCH, n_found of them */
	size_t n_found;
	struct imap_upload *upload;                  /* from the literal of APPEND to its answer */
	bool checks;                                 /* the upload is with a thread */
	struct imap_session *next, **back;           /* sessions of this mailbox */
	struct imap_session *idle_next, **idle_back; /* sessions in IDLE */
	unsigned idle_slot;
};

/* ---- imap_conn.c ---- */

void imap_say(struct imap_session *s, struct span text);
/* At most 1000 octets. */
void imap_printf(struct imap_session *s, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* The command is over: news of the mailbox, then "tag result". */
void imap_done(struct imap_session *s, const char *result);
/* The same for a failed answer of the store. */
void imap_failed(struct imap_session *s, enum store_status st);
/* All of the command but the tag may be forgotten: the session goes on in another mode. */
void imap_enter(struct imap_session *s, enum imap_mode mode);
_Noreturn void imap_no_memory(void);

/* ---- handlers: each ends in imap_done(), at once or from a callback ---- */

typedef void imap_handler(struct imap_session *s);
/* imap_auth.c */
imap_handler imap_capability, imap_id, imap_logout, imap_starttls, imap_login, imap_authenticate,
    imap_enable, imap_compress;
/* What may be offered now. */
const char *imap_offer(const struct imap_session *s);
void imap_sasl_line(struct imap_session *s, struct span line);
/* imap_mailbox.c */
imap_handler imap_select, imap_status, imap_namespace, imap_close, imap_unselect, imap_expunge;
void imap_leave_mailbox(struct imap_session *s);
/* imap_names.c */
imap_handler imap_list, imap_create, imap_delete, imap_rename, imap_subscribe;
struct imap_name_memory {
	uint8_t octets[IMAP_NAME_MAX];
};
/* The name as the store knows it; false: it is none. */
bool imap_mailbox_name(struct span written, struct imap_name_memory *memory, struct span *name);
/* imap_copy.c: COPY and MOVE */
imap_handler imap_copy;
/* imap_append.c */
imap_handler imap_append;
enum imap_announced {
	ANNOUNCED_STRING,  /* a part of the command */
	ANNOUNCED_MESSAGE, /* its octets go to imap_append_octets() */
	ANNOUNCED_REFUSED  /* *refusal says why */
};
enum imap_announced imap_append_announced(struct imap_session *s, const char **refusal);
void imap_append_octets(struct imap_session *s, struct span octets);
void imap_append_free(struct imap_session *s);
/* imap_flags.c */
imap_handler imap_store;
/* UIDs of the messages in the set that satisfy want (NULL: all); malloc'ed, *n of them. */
uint32_t *imap_uids(struct imap_session *s, bool (*want)(const struct message_info *), size_t *n);
/* The set is fixed to this mailbox; false: it names a message that is not there. */
bool imap_fix_set(struct imap_session *s, struct imap_set *set);
/* imap_fetch_run.c, imap_search_run.c */
imap_handler imap_fetch, imap_search;
void imap_search_free(struct imap_session *s);
void imap_fetch_drained(struct imap_session *s);
void imap_fetch_free(struct imap_session *s);
/* imap_quota.c */
imap_handler imap_getquotaroot, imap_getquota;
/* imap_meta.c */
imap_handler imap_getmetadata, imap_setmetadata;
/* imap_idle.c */
imap_handler imap_idle;
void imap_idle_end(struct imap_session *s, const char *result);

/* ---- imap_hub.c: the sessions of one front process ---- */

struct imap_hub *imap_hub_join(struct front *f, struct conn *c); /* NULL: no memory */
void imap_hub_leave(struct imap_hub *hub);
void imap_hub_add(struct imap_session *s); /* events of s->mailbox come to s */
void imap_hub_remove(struct imap_session *s);
void imap_hub_idle(struct imap_session *s); /* a sign of life every two minutes */
void imap_hub_awake(struct imap_session *s);

#endif
