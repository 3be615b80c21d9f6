/* Command line options, by getopt_long. */
#include "conformance/engine/options.h"

#include "conformance/engine/complain.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

enum {
	OPT_PORT = 1000,      /* ... + enum port */
	OPT_PAIR_PORT = 1050, /* likewise */
	OPT_DOMAIN = 1100,
	OPT_PROFILE,
	OPT_EXPECT,
	OPT_CREDS,
	OPT_OUT,
	OPT_CONTACT,
	OPT_BUDGET,
	OPT_CIPHERTEXT,
	OPT_PUSH_LISTEN,
	OPT_PUSH_CERT,
	OPT_TURN_SECRET,
	OPT_DNS_LISTEN,
	OPT_ZONE,
	OPT_DNSSEC_KEY,
	OPT_PEER_DOMAIN,
	OPT_DKIM_KEY,
	OPT_DKIM_SELECTOR,
	OPT_SINK_PORT,
	OPT_SINK_HTTPS_PORT,
	OPT_SINK_CA,
	OPT_PAIR,
	OPT_PAIR_DOMAIN,
	OPT_HOOK,
	OPT_PLAN,
	OPT_KEY,
	OPT_RETENTION,
	OPT_LARGE,
	OPT_INACTIVE,
	OPT_GRACE,
	OPT_EACH,
	OPT_CLOCK_OFFSET,
	OPT_DUE,
	OPT_STATUS,
	OPT_INSECURE,
	OPT_JSON,
	OPT_JOBS,
	OPT_REPEAT,
	OPT_COUNT,
	OPT_SEED,
	OPT_TIMEOUT_SCALE,
	OPT_LEVEL,
	OPT_COLOR,
	OPT_HTML,
	OPT_JUNIT,
	OPT_TEXT,
	OPT_LATENCY, /* ... + place in take_latency() */
	OPT_QUANTILE = OPT_LATENCY + 20
};

