/* PGP/MIME ciphertext by GPGME: a throw-away Curve25519 key, hidden recipient
 * (as Delta Chat sends it), armor turned to CRLF. */
#include "conformance/wire/pgp_make.h"

#include "conformance/wire/pgpc.h"

#include <dirent.h>
#include <errno.h>
#include <gpgme.h>
#include <locale.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HOME_OCTETS = 200, PLAIN_OCTETS = 1100 };

static void
gpgconf(const char *home, const char *what)
{
	char program[] = "gpgconf", homedir[] = "--homedir", all[] = "all", dir[HOME_OCTETS],
	     verb[32];
	char *argv[] = { program, homedir, dir, verb, strcmp(what, "--kill") == 0 ? all : NULL,
		NULL };
	posix_spawn_file_actions_t quiet;
	pid_t pid;

	snprintf(dir, sizeof(dir), "%s", home);
	snprintf(verb, sizeof(verb), "%s", what);
	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", 1, 0);
	posix_spawn_file_actions_addopen(&quiet, 2, "/dev/null", 1, 0);
	if (posix_spawnp(&pid, "gpgconf", &quiet, NULL, argv, environ) == 0)
		while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
			continue;
	posix_spawn_file_actions_destroy(&quiet);
}

/* A home directory is two levels deep. */
static void
remove_tree(const char *path, int depth)
{
	DIR *d = opendir(path);
	struct dirent *e;
	char name[HOME_OCTETS + 300];

	while (d != NULL && (e = readdir(d)) != NULL) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		snprintf(name, sizeof(name), "%s/%s", path, e->d_name);
		if (unlink(name) != 0 && depth > 0)
			remove_tree(name, depth - 1);
	}
	if (d != NULL)
		closedir(d);
	rmdir(path);
}

static bool
make_home(char home[HOME_OCTETS])
{
	const char *tmp = getenv("TMPDIR");

	/* The agent's socket lies in there and its name may not be long. */
	if (tmp == NULL || tmp[0] != '/' || strlen(tmp) > 60)
		tmp = "/tmp";
	snprintf(home, HOME_OCTETS, "%s/relayspec-XXXXXX", tmp);
	return mkdtemp(home) != NULL;
}

/* Some text that does not compress to nothing; what it says does not matter. */
static gpgme_error_t
plain_text(gpgme_data_t *data, const char *domain)
{
	char text[PLAIN_OCTETS];
	size_t n = (size_t)snprintf(text, sizeof(text),
	    "Content-Type: text/plain; charset=utf-8; protected-headers=\"v1\"\r\n"
	    "Chat-Version: 1.0\r\nSubject: relayspec\r\n\r\n"
	    "A conformance check of the mail relay for %.200s.\r\n",
	    domain);

	while (n + 1 < sizeof(text)) {
		text[n] = (char)(n % 72 == 71 ? '\n' : 'a' + n * 7 % 26);
		n++;
	}
	return gpgme_data_new_from_mem(data, text, n, 1);
}

static gpgme_error_t
encrypt(gpgme_ctx_t ctx, const char *domain, gpgme_data_t *cipher)
{
	gpgme_key_t keys[2] = { NULL, NULL };
	gpgme_data_t plain = NULL;
	char user[300];
	gpgme_error_t e;

	snprintf(user, sizeof(user), "relayspec throw-away <nobody@%.200s>", domain);
	e = gpgme_op_createkey(ctx, user, "future-default", 0, 0, NULL,
	    GPGME_CREATE_NOPASSWD | GPGME_CREATE_FORCE | GPGME_CREATE_NOEXPIRE);
	gpgme_genkey_result_t made = e == 0 ? gpgme_op_genkey_result(ctx) : NULL;
	if (made != NULL && made->fpr != NULL)
		e = gpgme_get_key(ctx, made->fpr, &keys[0], 0);
	if (e == 0)
		e = plain_text(&plain, domain);
	if (e == 0)
		e = gpgme_data_new(cipher);
	if (e == 0)
		e = gpgme_op_encrypt(ctx, keys,
		    GPGME_ENCRYPT_ALWAYS_TRUST | GPGME_ENCRYPT_NO_COMPRESS |
			GPGME_ENCRYPT_THROW_KEYIDS,
		    plain, *cipher);
	gpgme_data_release(plain);
	gpgme_key_unref(keys[0]);
	return e;
}

static struct span
with_crlf(struct arena *a, const char *text, size_t n)
{
	uint8_t *p = arena_take(a, 2 * n + 1);
	size_t at = 0;

	for (size_t i = 0; p != NULL && i < n; i++) {
		if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r'))
			p[at++] = '\r';
		p[at++] = (uint8_t)text[i];
	}
	return SPAN_OF(p, at);
}

static bool
keep(struct arena *a, gpgme_data_t cipher, struct pgp_material *out)
{
	size_t n = 0;
	char *text = gpgme_data_release_and_get_mem(cipher, &n);

	if (text != NULL)
		out->armor = with_crlf(a, text, n);
	gpgme_free(text);
	return out->armor.p != NULL && pgpc_unarmor(a, out->armor, &out->packets) &&
	    pgpc_is_encrypted(out->packets.p, out->packets.n);
}

bool
pgp_make(struct arena *a, const char *domain, struct pgp_material *out, const char **error)
{
	char home[HOME_OCTETS];
	gpgme_ctx_t ctx = NULL;
	gpgme_data_t cipher = NULL;
	gpgme_error_t e;

	*out = (struct pgp_material){ .armor = { NULL, 0 } };
	gpgme_check_version(NULL);
	if (!make_home(home)) {
		*error = arena_printf(
		    a, "cannot make a directory in TMPDIR or /tmp: %s", strerror(errno));
		return false;
	}
	e = gpgme_new(&ctx);
	if (e == 0)
		e = gpgme_ctx_set_engine_info(ctx, GPGME_PROTOCOL_OpenPGP, NULL, home);
	if (e == 0) {
		gpgme_set_armor(ctx, 1);
		e = encrypt(ctx, domain, &cipher);
	}
	bool good = e == 0 && keep(a, cipher, out);
	if (!good && e != 0)
		gpgme_data_release(cipher);
	gpgme_release(ctx);
	gpgconf(home, "--kill");
	gpgconf(home, "--remove-socketdir");
	remove_tree(home, 2);
	if (!good)
		*error = arena_printf(a,
		    "GnuPG made no ciphertext (%s): install gnupg 2.2 or newer and "
		    "try `gpg --version`",
		    e != 0 ? gpgme_strerror(e) : "its output is not as expected");
	return good;
}
