/* The keys of the configuration, their defaults and what their values may be.
 *
 * Does not: open anything a key names; read the file (config_file.c). */
#include "reference/shell/config.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum kind {
	KIND_TEXT,        /* char * */
	KIND_LINES,       /* char *, lines that may follow included; NULL when empty */
	KIND_URL,         /* char *, http or https; NULL when empty */
	KIND_DOMAIN,      /* char *, lower-cased, checked */
	KIND_ADDRESS,     /* char *, an IP address */
	KIND_COUNT,       /* size_t */
	KIND_OCTETS,      /* uint64_t, K M G */
	KIND_PERIOD,      /* int64_t seconds, from days; s m h d */
	KIND_RATE,        /* rate.interval, from messages per minute */
	KIND_BURST,       /* rate.burst */
	KIND_PORT,        /* uint16_t */
	KIND_SERVICE,     /* a port to listen on, or `off`; at is the enum service */
	KIND_FLAG,        /* bool, yes or no */
	KIND_COST,        /* unsigned */
	KIND_IGNORED,     /* known, means nothing to us */
	KIND_UNSUPPORTED, /* known, would change what the relay does, is not built */
	KIND_EMPTY        /* as above, but harmless when empty */
};

enum { DAY = 86400, PERIOD_MOST = 3650 * DAY };

struct key {
	const char *name;
	enum kind kind;
	size_t at; /* offsetof in struct config */
	uint64_t least, most;
};

