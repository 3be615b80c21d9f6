/* refrelay: the options, and which of its jobs was asked for. */
#include "reference/shell/dkim.h"
#include "reference/shell/dns_zone.h"
#include "reference/shell/meta_files.h"
#include "reference/shell/outbound.h"
#include "reference/shell/parent.h"
#include "reference/shell/tls.h"

#include <ftw.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define VERSION "0.1.0"

static const char usage[] =
    "usage: refrelay --demo [options]\n"
    "       refrelay --config FILE [options]\n"
    "       refrelay --check-config --config FILE\n"
    "       refrelay dns [--check] --config FILE\n"
    "\n"
    "The minimal chatmail relay: it takes encrypted mail only, makes accounts on\n"
    "first login and knows nothing about anybody.\n"
    "\n"
    "  --demo                try it: loopback, free ports, a certificate of its own;\n"
    "                        prints one line of JSON when it is ready\n"
    "  --config FILE         settings, in the format of chatmail.ini\n"
    "  --check-config        say whether the settings are usable, and end\n"
    "  dns                   print the records that DNS has to have, as a zone file\n"
    "  dns --check           ask DNS for them and say what is right, missing or different\n"
    "  --state DIR           where messages live (demo: a new one, removed at the end)\n"
    "  --listen ADDRESS      IP address to listen on\n"
    "  --domain NAME         mail domain (demo: chat.test)\n"
    "  --port-submissions N  --port-submission N  --port-imaps N  --port-imap N\n"
    "  --port-https N  --port-http N  --port-smtp N\n"
    "                        where to listen; 0 is any free port, `off` is not at all\n"
    "  --set KEY=VALUE       any setting of refrelay.conf(5); may be given many times\n"
    "  --help, --version\n";

enum option_code {
	OPTION_DEMO = 256,
	OPTION_CONFIG,
	OPTION_CHECK,
	OPTION_CHECK_DNS,
	OPTION_STATE,
	OPTION_LISTEN,
	OPTION_DOMAIN,
	OPTION_SUBMISSIONS,
	OPTION_SUBMISSION,
	OPTION_IMAPS,
	OPTION_IMAP,
	OPTION_HTTPS,
	OPTION_HTTP,
	OPTION_SMTP,
	OPTION_SET,
	OPTION_HELP,
	OPTION_VERSION
};

// clang-format off
static const struct option options[] = {
	{ "demo",             no_argument,       NULL, OPTION_DEMO },
	{ "config",           required_argument, NULL, OPTION_CONFIG },
	{ "check-config",     no_argument,       NULL, OPTION_CHECK },
	{ "check",            no_argument,       NULL, OPTION_CHECK_DNS },
	{ "state",            required_argument, NULL, OPTION_STATE },
	{ "listen",           required_argument, NULL, OPTION_LISTEN },
	{ "domain",           required_argument, NULL, OPTION_DOMAIN },
	{ "port-submissions", required_argument, NULL, OPTION_SUBMISSIONS },
	{ "port-submission",  required_argument, NULL, OPTION_SUBMISSION },
	{ "port-imaps",       required_argument, NULL, OPTION_IMAPS },
	{ "port-imap",        required_argument, NULL, OPTION_IMAP },
	{ "port-https",       required_argument, NULL, OPTION_HTTPS },
	{ "port-http",        required_argument, NULL, OPTION_HTTP },
	{ "port-smtp",        required_argument, NULL, OPTION_SMTP },
	{ "set",              required_argument, NULL, OPTION_SET },
	{ "help",             no_argument,       NULL, OPTION_HELP },
	{ "version",          no_argument,       NULL, OPTION_VERSION },
	{ NULL, 0, NULL, 0 }
};

/* Options that say the same as a key of the file, and win over it. */
static const struct {
	int code;
	const char *option, *key;
} keys[] = {
	{ OPTION_STATE,       "--state",            "state" },
	{ OPTION_LISTEN,      "--listen",           "listen" },
	{ OPTION_DOMAIN,      "--domain",           "mail_domain" },
	{ OPTION_SUBMISSIONS, "--port-submissions", "port_submissions" },
	{ OPTION_SUBMISSION,  "--port-submission",  "port_submission" },
	{ OPTION_IMAPS,       "--port-imaps",       "port_imaps" },
	{ OPTION_IMAP,        "--port-imap",        "port_imap" },
	{ OPTION_HTTPS,       "--port-https",       "port_https" },
	{ OPTION_HTTP,        "--port-http",        "port_http" },
	{ OPTION_SMTP,        "--port-smtp",        "port_smtp" },
};
// clang-format on

enum { SETS_MOST = 64, KEY_MOST = 64 };

struct job {
	const char *file;
	const char *given[COUNT_OF(keys)];
	const char *set[SETS_MOST]; /* KEY=VALUE, in their order */
	size_t sets;
	bool demo, check, dns, check_dns;
};

