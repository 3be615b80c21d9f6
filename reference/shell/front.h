/* What a protocol may use of the front process it runs in. */
#ifndef SHELL_FRONT_H
#define SHELL_FRONT_H

#include "reference/shell/config.h"
#include "reference/shell/store_client.h"

struct front {
	const struct config *config;
	struct store_client *store;
	/* Rate limiting state per account lives here: rate_table.h */
	struct rate_table *rates;
	/* Open mailboxes by account, for events: owned by imap_conn.c */
	void *mailboxes;
};

#endif