// clang-format off
static const struct option table[] = {
	{ "port-submissions", required_argument, NULL, OPT_PORT + PORT_SUBMISSIONS },
	{ "port-submission",  required_argument, NULL, OPT_PORT + PORT_SUBMISSION },
	{ "port-imaps",       required_argument, NULL, OPT_PORT + PORT_IMAPS },
	{ "port-imap",        required_argument, NULL, OPT_PORT + PORT_IMAP },
	{ "port-https",       required_argument, NULL, OPT_PORT + PORT_HTTPS },
	{ "port-http",        required_argument, NULL, OPT_PORT + PORT_HTTP },
	{ "port-smtp",        required_argument, NULL, OPT_PORT + PORT_SMTP },
	{ "domain",           required_argument, NULL, OPT_DOMAIN },
	{ "profile",          required_argument, NULL, OPT_PROFILE },
	{ "expect",           required_argument, NULL, OPT_EXPECT },
	{ "creds",            required_argument, NULL, OPT_CREDS },
	{ "out",              required_argument, NULL, OPT_OUT },
	{ "contact",          required_argument, NULL, OPT_CONTACT },
	{ "budget",           required_argument, NULL, OPT_BUDGET },
	{ "ciphertext",       required_argument, NULL, OPT_CIPHERTEXT },
	{ "push-listen",      required_argument, NULL, OPT_PUSH_LISTEN },
	{ "push-cert",        required_argument, NULL, OPT_PUSH_CERT },
	{ "turn-secret",      required_argument, NULL, OPT_TURN_SECRET },
	{ "dns-listen",       required_argument, NULL, OPT_DNS_LISTEN },
	{ "zone",             required_argument, NULL, OPT_ZONE },
	{ "dnssec-key",       required_argument, NULL, OPT_DNSSEC_KEY },
	{ "peer-domain",      required_argument, NULL, OPT_PEER_DOMAIN },
	{ "dkim-key",         required_argument, NULL, OPT_DKIM_KEY },
	{ "dkim-selector",    required_argument, NULL, OPT_DKIM_SELECTOR },
	{ "sink-port",        required_argument, NULL, OPT_SINK_PORT },
	{ "sink-https-port",  required_argument, NULL, OPT_SINK_HTTPS_PORT },
	{ "sink-ca",          required_argument, NULL, OPT_SINK_CA },
	{ "pair",             required_argument, NULL, OPT_PAIR },
	{ "pair-domain",      required_argument, NULL, OPT_PAIR_DOMAIN },
	{ "pair-port-submissions", required_argument, NULL, OPT_PAIR_PORT + PORT_SUBMISSIONS },
	{ "pair-port-submission",  required_argument, NULL, OPT_PAIR_PORT + PORT_SUBMISSION },
	{ "pair-port-imaps",  required_argument, NULL, OPT_PAIR_PORT + PORT_IMAPS },
	{ "pair-port-imap",   required_argument, NULL, OPT_PAIR_PORT + PORT_IMAP },
	{ "pair-port-https",  required_argument, NULL, OPT_PAIR_PORT + PORT_HTTPS },
	{ "pair-port-http",   required_argument, NULL, OPT_PAIR_PORT + PORT_HTTP },
	{ "pair-port-smtp",   required_argument, NULL, OPT_PAIR_PORT + PORT_SMTP },
	{ "hook",             required_argument, NULL, OPT_HOOK },
	{ "plan",             required_argument, NULL, OPT_PLAN },
	{ "key",              required_argument, NULL, OPT_KEY },
	{ "retention",        required_argument, NULL, OPT_RETENTION },
	{ "large",            required_argument, NULL, OPT_LARGE },
	{ "inactive",         required_argument, NULL, OPT_INACTIVE },
	{ "grace",            required_argument, NULL, OPT_GRACE },
	{ "accounts",         required_argument, NULL, OPT_EACH },
	{ "clock-offset",     required_argument, NULL, OPT_CLOCK_OFFSET },
	{ "due",              no_argument,       NULL, OPT_DUE },
	{ "status",           no_argument,       NULL, OPT_STATUS },
	{ "insecure",         no_argument,       NULL, OPT_INSECURE },
	{ "json",             no_argument,       NULL, OPT_JSON },
	{ "jobs",             required_argument, NULL, OPT_JOBS },
	{ "repeat",           required_argument, NULL, OPT_REPEAT },
	{ "count",            required_argument, NULL, OPT_COUNT },
	{ "seed",             required_argument, NULL, OPT_SEED },
	{ "timeout-scale",    required_argument, NULL, OPT_TIMEOUT_SCALE },
	{ "level",            required_argument, NULL, OPT_LEVEL },
	{ "color",            required_argument, NULL, OPT_COLOR },
	{ "html",             required_argument, NULL, OPT_HTML },
	{ "junit",            required_argument, NULL, OPT_JUNIT },
	{ "text",             required_argument, NULL, OPT_TEXT },
	{ "samples",          required_argument, NULL, OPT_LATENCY },
	{ "blocks",           required_argument, NULL, OPT_LATENCY + 1 },
	{ "pause",            required_argument, NULL, OPT_LATENCY + 2 },
	{ "senders",          required_argument, NULL, OPT_LATENCY + 3 },
	{ "rate",             required_argument, NULL, OPT_LATENCY + 4 },
	{ "sender-rate",      required_argument, NULL, OPT_LATENCY + 5 },
	{ "warm-up",          required_argument, NULL, OPT_LATENCY + 6 },
	{ "cut-off",          required_argument, NULL, OPT_LATENCY + 7 },
	{ "limit",            required_argument, NULL, OPT_LATENCY + 8 },
	{ "rounds",           required_argument, NULL, OPT_LATENCY + 9 },
	{ "quantile",         required_argument, NULL, OPT_QUANTILE },
	{ "help",             no_argument,       NULL, 'h' },
	{ "quiet",            no_argument,       NULL, 'q' },
	{ "verbose",          no_argument,       NULL, 'v' },
	{ NULL, 0, NULL, 0 }
};
// clang-format on

/* A decimal number in [least, most], or a complaint. */
static bool
number(const char *name, const char *text, uint64_t least, uint64_t most, uint64_t *out)
{
	char *end;

	errno = 0;
	*out = strtoull(text, &end, 10);
	if (text[0] >= '0' && text[0] <= '9' && *end == '\0' && errno == 0 && *out >= least &&
	    *out <= most)
		return true;
	complain("--%s: `%s' is no number from %llu to %llu", name, text, (unsigned long long)least,
	    (unsigned long long)most);
	return false;
}

static bool
small_number(const char *name, const char *text, unsigned least, unsigned most, unsigned *out)
{
	uint64_t value;

	if (!number(name, text, least, most, &value))
		return false;
	*out = (unsigned)value;
	return true;
}

/* The place of a word in a list that ends with NULL, or -1 after a complaint. */
static int
choice(const char *name, const char *text, const char *const *list, const char *shown)
{
	for (int i = 0; list[i] != NULL; i++)
		if (strcmp(list[i], text) == 0)
			return i;
	complain("--%s: `%s' is none of %s", name, text, shown);
	return -1;
}

static bool
take_scale(struct options *o, const char *text)
{
	char *end;

	o->timeout_scale = strtod(text, &end);
	if (end != text && *end == '\0' && o->timeout_scale >= 0.1 && o->timeout_scale <= 100)
		return true;
	complain("--timeout-scale: `%s' is no number from 0.1 to 100", text);
	return false;
}

