/* Credentials for one new account, as JSON.
 *
 * Does not: remember them.  Whoever logs in with them first has the account. */
#include "reference/shell/web.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

enum {
	PASSWORD_OCTETS = 22, /* 131 bits; more when the relay wants longer ones */
	PASSWORD_SPARE = 3    /* above what the relay wants at least */
};

/* n letters of the alphabet, each as likely as any other (WEB_NEW_UNIQUE). */
static int
put_random(struct buf *out, struct span alphabet, size_t n)
{
	unsigned least_unfair = 256u / (unsigned)alphabet.n * (unsigned)alphabet.n;
	unsigned char octets[64];
	int got = 0;

	while (n > 0 && got == 0) {
		if (RAND_bytes(octets, sizeof(octets)) != 1)
			got = -1;
		for (size_t i = 0; i < sizeof(octets) && n > 0 && got == 0; i++) {
			if (octets[i] >= least_unfair)
				continue;
			buf_put_octet(out, alphabet.p[octets[i] % alphabet.n]);
			n--;
		}
	}
	OPENSSL_cleanse(octets, sizeof(octets));
	return got;
}

/* By the relay's own rules, so that the first login takes them (WEB_NEW_USABLE). */
int
web_new(const struct config *c, struct buf *out)
{
	const struct span name = SPAN("abcdefghijklmnopqrstuvwxyz0123456789");
	const struct span password =
	    SPAN("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
	size_t n = c->rules.password_min + PASSWORD_SPARE;

	buf_put(out, SPAN("{\"email\": \""));
	if (put_random(out, name, c->rules.name_max) == -1)
		return -1;
	buf_put_octet(out, '@');
	buf_put(out, c->domain);
	buf_put(out, SPAN("\", \"password\": \""));
	if (put_random(out, password, n > PASSWORD_OCTETS ? n : PASSWORD_OCTETS) == -1)
		return -1;
	buf_put(out, SPAN("\"}\n"));
	return out->full ? -1 : 0;
}