// clang-format off
#define AT(member) offsetof(struct config, member)
static const struct key keys[] = {
	/* chatmail.ini */
	{ "mail_domain",              KIND_DOMAIN, AT(name), 0, 0 },
	{ "max_user_send_per_minute", KIND_RATE,   0, 1, 60000 },
	{ "max_user_send_burst_size", KIND_BURST,  0, 1, 10000 },
	{ "max_mailbox_size",         KIND_OCTETS, AT(max_mailbox_size), 1024, UINT64_C(1) << 50 },
	{ "max_message_size",         KIND_OCTETS, AT(max_message_size), 1024, UINT64_C(1) << 29 },
	{ "username_min_length",      KIND_COUNT,  AT(rules.name_min), 1, 64 },
	{ "username_max_length",      KIND_COUNT,  AT(rules.name_max), 1, 64 },
	{ "password_min_length",      KIND_COUNT,  AT(rules.password_min), 1, 1000 },
	{ "privacy_postal",           KIND_LINES,  AT(privacy_postal), 0, 0 },
	{ "privacy_mail",             KIND_LINES,  AT(privacy_mail), 0, 0 },
	{ "privacy_pdo",              KIND_LINES,  AT(privacy_pdo), 0, 0 },
	{ "privacy_supervisor",       KIND_LINES,  AT(privacy_supervisor), 0, 0 },
	{ "www_folder",               KIND_IGNORED, 0, 0, 0 },
	{ "acme_email",               KIND_IGNORED, 0, 0, 0 },
	{ "passthrough_senders",      KIND_EMPTY, 0, 0, 0 },
	{ "passthrough_recipients",   KIND_EMPTY, 0, 0, 0 },
	{ "delete_mails_after",       KIND_PERIOD, AT(retention.keep), 1, PERIOD_MOST },
	{ "delete_large_after",       KIND_PERIOD, AT(retention.keep_large), 1, PERIOD_MOST },
	{ "delete_inactive_users_after", KIND_PERIOD, AT(retention.keep_account), 1, PERIOD_MOST },
	{ "disable_ipv6",             KIND_UNSUPPORTED, 0, 0, 0 },
	{ "mtail_address",            KIND_UNSUPPORTED, 0, 0, 0 },
	{ "imap_rawlog",              KIND_UNSUPPORTED, 0, 0, 0 },
	{ "imap_compress",            KIND_FLAG,   AT(imap_compress), 0, 0 },
	{ "iroh_relay",               KIND_URL,    AT(iroh_relay), 0, 0 },
	{ "tls_external_cert_and_key", KIND_UNSUPPORTED, 0, 0, 0 },
	/* ours */
	{ "tls_certificate",          KIND_TEXT,   AT(tls_certificate), 0, 0 },
	{ "tls_key",                  KIND_TEXT,   AT(tls_key), 0, 0 },
	{ "listen",                   KIND_ADDRESS, AT(listen), 0, 0 },
	{ "state",                    KIND_TEXT,   AT(state), 0, 0 },
	{ "admin",                    KIND_TEXT,   AT(admin_text), 0, 0 },
	{ "max_recipients",           KIND_COUNT,  AT(max_recipients), 1, 1000 },
	{ "password_scrypt_log2n",    KIND_COST,   AT(scrypt_log2n), 10, 20 },
	{ "port_submissions",         KIND_SERVICE, SERVICE_SUBMISSIONS, 0, 65535 },
	{ "port_submission",          KIND_SERVICE, SERVICE_SUBMISSION, 0, 65535 },
	{ "port_imaps",               KIND_SERVICE, SERVICE_IMAPS, 0, 65535 },
	{ "port_imap",                KIND_SERVICE, SERVICE_IMAP, 0, 65535 },
	{ "port_https",               KIND_SERVICE, SERVICE_HTTPS, 0, 65535 },
	{ "port_http",                KIND_SERVICE, SERVICE_HTTP, 0, 65535 },
	{ "port_smtp",                KIND_SERVICE, SERVICE_SMTP, 0, 65535 },
	{ "imprint",                  KIND_LINES,  AT(imprint), 0, 0 },
	{ "iroh_upstream",            KIND_TEXT,   AT(iroh_upstream), 0, 0 },
	{ "turn_host",                KIND_TEXT,   AT(turn_host), 0, 0 },
	{ "turn_port",                KIND_PORT,   AT(turn_port), 1, 65535 },
	{ "turn_secret",              KIND_TEXT,   AT(turn_secret), 0, 0 },
	{ "turn_secret_file",         KIND_TEXT,   AT(turn_secret_file), 0, 0 },
	{ "turn_lifetime",            KIND_COUNT,  AT(turn_lifetime), 60, 31536000 },
	{ "notification_url",         KIND_URL,    AT(notification_url), 0, 0 },
	{ "notification_ca",          KIND_TEXT,   AT(notification_ca), 0, 0 },
	{ "appversions",              KIND_TEXT,   AT(appversions), 0, 0 },
	{ "dkim_key",                 KIND_TEXT,   AT(dkim_key), 0, 0 },
	{ "dkim_selector",            KIND_TEXT,   AT(dkim_selector), 0, 0 },
	{ "dkim_ed25519_key",         KIND_TEXT,   AT(dkim_ed25519_key), 0, 0 },
	{ "dkim_ed25519_selector",    KIND_TEXT,   AT(dkim_ed25519_selector), 0, 0 },
	{ "dns_server",               KIND_TEXT,   AT(dns_server), 0, 0 },
	{ "dns_trust_anchor",         KIND_TEXT,   AT(dns_trust_anchor), 0, 0 },
	{ "outbound_ca",              KIND_TEXT,   AT(outbound_ca), 0, 0 },
	{ "outbound_smtp_port",       KIND_PORT,   AT(outbound_smtp_port), 1, 65535 },
	{ "outbound_https_port",      KIND_PORT,   AT(outbound_https_port), 1, 65535 },
	{ "outbound_private",         KIND_FLAG,   AT(outbound_private), 0, 0 },
	{ "outbound_timeout",         KIND_COUNT,  AT(outbound_timeout), 1, 600 },
	{ "queue_retry",              KIND_COUNT,  AT(queue_retry), 1, 86400 },
	{ "queue_lifetime",           KIND_COUNT,  AT(queue_lifetime), 1, 864000 },
};
#undef AT
// clang-format on

const char *const service_names[SERVICES] = { "submissions", "submission", "imaps", "imap", "https",
	"http", "smtp" };