/* Days, or with s, m, h or d behind; in seconds. */
static bool
take_period(const char *name, const char *text, int64_t *out)
{
	static const struct {
		char unit;
		int64_t seconds;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 }, { '\0', 86400 } };
	char *end;

	errno = 0;
	long long n = strtoll(text, &end, 10);
	bool digits = text[0] >= '0' && text[0] <= '9' && errno == 0 && n >= 1 && n <= 100000000;
	for (size_t i = 0; digits && i < sizeof(units) / sizeof(units[0]); i++)
		if (end[0] == units[i].unit && (end[0] == '\0' || end[1] == '\0')) {
			*out = n * units[i].seconds;
			return *out <= INT64_C(36500) * 86400;
		}
	complain("--%s: `%s' is no period, such as 20d, 25h, 90m or 10s", name, text);
	return false;
}

/* Deletion audits, which last for months. */
static bool
take_plan(struct options *o, int c, const char *arg)
{
	char *end;

	switch (c) {
	case OPT_PLAN: o->plan = arg; return true;
	case OPT_KEY: o->key = arg; return true;
	case OPT_RETENTION: return take_period("retention", arg, &o->retention);
	case OPT_LARGE: return take_period("large", arg, &o->large);
	case OPT_INACTIVE: return take_period("inactive", arg, &o->inactive);
	case OPT_GRACE: return take_period("grace", arg, &o->grace);
	case OPT_CLOCK_OFFSET:
		o->clock_offset = strtoll(arg, &end, 10);
		o->clock_offset_given = end != arg && *end == '\0' &&
		    o->clock_offset >= -INT64_C(10000000000) &&
		    o->clock_offset <= INT64_C(10000000000);
		if (!o->clock_offset_given)
			complain("--clock-offset: `%s' is no number of seconds", arg);
		return o->clock_offset_given;
	default: return false;
	}
}

/* What stands in for others: our DNS, where mail goes, a second relay. */
static bool
take_others(struct options *o, int c, const char *arg)
{
	uint64_t value;

	switch (c) {
	case OPT_DNS_LISTEN: o->dns_listen = arg; return true;
	case OPT_DNSSEC_KEY: o->dnssec_key = arg; return true;
	case OPT_PEER_DOMAIN: o->peer_domain = arg; return true;
	case OPT_DKIM_KEY: o->dkim_key = arg; return true;
	case OPT_DKIM_SELECTOR: o->dkim_selector = arg; return true;
	case OPT_SINK_CA: o->sink_ca = arg; return true;
	case OPT_PAIR: o->pair = arg; return true;
	case OPT_PAIR_DOMAIN: o->pair_domain = arg; return true;
	case OPT_HOOK: o->hook = arg; return true;
	case OPT_ZONE:
		if (o->zones == ZONES_MOST) {
			complain("--zone: %d files are the most", ZONES_MOST);
			return false;
		}
		o->zone[o->zones++] = arg;
		return true;
	case OPT_SINK_PORT:
	case OPT_SINK_HTTPS_PORT:
		if (!number(c == OPT_SINK_PORT ? "sink-port" : "sink-https-port", arg, 1, 65535,
			&value))
			return false;
		*(c == OPT_SINK_PORT ? &o->sink_port : &o->sink_https_port) = (uint16_t)value;
		return true;
	default: return false;
	}
}

static bool
take_words(struct options *o, int c, const char *arg)
{
	static const char *const levels[] = { "must", "should", "may", NULL };
	static const char *const colours[] = { "auto", "always", "never", NULL };
	int chosen;

	switch (c) {
	case OPT_LEVEL:
		chosen = choice("level", arg, levels, "must, should, may");
		o->level = (enum level)chosen;
		return chosen >= 0;
	case OPT_COLOR:
		chosen = choice("color", arg, colours, "auto, always, never");
		o->colour = (enum colour)chosen;
		return chosen >= 0;
	case OPT_DOMAIN: o->domain = arg; return true;
	case OPT_PROFILE: o->profile = arg; return true;
	case OPT_EXPECT: o->expect = arg; return true;
	case OPT_CREDS: o->creds = arg; return true;
	case OPT_OUT: o->out = arg; return true;
	case OPT_CONTACT: o->contact = arg; return true;
	case OPT_BUDGET: o->budget = arg; return true;
	case OPT_CIPHERTEXT: o->ciphertext = arg; return true;
	case OPT_PUSH_LISTEN: o->push_listen = arg; return true;
	case OPT_PUSH_CERT: o->push_cert = arg; return true;
	case OPT_TURN_SECRET: o->turn_secret = arg; return true;
	case OPT_HTML: o->html = arg; return true;
	case OPT_JUNIT: o->junit = arg; return true;
	case OPT_TEXT: o->text = arg; return true;
	default: break;
	}
	return c >= OPT_PLAN && c <= OPT_CLOCK_OFFSET ? take_plan(o, c, arg)
						      : take_others(o, c, arg);
}

