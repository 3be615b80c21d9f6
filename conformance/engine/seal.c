/* Key files, HMAC-SHA-256 and AES-256-GCM by OpenSSL.  Knows nothing of plans.
 * RFC 2104 (HMAC), NIST SP 800-38D (GCM: nonce of 96 bits, tag of 128). */
#include "conformance/engine/seal.h"

#include "conformance/engine/complain.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEY_TEXT = 2 * SEAL_KEY + 1, NONCE = 12, TAG = 16, SECRET_MOST = 1000 };

static void
hmac(const uint8_t key[SEAL_KEY], struct span text, uint8_t out[SEAL_KEY])
{
	unsigned n = 0;

	if (HMAC(EVP_sha256(), key, SEAL_KEY, text.p, text.n, out, &n) == NULL || n != SEAL_KEY) {
		complain("OpenSSL cannot compute HMAC-SHA-256; is its installation complete?");
		exit(EXIT_INTERNAL);
	}
}

static void
put_hex(char *out, const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		snprintf(out + 2 * i, 3, "%02x", p[i]);
}

static int
digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool
take_hex(const char *text, size_t n, uint8_t *out)
{
	for (size_t i = 0; i < n; i++) {
		int high = digit(text[2 * i]), low = high < 0 ? -1 : digit(text[2 * i + 1]);
		if (low < 0)
			return false;
		out[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

static void
derive(struct seal *s, const uint8_t key[SEAL_KEY])
{
	uint8_t id[SEAL_KEY];

	hmac(key, SPAN("relayspec plan: chain"), s->chain);
	hmac(key, SPAN("relayspec plan: box"), s->box);
	hmac(key, SPAN("relayspec plan: name"), id);
	put_hex(s->id, id, (SEAL_ID - 1) / 2);
}

/* ---- the file ------------------------------------------------------------------ */

static bool
write_key(int fd, const char *path)
{
	uint8_t key[SEAL_KEY];
	char text[KEY_TEXT + 1];

	if (getrandom(key, sizeof(key), 0) != (ssize_t)sizeof(key))
		return false;
	put_hex(text, key, sizeof(key));
	text[KEY_TEXT - 1] = '\n';
	bool ok = write(fd, text, KEY_TEXT) == KEY_TEXT && fsync(fd) == 0;
	explicit_bzero(key, sizeof(key));
	explicit_bzero(text, sizeof(text));
	if (!ok)
		unlink(path);
	return ok;
}

bool
seal_make(struct seal *s, const char *path, char *error, size_t error_size)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0 && errno == EEXIST)
		return seal_read(s, path, error, error_size);
	if (fd < 0 || !write_key(fd, path)) {
		snprintf(error, error_size, "cannot make the key %s: %s; --key names another file",
		    path, strerror(errno));
		if (fd >= 0)
			close(fd);
		return false;
	}
	close(fd);
	return seal_read(s, path, error, error_size);
}

bool
seal_read(struct seal *s, const char *path, char *error, size_t error_size)
{
	uint8_t key[SEAL_KEY];
	char text[KEY_TEXT + 1];
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || fstat(fd, &st) != 0) {
		snprintf(error, error_size, "cannot read the key %s: %s; --key names another file",
		    path, strerror(errno));
		if (fd >= 0)
			close(fd);
		return false;
	}
	ssize_t n = read(fd, text, sizeof(text));
	close(fd);
	if ((st.st_mode & 077) != 0) {
		snprintf(error, error_size,
		    "others may read the key %s: say chmod 600, and take care who has read it",
		    path);
		return false;
	}
	bool ok = n == KEY_TEXT && text[KEY_TEXT - 1] == '\n' && take_hex(text, SEAL_KEY, key);
	explicit_bzero(text, sizeof(text));
	if (!ok) {
		snprintf(error, error_size, "%s is no key of a plan", path);
		return false;
	}
	derive(s, key);
	explicit_bzero(key, sizeof(key));
	return true;
}

/* ---- use -------------------------------------------------------------------------- */

void
seal_mac(const struct seal *s, const char *before, struct span line, char out[SEAL_MAC])
{
	uint8_t first[SEAL_KEY], both[SEAL_KEY + SEAL_MAC], sum[SEAL_KEY];
	size_t n = strlen(before);

	/* The line's own code first: then what is joined has one length, and one reading. */
	hmac(s->chain, line, first);
	memcpy(both, first, SEAL_KEY);
	n = n < SEAL_MAC ? n : SEAL_MAC - 1;
	memcpy(both + SEAL_KEY, before, n);
	hmac(s->chain, SPAN_OF(both, SEAL_KEY + n), sum);
	put_hex(out, sum, SEAL_KEY);
}

bool
seal_mac_eq(const char *a, const char *b)
{
	return strlen(a) == SEAL_MAC - 1 && strlen(b) == SEAL_MAC - 1 &&
	    CRYPTO_memcmp(a, b, SEAL_MAC - 1) == 0;
}

/* Both directions; `in` and `out` of n octets, the tag is made or checked. */
static bool
gcm(const struct seal *s, bool encrypt, const char *to, const uint8_t nonce[NONCE],
    const uint8_t *in, uint8_t *out, size_t n, uint8_t tag[TAG])
{
	EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
	int got = 0, last = 0, most = (int)n;
	bool ok = c != NULL &&
	    EVP_CipherInit_ex(c, EVP_aes_256_gcm(), NULL, s->box, nonce, encrypt) == 1 &&
	    EVP_CipherUpdate(c, NULL, &got, (const uint8_t *)to, (int)strlen(to)) == 1 &&
	    EVP_CipherUpdate(c, out, &got, in, most) == 1;

	if (ok && !encrypt)
		ok = EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_SET_TAG, TAG, tag) == 1;
	ok = ok && EVP_CipherFinal_ex(c, out + got, &last) == 1 && got + last == most;
	if (ok && encrypt)
		ok = EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_GET_TAG, TAG, tag) == 1;
	EVP_CIPHER_CTX_free(c);
	return ok;
}

char *
seal_close(const struct seal *s, struct arena *a, const char *to, const char *secret)
{
	uint8_t box[NONCE + SECRET_MOST + TAG];
	size_t n = strlen(secret);
	char *text = n <= SECRET_MOST ? arena_take(a, 2 * (NONCE + n + TAG) + 1) : NULL;

	if (text == NULL || getrandom(box, NONCE, 0) != NONCE ||
	    !gcm(s, true, to, box, (const uint8_t *)secret, box + NONCE, n, box + NONCE + n))
		return NULL;
	put_hex(text, box, NONCE + n + TAG);
	return text;
}

char *
seal_open(const struct seal *s, struct arena *a, const char *to, const char *text)
{
	uint8_t box[NONCE + SECRET_MOST + TAG];
	size_t n = strlen(text) / 2;

	if (strlen(text) % 2 != 0 || n < NONCE + TAG || n > sizeof(box) || !take_hex(text, n, box))
		return NULL;
	n -= NONCE + TAG;
	char *secret = arena_take(a, n + 1);
	if (secret == NULL ||
	    !gcm(s, false, to, box, box + NONCE, (uint8_t *)secret, n, box + NONCE + n))
		return NULL;
	return secret;
}
