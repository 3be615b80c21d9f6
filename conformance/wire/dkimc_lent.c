/* A domain that is not ours to publish in, whose operator lends the key that is published there: what
 * can be signed with it, and that it is the right one.  What a case would have to set in DNS is
 * NA(vantage).  The key is used and never shown: not in transcripts, not in reports. */
#include "conformance/engine/zone.h"
#include "conformance/wire/dkimc.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <string.h>

enum { NAME_MOST = 253, BITS_LEAST = 1024 };

/* ---- before the audit ---------------------------------------------------------------------- */

/* Letters, digits, - and _ between dots. */
static bool
is_name(const char *s, unsigned dots_least)
{
	size_t n = strlen(s), label = 0;
	unsigned dots = 0;

	for (size_t i = 0; i < n; i++) {
		bool visible = (s[i] >= 'a' && s[i] <= 'z') || (s[i] >= 'A' && s[i] <= 'Z') ||
		    (s[i] >= '0' && s[i] <= '9') || s[i] == '-' || s[i] == '_';
		if (!visible && (s[i] != '.' || label == 0))
			return false;
		label = visible ? label + 1 : 0;
		dots += !visible;
	}
	return label > 0 && n <= NAME_MOST && dots >= dots_least;
}

/* Nobody is asked for a passphrase. */
static int
no_passphrase(char *to, int room, int writing, void *context)
{
	(void)to, (void)room, (void)writing, (void)context;
	return -1;
}

static EVP_PKEY *
read_key(const char *path, char *error, size_t octets)
{
	FILE *f = fopen(path, "re");
	EVP_PKEY *key = NULL;

	if (f == NULL) {
		snprintf(error, octets, "--dkim-key: cannot read %s: %s", path, strerror(errno));
		return NULL;
	}
	key = PEM_read_PrivateKey(f, NULL, no_passphrase, NULL);
	fclose(f);
	ERR_clear_error();
	int kind = key != NULL ? EVP_PKEY_get_base_id(key) : EVP_PKEY_NONE;
	if (kind == EVP_PKEY_ED25519 ||
	    (kind == EVP_PKEY_RSA && EVP_PKEY_get_bits(key) >= BITS_LEAST))
		return key;
	snprintf(error, octets,
	    "--dkim-key: %s is no PEM file with a private key, RSA from %d bits on or Ed25519, "
	    "without passphrase",
	    path, BITS_LEAST);
	EVP_PKEY_free(key);
	return NULL;
}

bool
dkimc_lend(struct dkim_lent *l, const char *path, char *error, size_t octets)
{
	if (!is_name(l->domain, 1))
		snprintf(error, octets, "--peer-domain: `%s' is no domain", l->domain);
	else if (!is_name(l->selector, 0))
		snprintf(error, octets, "--dkim-selector: `%s' is no name", l->selector);
	else
		l->key = read_key(path, error, octets);
	if (l->key == NULL)
		return false;
	l->algorithm = EVP_PKEY_get_base_id(l->key) == EVP_PKEY_ED25519 ? DKIMC_ED25519_SHA256
									: DKIMC_RSA_SHA256;
	return true;
}

void
dkimc_take_back(struct dkim_lent *l)
{
	EVP_PKEY_free(l->key);
	l->key = NULL;
}

/* ---- in an attempt ------------------------------------------------------------------------- */

const struct dkim_lent *
dkimc_lent(const struct run *r)
{
	const struct zone *z = r->plan->target->zone;

	return z != NULL ? z->lent : NULL;
}

void
dkimc_not_lent(struct run *r, const char *what)
{
	run_decide(r, OUTCOME_NA, "vantage", "", "",
	    run_span(r,
		"it takes %s, and with --dkim-key nothing is published: in a lab, where the relay "
		"asks us, --dns-listen instead",
		what));
}

bool
dkimc_sign_as_lent(struct run *r, struct dkim_how *how)
{
	const struct dkim_lent *l = dkimc_lent(r);

	if (l == NULL)
		return true;
	if (!span_eq_nocase(span_str(how->domain), span_str(l->domain)))
		dkimc_not_lent(r, run_text(r, "a key of %s", how->domain));
	else if (how->unpublished)
		dkimc_not_lent(r, "a key record of its own");
	else if (how->bits != 0 ||
	    (how->algorithm != DKIMC_RSA_SHA256 && how->algorithm != l->algorithm))
		dkimc_not_lent(r, "a key of another kind or size");
	how->algorithm = l->algorithm;
	how->selector = l->selector;
	return run_ok(r);
}

/* A relay that finds another key there, or none, is right to refuse all of it. */
void
dkimc_need_lent(struct run *r, struct span rightly_signed)
{
	struct dkim_seen seen[DKIMC_SEEN_MOST];
	const struct dkim_lent *l = dkimc_lent(r);

	if (l == NULL)
		return;
	if (dkimc_read(r, rightly_signed, seen) > 0 && run_ok(r) && !seen[0].pass)
		run_decide(r, OUTCOME_INCONCLUSIVE, "setup", "DNS",
		    run_text(r, "the public half of --dkim-key at %s._domainkey.%s", l->selector,
			l->domain),
		    span_str(seen[0].why));
}
