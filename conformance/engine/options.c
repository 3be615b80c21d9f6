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
	OPT_TEXT
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
	case OPT_PUSH_LISTEN: o->push_listen = arg; return true;
	case OPT_PUSH_CERT: o->push_cert = arg; return true;
	case OPT_TURN_SECRET: o->turn_secret = arg; return true;
	case OPT_HTML: o->html = arg; return true;
	case OPT_JUNIT: o->junit = arg; return true;
	case OPT_TEXT: o->text = arg; return true;
	default: return take_others(o, c, arg);
	}
}

static const char *
long_name(int c)
{
	for (size_t i = 0; table[i].name != NULL; i++)
		if (table[i].val == c)
			return table[i].name;
	return "";
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
		.count = 10 };
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