static const char *
long_name(int c)
{
	for (size_t i = 0; table[i].name != NULL; i++)
		if (table[i].val == c)
			return table[i].name;
	return "";
}

/* The numbers of `latency`, in the order of the table. */
static bool
take_latency(struct options *o, int c, const char *arg)
{
	const struct {
		unsigned *value, least, most;
	} numbers[] = {
		{ &o->samples, 20, 6000 },
		{ &o->blocks, 1, 600 },
		{ &o->pause_s, 0, 86400 },
		{ &o->senders, 2, 30 },
		{ &o->rate, 1, 60000 },
		{ &o->sender_rate, 1, 60000 },
		{ &o->warm_up, 0, 100 },
		{ &o->cut_off_s, 1, 600 },
		{ &o->limit_ms, 1, 60000 },
		{ &o->rounds, 1, 600 },
	};
	int at = c - OPT_LATENCY;

	return small_number(
	    long_name(c), arg, numbers[at].least, numbers[at].most, numbers[at].value);
}

/* A number, or that there is none. */
static bool
take_port(int c, const char *arg, int32_t *port)
{
	uint64_t value;

	if (strcmp(arg, "none") == 0) {
		*port = PORT_NONE;
		return true;
	}
	if (!number(long_name(c), arg, 0, 65535, &value))
		return false;
	*port = (int32_t)value;
	return true;
}

static bool
take(struct options *o, int c, const char *arg)
{
	switch (c) {
	case 'h': o->help = true; return true;
	case 'q': o->quiet = true; return true;
	case 'v': o->verbose++; return true;
	case OPT_INSECURE: o->insecure = true; return true;
	case OPT_DUE: o->due = true; return true;
	case OPT_STATUS: o->status = true; return true;
	case OPT_EACH: return small_number("accounts", arg, 1, 1000, &o->each);
	case OPT_JSON: o->json = true; return true;
	case OPT_JOBS: return small_number("jobs", arg, 1, 64, &o->jobs);
	case OPT_REPEAT: return small_number("repeat", arg, 1, 1000, &o->repeat);
	case OPT_COUNT: return small_number("count", arg, 1, 1000, &o->count);
	case OPT_TIMEOUT_SCALE: return take_scale(o, arg);
	case OPT_SEED:
		o->seed_given = true;
		return number("seed", arg, 0, (UINT64_C(1) << 53) - 1, &o->seed);
	default: break;
	}
	if (c >= OPT_PORT && c < OPT_PORT + PORTS)
		return take_port(c, arg, &o->port[c - OPT_PORT]);
	if (c >= OPT_PAIR_PORT && c < OPT_PAIR_PORT + PORTS)
		return take_port(c, arg, &o->pair_port[c - OPT_PAIR_PORT]);
	if (c >= OPT_LATENCY && c < OPT_QUANTILE)
		return take_latency(o, c, arg);
	if (c == OPT_QUANTILE) {
		o->quantiles = arg;
		return true;
	}
	return take_words(o, c, arg);
}

bool
options_parse(struct options *o, int argc, char **argv, const char *allowed)
{
	int c;

	*o = (struct options){ .profile = "chatmail",
		.port = { -1, -1, -1, -1, -1, -1, -1 },
		.pair_port = { -1, -1, -1, -1, -1, -1, -1 },
		.timeout_scale = 1.0,
		.repeat = 1,
		.count = 10,
		.samples = 300,
		.senders = 5,
		.rate = 100,
		.sender_rate = 60,
		.warm_up = 5,
		.cut_off_s = 60,
		.limit_ms = 1000,
		.quantiles = "0.95,0.99" };
	opterr = 0;
	optind = 1;
	while ((c = getopt_long(argc, argv, ":hqv", table, NULL)) != -1) {
		if (c == ':' || c == '?') {
			complain("%s: %s `%s'; see relayspec %s --help", argv[0],
			    c == ':' ? "a value is missing after" : "no such option:",
			    argv[optind - 1], argv[0]);
			return false;
		}
		if (c != 'h' && !profile_holds(allowed, long_name(c))) {
			complain("%s does not take --%s; see relayspec %s --help", argv[0],
			    long_name(c), argv[0]);
			return false;
		}
		if (!take(o, c, optarg))
			return false;
	}
	o->words = argv + optind;
	o->n = argc - optind;
	return true;
}
