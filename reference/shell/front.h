/* What a protocol may use of the front process it runs in. */
#ifndef SHELL_FRONT_H
#define SHELL_FRONT_H

#include "reference/shell/config.h"
#include "reference/shell/meta_files.h"
#include "reference/shell/outbound_client.h"
#include "reference/shell/store_client.h"

struct front {
	const struct config *config;
	const struct web *web; /* the pages: web.h */
	struct store_client *store;
	struct outbound_client *outbound; /* NULL: there is nothing to connect to */
	struct meta_files meta;
	/* Rate limiting state per account lives here: rate_table.h */
	struct rate_table *rates;
	/* Octets of messages that strangers are sending: mail_text.h */
	uint64_t strangers;
	/* Open mailboxes by account, for events: owned by imap_conn.c */
	void *mailboxes;
};

#endif