/* -1: go on; otherwise the exit code. */
static int
read_options(struct job *job, int argc, char **argv)
{
	int code;

	opterr = 0;
	while ((code = getopt_long(argc, argv, "", options, NULL)) != -1) {
		for (size_t i = 0; i < COUNT_OF(keys); i++)
			if (keys[i].code == code)
				job->given[i] = optarg;
		if (code == OPTION_HELP)
			return fputs(usage, stdout) < 0;
		if (code == OPTION_VERSION)
			return puts("refrelay " VERSION) < 0;
		if (code == '?') {
			fprintf(stderr,
			    "refrelay: `%s` is unknown or lacks its value, see --help\n",
			    argv[optind - 1]);
			return 2;
		}
		if (code == OPTION_CONFIG)
			job->file = optarg;
		if (code == OPTION_SET && job->sets == SETS_MOST) {
			fprintf(stderr, "refrelay: more than %d times --set, use --config FILE\n",
			    SETS_MOST);
			return 2;
		}
		if (code == OPTION_SET)
			job->set[job->sets++] = optarg;
		job->demo = job->demo || code == OPTION_DEMO;
		job->check = job->check || code == OPTION_CHECK;
		job->check_dns = job->check_dns || code == OPTION_CHECK_DNS;
	}
	if (optind < argc) {
		fprintf(stderr, "refrelay: `%s` is not an option, see --help\n", argv[optind]);
		return 2;
	}
	if (job->check_dns && !job->dns) {
		fprintf(stderr,
		    "refrelay: --check goes with dns, as in `refrelay dns --check`; settings are "
		    "checked by --check-config\n");
		return 2;
	}
	if (!job->demo && job->file == NULL) {
		fprintf(stderr,
		    "refrelay: say --demo to try it or --config FILE to run it, "
		    "see --help\n");
		return 2;
	}
	return -1;
}

static int
set_one(struct config *c, const char *setting)
{
	char key[KEY_MOST];
	size_t n = strcspn(setting, "=");

	if (setting[n] == '\0' || n == 0 || n >= sizeof(key)) {
		fprintf(stderr, "--set %s: not a setting, write KEY=VALUE\n", setting);
		return -1;
	}
	memcpy(key, setting, n);
	key[n] = '\0';
	return config_set(c, "--set", key, setting + n + 1);
}

static int
set_up(struct config *c, const struct job *job)
{
	static const char *const demo[][2] = { { "mail_domain", "chat.test" },
		{ "listen", "127.0.0.1" }, { "port_submissions", "0" }, { "port_submission", "0" },
		{ "port_imaps", "0" }, { "port_imap", "0" }, { "port_https", "0" },
		{ "port_http", "0" }, { "port_smtp", "0" }, { "notification_url", "" } };

	config_init(c);
	c->demo = job->demo;
	for (size_t i = 0; job->demo && i < COUNT_OF(demo); i++)
		if (config_set(c, "--demo", demo[i][0], demo[i][1]) == -1)
			return -1;
	if (!job->demo && config_set(c, "refrelay", "listen", "::") == -1)
		return -1;
	if (job->file != NULL && config_read(c, job->file) == -1)
		return -1;
	for (size_t i = 0; i < COUNT_OF(keys); i++)
		if (job->given[i] != NULL &&
		    config_set(c, keys[i].option, keys[i].key, job->given[i]) == -1)
			return -1;
	for (size_t i = 0; i < job->sets; i++)
		if (set_one(c, job->set[i]) == -1)
			return -1;
	return 0;
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

/* A demo without --state leaves nothing behind. */
static int
run(struct config *c)
{
	char dir[] = "/tmp/refrelay-XXXXXX";

	if (c->state != NULL)
		return parent_run(c);
	if (mkdtemp(dir) == NULL) {
		perror("refrelay: no temporary state directory, give one with --state");
		return 2;
	}
	if (config_set(c, "--demo", "state", dir) == -1)
		return 2;
	int code = parent_run(c);
	nftw(dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	return code;
}

static int
check(const struct config *c, const char *where)
{
	SSL_CTX *tls = tls_open(c);

	struct dkim_signer *dkim = c->dkim_key != NULL ? dkim_signer_open(c) : NULL;
	struct meta_files meta = { 0 };
	int bad = tls == NULL || (c->dkim_key != NULL && dkim == NULL) ||
	    (c->state != NULL && parent_check_state(c) == -1) || meta_files_read(&meta, c) == -1 ||
	    outbound_check(c) == -1;
	dkim_signer_free(dkim);
	meta_files_free(&meta);
	SSL_CTX_free(tls);
	if (!bad)
		printf("%s: ok\n", where);
	return bad ? 2 : 0;
}

static int
dns(const struct config *c, bool ask)
{
	struct dns_zone zone;

	if (dns_zone_make(c, &zone) == -1)
		return 2;
	int code = ask ? dns_check(&zone, c) : dns_zone_print(&zone, c, stdout) == -1;
	dns_zone_free(&zone);
	return code;
}

int
main(int argc, char **argv)
{
	struct job job = { 0 };
	struct config c;

	if (argc > 1 && strcmp(argv[1], "dns") == 0) {
		job.dns = true;
		argc--;
		argv++;
	}
	int code = read_options(&job, argc, argv);
	if (code != -1)
		return code;
	const char *where = job.file != NULL ? job.file : "refrelay";
	code = 2;
	if (set_up(&c, &job) == 0) {
		if (config_check(&c, where) == 0)
			code = job.dns  ? dns(&c, job.check_dns)
			    : job.check ? check(&c, where)
					: run(&c);
	}
	config_free(&c);
	return code;
}