void
config_init(struct config *c)
{
	*c = (struct config){
		.rules = { .name_min = 9, .name_max = 9, .password_min = 9 },
		.rate = { .interval = 1000, .burst = 10 },
		.max_message_size = 31457280,
		.max_mailbox_size = UINT64_C(500) << 20,
		.max_recipients = 1000,
		.retention = { .keep = 20 * DAY, .keep_large = 7 * DAY, .keep_account = 90 * DAY },
		.scrypt_log2n = 12,
		.port = { 465, 587, 993, 143, 443, 80, 25 },
		.turn_port = 3478,
		.turn_lifetime = 5 * 86400,
		.outbound_smtp_port = 25,
		.outbound_https_port = 443,
		.outbound_timeout = 60,
		.queue_retry = 60,
		.queue_lifetime = 2 * 86400,
	};
	c->notification_url = strdup("https://notifications.delta.chat/notify");
	c->dkim_selector = strdup("opendkim"); /* that of deployed relays */
	c->dkim_ed25519_selector = strdup("ed25519");
}

static bool
is_text(enum kind k)
{
	return k == KIND_TEXT || k == KIND_LINES || k == KIND_URL || k == KIND_DOMAIN ||
	    k == KIND_ADDRESS;
}

static char **
text_at(struct config *c, const struct key *key)
{
	return (char **)(void *)((uint8_t *)c + key->at);
}

void
config_free(struct config *c)
{
	for (size_t i = 0; i < COUNT_OF(keys); i++)
		if (is_text(keys[i].kind))
			free(*text_at(c, &keys[i]));
	*c = (struct config){ 0 };
}

/* Decimal digits with an optional unit; -1 when it is something else. */
static int
read_number(const char *text, bool units, uint64_t *value)
{
	uint64_t v = 0;
	size_t i = 0;

	for (; text[i] >= '0' && text[i] <= '9' && i < 17; i++)
		v = v * 10 + (uint64_t)(text[i] - '0');
	if (i == 0)
		return -1;
	const char *unit = text + i;
	unsigned shift = 0;
	if (units && strchr("KMGkmg", unit[0]) != NULL && unit[0] != '\0') {
		shift = unit[0] == 'K' || unit[0] == 'k' ? 10
		    : unit[0] == 'M' || unit[0] == 'm'   ? 20
							 : 30;
		unit++;
		if (unit[0] == 'B' || unit[0] == 'b')
			unit++;
	}
	if (unit[0] != '\0' || v > UINT64_MAX >> shift)
		return -1;
	*value = v << shift;
	return 0;
}

/* A number of days, or of what the letter behind it says; -1 when it is something else. */
static int
read_period(const char *text, uint64_t *seconds)
{
	static const struct {
		char unit;
		uint64_t seconds;
	} units[] = { { '\0', DAY }, { 'd', DAY }, { 'h', 3600 }, { 'm', 60 }, { 's', 1 } };
	char digits[16];
	size_t n = strspn(text, "0123456789");

	if (n == 0 || n > 9 || (text[n] != '\0' && text[n + 1] != '\0'))
		return -1;
	memcpy(digits, text, n);
	digits[n] = '\0';
	if (read_number(digits, false, seconds) == -1)
		return -1;
	for (size_t i = 0; i < COUNT_OF(units); i++)
		if (units[i].unit == text[n]) {
			*seconds *= units[i].seconds;
			return 0;
		}
	return -1;
}

static int
set_period(struct config *c, const char *where, const struct key *key, const char *value)
{
	uint64_t v;

	if (read_period(value, &v) == -1 || v < key->least || v > key->most) {
		fprintf(stderr,
		    "%s: %s = %s is not a number of days up to %llu (s, m or h may follow), "
		    "correct it\n",
		    where, key->name, value, (unsigned long long)(key->most / DAY));
		return -1;
	}
	*(int64_t *)(void *)((uint8_t *)c + key->at) = (int64_t)v;
	return 0;
}

