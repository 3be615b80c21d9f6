/* The chained file.  What the lines mean is the caller's.
 *
 * The code of a line is computed over its octets up to the code itself, so no
 * second form of the JSON has to be agreed upon.  A chain cannot show that lines
 * are missing at the end: for that the digest is published. */
#include "conformance/engine/ledger.h"

#include "conformance/engine/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TAIL = 8 + SEAL_MAC - 1 + 2 }; /* ,"mac":"<64 digits>"} */
static const size_t MOST = 64 << 20;

PRINTF_LIKE(2, 3)
static bool
fail(struct ledger *l, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(l->error, sizeof(l->error), fmt, args);
	va_end(args);
	return false;
}

/* ---- writing --------------------------------------------------------------------- */

/* The line with its code and line end; the caller frees it.  Moves l->mac on. */
static char *
sealed(struct ledger *l, json_t *line, size_t *n)
{
	char *text = json_dumps(line, JSON_COMPACT | JSON_PRESERVE_ORDER), *whole;
	size_t body = text != NULL ? strlen(text) - 1 : 0; /* without the brace */

	json_decref(line);
	whole = text != NULL ? malloc(body + TAIL + 2) : NULL;
	if (whole != NULL) {
		seal_mac(l->seal, l->mac, SPAN_OF(text, body), l->mac);
		memcpy(whole, text, body);
		*n = body + TAIL + 1;
		snprintf(whole + body, TAIL + 2, ",\"mac\":\"%s\"}\n", l->mac);
	}
	free(text);
	return whole;
}

static bool
write_all(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t k = write(fd, p, n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return false;
		p += k;
		n -= (size_t)k;
	}
	return true;
}

static bool
sync_directory(const char *path)
{
	char directory[LEDGER_ERROR];
	const char *slash = strrchr(path, '/');

	snprintf(directory, sizeof(directory), "%.*s", slash != NULL ? (int)(slash - path) + 1 : 1,
	    slash != NULL ? path : ".");
	int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	return ok;
}

bool
ledger_create(
    struct ledger *l, const struct seal *s, const char *path, json_t *const *lines, size_t n)
{
	char temporary[LEDGER_ERROR];

	*l = (struct ledger){ .seal = s, .path = path, .fd = -1 };
	snprintf(temporary, sizeof(temporary), "%s.new", path);
	unlink(temporary);
	int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool ok = fd >= 0;
	for (size_t i = 0; i < n; i++) {
		size_t octets = 0;
		char *text = sealed(l, lines[i], &octets);
		ok = ok && text != NULL && write_all(fd, text, octets);
		free(text);
	}
	ok = ok && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	/* link() and not rename(): a plan that exists is never replaced. */
	ok = ok && link(temporary, path) == 0 && sync_directory(path);
	int why = errno;
	unlink(temporary);
	return ok || fail(l, "cannot write %s: %s", path, strerror(why));
}

bool
ledger_append(struct ledger *l, json_t *line)
{
	char before[SEAL_MAC];
	size_t n = 0;

	memcpy(before, l->mac, sizeof(before));
	char *text = sealed(l, line, &n);
	bool ok = text != NULL && l->fd >= 0;
	if (ok && l->torn > 0)
		ok = ftruncate(l->fd, (off_t)l->octets) == 0;
	ok = ok && write_all(l->fd, text, n) && fdatasync(l->fd) == 0;
	int why = errno;
	free(text);
	if (!ok) {
		if (l->fd >= 0 && ftruncate(l->fd, (off_t)l->octets) != 0)
			l->torn = n; /* the next append, or reader, drops it */
		memcpy(l->mac, before, sizeof(before));
		return fail(l, "cannot add to %s: %s", l->path, strerror(why));
	}
	l->octets += n;
	l->lines++;
	l->torn = 0;
	return true;
}

/* ---- reading ----------------------------------------------------------------------- */

