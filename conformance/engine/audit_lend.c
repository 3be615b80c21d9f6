/* What an operator lends to an audit: places where the judge stands in for others,
 * for its time.  What is missing is NA(vantage), see out_of_sight(). */
#include "conformance/engine/audit.h"
#include "conformance/engine/discover.h"
#include "conformance/wire/sink_place.h"

#include <string.h>
#include <strings.h>

enum { SECRET_OCTETS = 1024 };

/* The first line of the file, which has to be there. */
static bool
read_secret(struct audit *a, const char *path)
{
	char *line = arena_take(&a->arena, SECRET_OCTETS);
	FILE *f = fopen(path, "re");
	bool ok = f != NULL && line != NULL && fgets(line, SECRET_OCTETS, f) != NULL;

	if (f != NULL)
		fclose(f);
	if (ok)
		line[strcspn(line, "\r\n")] = '\0';
	a->target.turn_secret = line;
	return ok && line[0] != '\0';
}

static bool
any_needs(const struct audit *a, unsigned need)
{
	for (size_t i = 0; i < a->job_count; i++)
		if ((a->jobs[i].entry->test->needs & need) != 0)
			return true;
	return false;
}

static int
lend_proxy(struct audit *a)
{
	const struct options *o = a->options;
	char error[300];

	if ((o->push_listen == NULL) != (o->push_cert == NULL))
		return complain("--push-listen ADDR:PORT and --push-cert PEM belong together");
	if (o->push_listen == NULL)
		return 0;
	if (!proxy_start(&a->proxy, o->push_listen, o->push_cert, error, sizeof(error)))
		return complain("%s", error);
	a->target.proxy = &a->proxy;
	return 0;
}

/* A domain of somebody's instead of names of ours. */
static int
lend_key(struct audit *a)
{
	const struct options *o = a->options;
	char error[4400];

	if (o->dkim_key == NULL)
		return complain("--dkim-selector needs --dkim-key PEM");
	if (o->peer_domain == NULL)
		return complain("--dkim-key needs --peer-domain D: the domain whose key it is");
	if (o->dns_listen != NULL)
		return complain(
		    "--dkim-key and --dns-listen exclude each other: names are those of "
		    "a domain that others serve, or ours");
	a->lent = (struct dkim_lent){ .domain = o->peer_domain,
		.selector = o->dkim_selector != NULL ? o->dkim_selector : "relayspec" };
	if (!dkimc_lend(&a->lent, o->dkim_key, error, sizeof(error)))
		return complain("%s", error);
	if (strcasecmp(o->peer_domain, a->target.domain) == 0)
		return complain("--peer-domain: %s is the relay's own; mail of another server is "
				"from another domain",
		    o->peer_domain);
	a->zone = (struct zone){ .peer_domain = a->lent.domain, .lent = &a->lent };
	a->target.zone = &a->zone;
	return 0;
}

static int
lend_names(struct audit *a)
{
	const struct options *o = a->options;
	const struct zone_plan plan = { .listen = o->dns_listen,
		.files = o->zone,
		.file_count = o->zones,
		.key = o->dnssec_key,
		.peer_domain = o->peer_domain != NULL ? o->peer_domain : "peer.test" };
	char error[4400];

	a->target.records = !a->target.loopback;
	if (o->dns_listen == NULL) {
		if (o->zones > 0 || o->dnssec_key != NULL || o->sink_port != 0)
			return complain("--zone, --dnssec-key and --sink-port need "
					"--dns-listen ADDR:PORT, where the relay asks");
		return o->dkim_key != NULL || o->dkim_selector != NULL ? lend_key(a) : 0;
	}
	if (o->dkim_key != NULL || o->dkim_selector != NULL)
		return lend_key(a);
	if (!zone_start(&a->zone, &plan, error, sizeof(error)))
		return complain("%s", error);
	a->target.zone = &a->zone;
	a->target.records = a->target.records || o->zones > 0;
	if (any_needs(a, NEED_NAMES) && !dkimc_warm())
		return complain("OpenSSL makes no keys");
	return 0;
}

static int
lend_sinks(struct audit *a)
{
	const struct options *o = a->options;
	char error[4400];

	if (o->sink_port == 0)
		return 0;
	if (o->sink_ca == NULL)
		return complain("--sink-port needs --sink-ca PEM: certificate and key of a CA that "
				"the relay trusts");
	if (!sink_place_open(
		&a->sinks, o->sink_ca, o->sink_port, o->sink_https_port, error, sizeof(error)))
		return complain("%s", error);
	a->target.sinks = &a->sinks;
	return 0;
}

static int
lend_pair(struct audit *a)
{
	const struct options *o = a->options;

	if (o->pair == NULL)
		return 0;
	a->pair = (struct target){ .host = o->pair,
		.domain = o->pair_domain != NULL ? o->pair_domain : o->pair,
		.insecure = o->insecure,
		.loopback = a->target.loopback,
		.contact = o->contact };
	discover_set_ports(&a->pair, o->pair_port);
	if (o->pair_domain == NULL && discover_is_address(o->pair))
		return complain("--pair %s is an address: --pair-domain says what follows @ in its "
				"addresses",
		    o->pair);
	a->target.pair = &a->pair;
	return 0;
}

static int
lend_hook(struct audit *a)
{
	char error[4400];

	if (a->options->hook == NULL)
		return 0;
	if (!hook_open(&a->hook, a->options->hook, error, sizeof(error)))
		return complain("%s", error);
	a->target.hook = &a->hook;
	return 0;
}

enum exit_code
audit_stand_in(struct audit *a)
{
	const struct options *o = a->options;
	int code = 0;

	if (o->turn_secret != NULL && !read_secret(a, o->turn_secret))
		return (enum exit_code)complain(
		    "--turn-secret: %s holds no secret in its first line", o->turn_secret);
	code = lend_proxy(a);
	if (code == 0)
		code = lend_names(a);
	if (code == 0)
		code = lend_sinks(a);
	if (code == 0)
		code = lend_pair(a);
	if (code == 0)
		code = lend_hook(a);
	return (enum exit_code)code;
}

void
audit_give_back(struct audit *a)
{
	proxy_stop(&a->proxy);
	zone_stop(&a->zone);
	dkimc_take_back(&a->lent);
	sink_place_close(&a->sinks);
}
