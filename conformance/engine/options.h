/* The words behind a command.  One parser for all commands: an option means
 * the same everywhere. */
#ifndef ENGINE_OPTIONS_H
#define ENGINE_OPTIONS_H

#include "conformance/engine/registry.h"
#include "conformance/engine/target.h"

enum { PORT_NONE = -2 }; /* the relay does not offer it: NA */
enum { ZONES_MOST = 16 };
enum colour { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };

struct options {
	const char *domain, *profile, *expect, *creds, *out, *contact, *budget;
	const char *ciphertext; /* a file: ciphertext.h */
	int32_t port[PORTS]; /* -1: not given, the standard one; 0: not reachable; or PORT_NONE */
	bool insecure, quiet, json, help;
	unsigned verbose, jobs, repeat, count; /* jobs 0: by the target; count: of pings */
	uint64_t seed;
	bool seed_given;
	double timeout_scale;
	enum level level;
	enum colour colour;
	const char *push_listen, *push_cert, *turn_secret; /* NULL: not given */
	/* Where the judge is other servers; NULL, 0: not given. */
	const char *dns_listen, *dnssec_key, *peer_domain, *dkim_key, *dkim_selector, *sink_ca;
	const char *zone[ZONES_MOST];
	size_t zones;
	uint16_t sink_port, sink_https_port;
	const char *pair, *pair_domain; /* a second relay */
	int32_t pair_port[PORTS];       /* as port[] */
	const char *hook;               /* the operator's command; NULL: none */
	/* Of `plant` and `verify`: NULL, 0, false: not given; periods in seconds. */
	const char *plan, *key;
	int64_t retention, large, inactive, grace, clock_offset;
	unsigned each; /* accounts for each date */
	bool clock_offset_given, due, status;
	/* Of `latency`; blocks, rounds 0: not given. */
	unsigned samples, blocks, rounds, pause_s, senders, rate, sender_rate, warm_up, cut_off_s,
	    limit_ms;
	const char *quantiles;
	const char *html, *junit, *text; /* of `report`: where to write; "-" is stdout */
	char **words;                    /* what is no option */
	int n;
};

/* argv[0] is the command; `allowed` lists the long names it knows, separated by spaces.
 * False after a complaint. */
bool options_parse(struct options *o, int argc, char **argv, const char *allowed);

#endif
