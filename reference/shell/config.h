/* The configuration of refrelay: one struct, filled once, read only after.
 *
 * The file has the keys of chatmail.ini and a few of ours; refrelay.conf(5)
 * says what each does.  An error of the operator is one line on stderr,
 * `FILE:LINE: what, what to do`. */
#ifndef SHELL_CONFIG_H
#define SHELL_CONFIG_H

#include "base/cdefs.h"
#include "reference/core/account.h"
#include "reference/core/rate.h"
#include "reference/core/retention.h"

/* What is listened on; also the index into ports and sockets. */
enum service {
	SERVICE_SUBMISSIONS,
	SERVICE_SUBMISSION,
	SERVICE_IMAPS,
	SERVICE_IMAP,
	SERVICE_HTTPS,
	SERVICE_HTTP,
	SERVICE_SMTP, /* port 25: mail of other servers */
	SERVICES
};

struct config {
	struct span domain;         /* mail_domain, lower case */
	struct account_rules rules; /* who may create an account; rules.domain is domain */
	struct rate_limit rate;     /* mails per account */
	uint64_t max_message_size;  /* octets of a message */
	uint64_t max_mailbox_size;  /* octets of all messages of an account */
	struct retention retention; /* how long messages and accounts are kept */
	size_t max_recipients;      /* of one message */
	unsigned scrypt_log2n;      /* cost of a password verifier */
	struct span admin;          /* METADATA /shared/admin; empty: not told */
	bool demo;                  /* certificate made at start, free ports */
	/* NUL-terminated, owned; NULL when not given. */
	char *name, *admin_text;
	char *listen, *state, *tls_certificate, *tls_key;
	uint16_t port[SERVICES]; /* 0: any free one */
	bool off[SERVICES];      /* not listened on */
	/* The web: texts of the operator, several lines each. */
	char *privacy_postal, *privacy_mail, *privacy_pdo, *privacy_supervisor, *imprint;
	bool imap_compress;
	/* Realtime: the relay's address that clients are told, host:port behind us. */
	char *iroh_relay, *iroh_upstream;
	char *turn_host, *turn_secret, *turn_secret_file;
	uint16_t turn_port;
	size_t turn_lifetime; /* seconds */
	/* Push; notification_url is NULL when it is off. */
	char *notification_url, *notification_ca;
	char *appversions; /* a file */
	/* Other servers.  Without dkim_key mail stays here: no other domain is a
	 * recipient.  Keys are files. */
	char *dkim_key, *dkim_selector, *dkim_ed25519_key, *dkim_ed25519_selector;
	char *dns_server;       /* ADDRESS or ADDRESS@PORT; NULL: the system's */
	char *dns_trust_anchor; /* a file; NULL: the root's, where it is installed */
	char *outbound_ca;      /* a file; NULL: the system's roots */
	uint16_t outbound_smtp_port, outbound_https_port;
	bool outbound_private;              /* may connect to loopback and private networks */
	size_t outbound_timeout;            /* seconds: to connect, and for each reply */
	size_t queue_retry, queue_lifetime; /* seconds: before the second try; until a bounce */
};

/* The words of each service: "submissions", "submission", "imaps", "imap", "https", "http",
 * "smtp". */
extern const char *const service_names[SERVICES];

/* The defaults: those of a fresh chatmail.ini and the registered ports. */
void config_init(struct config *c);

/* Sets one key.  `where` is the prefix of messages ("FILE:LINE" or "--option").
 * -1 when refused; the message has been written to stderr. */
int config_set(struct config *c, const char *where, const char *key, const char *value) MUST_USE;

/* A line of a file that continues the value of the key before it; as above. */
int config_continue(
    struct config *c, const char *where, const char *key, const char *text) MUST_USE;

/* Reads a file.  -1 when anything in it was refused. */
int config_read(struct config *c, const char *file) MUST_USE;

/* Is what has been set enough and free of contradictions?  `where` as above. */
int config_check(const struct config *c, const char *where) MUST_USE;

/* Its part about other programs: TURN, iroh, push. */
int config_check_others(const struct config *c, const char *where) MUST_USE;

void config_free(struct config *c);

#endif
