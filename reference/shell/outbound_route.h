/* A message on its way: what its three parts share.
 *
 *	outbound_mail.c    from the store and back to it
 *	outbound_route.c   which servers, in which order
 *	outbound_offer.c   one server: HTTPS, then SMTP */
#ifndef SHELL_OUTBOUND_ROUTE_H
#define SHELL_OUTBOUND_ROUTE_H

#include "reference/shell/ipc.h"
#include "reference/shell/outbound_mail.h"

enum { SAID_OCTETS = DNS_NAME_MAX + SMTP_ANSWER_TEXT_MAX + 16 };

struct mailer {
	struct mail_world world;
	struct ipc *store;
	uint64_t number; /* no predecessor has had it (IPC_SEND_READY) */
	struct sts_cache *sts;
	struct https_memory silent;
};

struct mail {
	struct mailer *mailer;
	uint64_t id;
	uint8_t *strings; /* what the spans borrow from */
	char domain[DNS_NAME_MAX + 1];
	struct smtp_client_mail mail;
	char **said; /* of each recipient; NULL: nothing yet */
	struct span message;
	uv_timer_t deadline;
	bool over;
	/* Where to. */
	bool verify;    /* false: a literal or a domain that cannot have certificates */
	bool secure_mx; /* DNSSEC says so */
	struct mx_list list;
	size_t at; /* which server of it */
	struct addresses addresses;
	struct tlsa tlsa[TLSA_MOST];
	size_t n_tlsa;
	uint8_t tlsa_octets[TLSA_OCTETS];
	char name[DNS_NAME_MAX + 16];
	char why[SAID_OCTETS]; /* the last server was of no use */
	bool later;            /* for a reason that may pass */
	bool quotes;           /* the next reason is in the words of the other side, */
	size_t shown;          /* of which the log has the code alone: they may name somebody */
	/* What is under way. */
	struct dns_query *dns;
	struct address_query *address;
	struct sts_query *sts;
	struct https *https;
	struct smtp_send *smtp;
};

/* The end: what is under way is cancelled, the store is told. */
void mail_finish(struct mail *m);
/* The same for everybody who has no fate yet.  why: NULL, then as it is. */
void mail_finish_all(struct mail *m, enum smtp_fate fate, const char *why);
void mail_out_of_memory(struct mail *m);

/* Finds the servers and goes to the first. */
void mail_route(struct mail *m);
/* The server is of no use: the next one, and a line about it.  later: for a
 * reason that may pass. */
void mail_no_use(struct mail *m, bool later, const char *why);
const char *mail_host(const struct mail *m);

/* Offers it to the server, whose addresses and TLSA records are there. */
void mail_offer(struct mail *m);
void mail_offer_smtp(struct mail *m);

#endif
