/* The tags of a key record.  Does not decode the key.
 * g= is a tag of the first DKIM (RFC 4871) that nobody reads any more.
 * Source: RFC 6376, 3.6.1; RFC 8463, 4; RFC 8301, 3.1. */
#include "reference/core/dkim_key.h"

static bool
is(const struct dkim_tag *tag, const char *word)
{
	return span_eq(tag->value, span_str(word));
}

static bool
version_ok(const struct dkim_tags *t)
{
	const struct dkim_tag *v = dkim_tags_get(t, "v");

	/* DKIM_KEY_FORMS: it need not be there.  DKIM_KEY_VERSION: if it is, then first. */
	return v == NULL || (v == &t->tag[0] && is(v, "DKIM1"));
}

static bool
type_ok(const struct dkim_tags *t, enum dkim_algorithm *algorithm)
{
	const struct dkim_tag *k = dkim_tags_get(t, "k");

	*algorithm = DKIM_RSA_SHA256;
	if (k == NULL || is(k, "rsa"))
		return true;
	*algorithm = DKIM_ED25519_SHA256;
	return is(k, "ed25519"); /* DKIM_KEY_TYPE */
}

enum dkim_key_read
dkim_key_parse(struct span record, struct dkim_key *k)
{
	struct dkim_tags t;

	if (!dkim_tags_parse(record, &t))
		return DKIM_KEY_NO_TAGS;
	const struct dkim_tag *hashes = dkim_tags_get(&t, "h"), *services = dkim_tags_get(&t, "s");
	const struct dkim_tag *flags = dkim_tags_get(&t, "t"), *octets = dkim_tags_get(&t, "p");
	if (!version_ok(&t))
		return DKIM_KEY_VERSION;
	if (octets == NULL)
		return DKIM_KEY_NO_TAGS;
	if (!type_ok(&t, &k->algorithm))
		return DKIM_KEY_TYPE;
	if (hashes != NULL && !dkim_tags_lists(hashes->value, "sha256"))
		return DKIM_KEY_HASH; /* DKIM_KEY_HASH */
	if (services != NULL && !dkim_tags_lists(services->value, "*") &&
	    !dkim_tags_lists(services->value, "email"))
		return DKIM_KEY_SERVICE; /* DKIM_KEY_SERVICE */
	if (octets->value.n == 0)
		return DKIM_KEY_REVOKED; /* DKIM_REVOKED */
	k->octets = octets->value;
	if (flags != NULL && dkim_tags_lists(flags->value, "y"))
		return DKIM_KEY_TESTING; /* DKIM_KEY_TEST */
	k->strict = flags != NULL && dkim_tags_lists(flags->value, "s");
	return DKIM_KEY_OK;
}