static bool
read_line(struct ledger *l, const char *text, size_t n, ledger_reader *line, void *context)
{
	char mac[SEAL_MAC], why[LEDGER_ERROR - 300] = "";
	unsigned number = l->lines + 1;

	if (n < TAIL + 1 || memcmp(text + n - TAIL, ",\"mac\":\"", 8) != 0 ||
	    memcmp(text + n - 2, "\"}", 2) != 0)
		return fail(l, "%.3000s: line %u is no line of a plan", l->path, number);
	snprintf(mac, sizeof(mac), "%.*s", SEAL_MAC - 1, text + n - TAIL + 8);
	json_t *o = json_loadb(text, n, JSON_REJECT_DUPLICATES, NULL);
	const char *key = json_string_value(json_object_get(o, "key"));
	if (number == 1 && key != NULL && strcmp(key, l->seal->id) != 0) {
		json_decref(o);
		return fail(
		    l, "%.3000s was sealed with another key; --key names the right one", l->path);
	}
	seal_mac(l->seal, l->mac, SPAN_OF(text, n - TAIL), l->mac);
	if (!seal_mac_eq(mac, l->mac)) {
		json_decref(o);
		return fail(l,
		    "%.3000s: line %u was edited, or a line before it was taken out or put in",
		    l->path, number);
	}
	bool ok = json_is_object(o) && line(context, number, o, why, sizeof(why));
	json_decref(o);
	if (!ok)
		return fail(l, "%.2000s: line %u: %.2000s", l->path, number,
		    why[0] != '\0' ? why : "no JSON object");
	l->lines++;
	l->octets += n + 1;
	return true;
}

static char *
read_file(struct ledger *l, size_t *n)
{
	struct stat st;
	char *text = NULL;

	*n = 0;
	if (fstat(l->fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		fail(l, "%s is no file", l->path);
		return NULL;
	}
	if ((size_t)st.st_size > MOST || (text = malloc((size_t)st.st_size + 1)) == NULL) {
		fail(l, "%s is too large for a plan", l->path);
		return NULL;
	}
	while (*n < (size_t)st.st_size) {
		ssize_t k = pread(l->fd, text + *n, (size_t)st.st_size - *n, (off_t)*n);
		if (k <= 0)
			break;
		*n += (size_t)k;
	}
	return text;
}

bool
ledger_open(struct ledger *l, const struct seal *s, const char *path, bool write,
    ledger_reader *line, void *context)
{
	size_t n, at = 0;
	bool ok = true;

	*l = (struct ledger){ .seal = s, .path = path };
	l->fd = open(path, (write ? O_RDWR | O_APPEND : O_RDONLY) | O_CLOEXEC);
	if (l->fd < 0)
		return fail(l, "cannot read %s: %s", path, strerror(errno));
	if (write && flock(l->fd, LOCK_EX | LOCK_NB) != 0) {
		ledger_close(l);
		return fail(l, "another relayspec is at work on %s; wait until it has ended", path);
	}
	char *text = read_file(l, &n);
	ok = text != NULL;
	while (ok && at < n) {
		const char *end = memchr(text + at, '\n', n - at);
		if (end == NULL)
			break;
		ok = read_line(l, text + at, (size_t)(end - text) - at, line, context);
		at = (size_t)(end - text) + 1;
	}
	l->torn = ok ? n - at : 0;
	if (ok && l->lines == 0)
		ok = fail(l, "%s is no plan: it has no line", path);
	free(text);
	if (!ok)
		ledger_close(l);
	return ok;
}

void
ledger_close(struct ledger *l)
{
	if (l->fd >= 0)
		close(l->fd);
	l->fd = -1;
}

void
ledger_digest(const struct ledger *l, unsigned n, char hex[65])
{
	char block[16384];
	struct digest *d = digest_begin();
	off_t at = 0;
	ssize_t k;

	while (n > 0 && (k = pread(l->fd, block, sizeof(block), at)) > 0) {
		size_t take = 0;
		while (take < (size_t)k && n > 0)
			n -= block[take++] == '\n';
		digest_add(d, SPAN_OF(block, take));
		at += (off_t)take;
	}
	digest_end(d, hex);
	if (n > 0)
		hex[0] = '\0';
}