static int
set_number(struct config *c, const char *where, const struct key *key, const char *value)
{
	bool units = key->kind == KIND_OCTETS;
	uint64_t v;

	if (key->kind == KIND_SERVICE && strcmp(value, "off") == 0) {
		c->off[key->at] = true;
		return 0;
	}
	if (read_number(value, units, &v) == -1 || v < key->least || v > key->most) {
		const char *more = units        ? " (K, M and G may follow)"
		    : key->kind == KIND_SERVICE ? " or `off`"
						: "";
		fprintf(stderr, "%s: %s = %s is not a number from %llu to %llu%s, correct it\n",
		    where, key->name, value, (unsigned long long)key->least,
		    (unsigned long long)key->most, more);
		return -1;
	}
	uint8_t *at = (uint8_t *)c + key->at;
	switch (key->kind) {
	case KIND_COUNT: *(size_t *)(void *)at = (size_t)v; break;
	case KIND_OCTETS: *(uint64_t *)(void *)at = v; break;
	case KIND_PORT: *(uint16_t *)(void *)at = (uint16_t)v; break;
	case KIND_COST: *(unsigned *)(void *)at = (unsigned)v; break;
	case KIND_RATE: c->rate.interval = 60000 / v; break;
	case KIND_BURST: c->rate.burst = v; break;
	case KIND_SERVICE:
		c->port[key->at] = (uint16_t)v;
		c->off[key->at] = false;
		break;
	case KIND_TEXT:
	case KIND_LINES:
	case KIND_URL:
	case KIND_PERIOD:
	case KIND_FLAG:
	case KIND_DOMAIN:
	case KIND_ADDRESS:
	case KIND_IGNORED:
	case KIND_UNSUPPORTED:
	case KIND_EMPTY: break;
	}
	return 0;
}

static bool
domain_ok(const char *s)
{
	size_t n = strlen(s);

	if (n == 0 || n > 253 || s[0] == '.' || s[n - 1] == '.')
		return false;
	for (size_t i = 0; i < n; i++)
		if (!((s[i] >= 'a' && s[i] <= 'z') || (s[i] >= '0' && s[i] <= '9') || s[i] == '-' ||
			s[i] == '.' || s[i] == '[' || s[i] == ']' || s[i] == ':'))
			return false;
	return strstr(s, "..") == NULL;
}

static bool
address_ok(const char *s)
{
	unsigned char octets[sizeof(struct in6_addr)];

	return inet_pton(AF_INET, s, octets) == 1 || inet_pton(AF_INET6, s, octets) == 1;
}

/* Goes to clients and into headers as it is: nothing that could end it. */
static bool
url_ok(const char *s)
{
	if (strncmp(s, "https://", 8) != 0 && strncmp(s, "http://", 7) != 0)
		return false;
	for (size_t i = 0; s[i] != '\0'; i++)
		if (s[i] <= ' ' || s[i] > '~' || strchr("\"<>\\", s[i]) != NULL)
			return false;
	return true;
}

/* What the text lacks to be of its kind, in words; NULL when nothing. */
static const char *
text_lacks(enum kind kind, const char *text)
{
	if (kind == KIND_LINES)
		return NULL;
	if (kind == KIND_URL)
		return text[0] == '\0' || url_ok(text)
		    ? NULL
		    : "is not an address, give one such as https://chat.example.org";
	if (text[0] == '\0')
		return "is empty, give it a value or remove the line";
	if (kind == KIND_DOMAIN && !domain_ok(text))
		return "is not a domain name, use letters, digits, `-` and `.` as in "
		       "chat.example.org";
	if (kind == KIND_ADDRESS && !address_ok(text))
		return "is not an IP address, give one such as 127.0.0.1 or ::";
	return NULL;
}

static int
set_text(struct config *c, const char *where, const struct key *key, const char *value)
{
	char **member = text_at(c, key);
	char *copy = strdup(value);

	if (copy == NULL) {
		fprintf(stderr, "%s: out of memory\n", where);
		return -1;
	}
	for (char *p = copy; key->kind == KIND_DOMAIN && *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p + 32);
	const char *lacks = text_lacks(key->kind, copy);
	if (lacks != NULL) {
		fprintf(stderr, "%s: %s = %s %s\n", where, key->name, value, lacks);
		free(copy);
		return -1;
	}
	if ((key->kind == KIND_LINES || key->kind == KIND_URL) && copy[0] == '\0') {
		free(copy);
		copy = NULL;
	}
	free(*member);
	*member = copy;
	c->domain = c->rules.domain = c->name != NULL ? span_str(c->name) : SPAN("");
	c->admin = c->admin_text != NULL ? span_str(c->admin_text) : SPAN("");
	return 0;
}

static int
set_flag(struct config *c, const char *where, const struct key *key, const char *value)
{
	static const struct {
		const char *word;
		bool means;
	} words[] = { { "yes", true }, { "true", true }, { "no", false }, { "false", false } };

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (strcasecmp(value, words[i].word) == 0) {
			*(bool *)(void *)((uint8_t *)c + key->at) = words[i].means;
			return 0;
		}
	fprintf(
	    stderr, "%s: %s = %s is neither `yes` nor `no`, correct it\n", where, key->name, value);
	return -1;
}

static const struct key *
key_find(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(keys); i++)
		if (strcmp(keys[i].name, name) == 0)
			return &keys[i];
	return NULL;
}

int
config_set(struct config *c, const char *where, const char *key, const char *value)
{
	const struct key *k = key_find(key);

	if (k == NULL) {
		fprintf(stderr,
		    "%s: unknown key `%s`, correct its spelling or remove it; "
		    "refrelay.conf(5) lists the keys\n",
		    where, key);
		return -1;
	}
	switch (k->kind) {
	case KIND_TEXT:
	case KIND_LINES:
	case KIND_URL:
	case KIND_DOMAIN:
	case KIND_ADDRESS: return set_text(c, where, k, value);
	case KIND_FLAG: return set_flag(c, where, k, value);
	case KIND_PERIOD: return set_period(c, where, k, value);
	case KIND_COUNT:
	case KIND_OCTETS:
	case KIND_RATE:
	case KIND_BURST:
	case KIND_PORT:
	case KIND_SERVICE:
	case KIND_COST: return set_number(c, where, k, value);
	case KIND_IGNORED: return 0;
	case KIND_UNSUPPORTED:
		fprintf(stderr,
		    "%s: warning: `%s` is not supported by refrelay and has no effect\n", where,
		    key);
		return 0;
	case KIND_EMPTY:
		if (value[0] == '\0')
			return 0;
		fprintf(stderr,
		    "%s: `%s` would let unencrypted mail pass, which refrelay never does; "
		    "empty it\n",
		    where, key);
		return -1;
	}
	return -1;
}

int
config_continue(struct config *c, const char *where, const char *key, const char *text)
{
	const struct key *k = key_find(key);

	if (k != NULL && k->kind == KIND_IGNORED)
		return 0;
	if (k != NULL && k->kind == KIND_EMPTY)
		return config_set(c, where, key, text);
	if (k == NULL || k->kind != KIND_LINES) {
		fprintf(stderr, "%s: not a setting, write `key = value` at the start of a line\n",
		    where);
		return -1;
	}
	const char *old = *text_at(c, k) != NULL ? *text_at(c, k) : "";
	size_t n = strlen(old) + strlen(text) + 2;
	char *whole = malloc(n);
	if (whole == NULL) {
		fprintf(stderr, "%s: out of memory\n", where);
		return -1;
	}
	snprintf(whole, n, "%s%s%s", old, old[0] != '\0' ? "\n" : "", text);
	int got = config_set(c, where, key, whole);
	free(whole);
	return got;
}

int
config_check(const struct config *c, const char *where)
{
	if (c->name == NULL) {
		fprintf(
		    stderr, "%s: mail_domain is missing, add `mail_domain = your.domain`\n", where);
		return -1;
	}
	if (c->rules.name_min > c->rules.name_max) {
		fprintf(stderr,
		    "%s: username_min_length is above username_max_length, "
		    "no name would fit; lower it\n",
		    where);
		return -1;
	}
	bool any = false;
	for (int i = 0; i < SERVICES; i++)
		any = any || !c->off[i];
	if (!any) {
		fprintf(stderr,
		    "%s: every port is off, so there is nothing to do; give one a number\n", where);
		return -1;
	}
	if (c->max_message_size > c->max_mailbox_size) {
		fprintf(stderr,
		    "%s: max_message_size is above max_mailbox_size, such a message "
		    "would never arrive; lower it\n",
		    where);
		return -1;
	}
	if (!c->demo && (c->tls_certificate == NULL || c->tls_key == NULL)) {
		fprintf(stderr,
		    "%s: tls_certificate and tls_key are needed, name two PEM files "
		    "(or try --demo)\n",
		    where);
		return -1;
	}
	if (!c->demo && c->state == NULL) {
		fprintf(stderr, "%s: state is missing, name a directory for the messages\n", where);
		return -1;
	}
	return config_check_others(c, where);
}
