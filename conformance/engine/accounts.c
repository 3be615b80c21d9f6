/* Making names, lending accounts, reading --creds.  Does no network I/O: the
 * first login happens in the worker process that uses the account. */
#include "conformance/engine/accounts.h"

#include "conformance/engine/complain.h"
#include "conformance/engine/lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { NAME_LETTERS = 9, PASSWORD_LETTERS = 22 };

/* n letters of the alphabet, uniformly, from the operating system. */
static void
draw_letters(char *out, size_t n, const char *alphabet, size_t letters)
{
	size_t fair = 256 - 256 % letters;

	for (size_t i = 0; i < n;) {
		uint8_t octet;
		if (getrandom(&octet, 1, 0) != 1) {
			complain("the operating system gives no random octets");
			exit(EXIT_INTERNAL);
		}
		if (octet < fair)
			out[i++] = alphabet[octet % letters];
	}
	out[n] = '\0';
}

static bool
draw_account(struct accounts *p, struct account *out)
{
	static const char letters[] =
	    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	char name[NAME_LETTERS + 1], password[PASSWORD_LETTERS + 1];

	draw_letters(name, NAME_LETTERS, letters, 36);
	draw_letters(password, PASSWORD_LETTERS, letters, sizeof(letters) - 1);
	out->address = arena_printf(p->arena, "%s@%s", name, p->domain);
	out->password = arena_str(p->arena, span_str(password));
	explicit_bzero(password, sizeof(password));
	p->addresses++;
	return out->address != NULL && out->password != NULL;
}

bool
accounts_init(
    struct accounts *p, struct arena *a, const char *domain, unsigned most, unsigned share)
{
	*p = (struct accounts){ .arena = a, .domain = domain, .cap = share, .most = most };
	p->list = arena_take(a, (share + 1) * sizeof(p->list[0]));
	return p->list != NULL;
}

/* One more account at the end of the list. */
static struct lent *
append(struct accounts *p)
{
	struct lent *l = &p->list[p->n++];

	*l = (struct lent){ 0 };
	bucket_init(&l->mails, MAILS_PER_MINUTE, MAILS_BURST);
	return l;
}

static const char *
parse_credentials(struct accounts *p, char *line)
{
	const char *address = line_word(&line), *password = line;

	if (strchr(address, '@') == NULL)
		return "an entry is: address password; the address has no @";
	if (password[0] == '\0')
		return "an entry is: address password; the password is missing";
	if (p->n == p->cap)
		return "too many accounts";
	struct lent *l = append(p);
	l->account.address = arena_str(p->arena, span_str(address));
	l->account.password = arena_str(p->arena, span_str(password));
	l->made = l->given = true;
	return l->account.address == NULL || l->account.password == NULL ? "too long a file" : NULL;
}

bool
accounts_read(struct accounts *p, const char *path, char *error, size_t error_size)
{
	struct line_reader r;

	p->fixed = true;
	if (!lines_open(&r, path, error, error_size))
		return false;
	const char *wrong = NULL;
	while (wrong == NULL && lines_next(&r))
		wrong = parse_credentials(p, r.text);
	if (wrong != NULL)
		snprintf(error, error_size, "%s:%u: %s", path, r.number, wrong);
	else if (p->n == 0)
		snprintf(error, error_size, "%s: no account in it", path);
	lines_close(&r);
	return wrong == NULL && p->n > 0;
}

static bool
holds(const unsigned *indexes, unsigned n, unsigned index)
{
	for (unsigned i = 0; i < n; i++)
		if (indexes[i] == index)
			return true;
	return false;
}

/* The idle account that may send soonest and is not among the n taken; p->n when none is idle. */
static unsigned
idlest(const struct accounts *p, const unsigned *taken, unsigned n, unsigned mails, int64_t now_us)
{
	unsigned best = p->n;
	int64_t best_when = INT64_MAX;

	for (unsigned i = 0; i < p->n; i++) {
		if (p->list[i].busy || p->list[i].spent || holds(taken, n, i))
			continue;
		int64_t when = bucket_when(&p->list[i].mails, mails, now_us);
		if (when < best_when) {
			best_when = when;
			best = i;
		}
	}
	return best;
}

enum lend
accounts_lend(struct accounts *p, unsigned n, unsigned mails, int64_t now_us, unsigned *indexes,
    int64_t *when_us)
{
	unsigned most = p->fixed ? p->n - p->spent : p->cap;

	*when_us = now_us;
	if (n > most || n > LEND_MOST)
		return LEND_NEVER;
	for (unsigned i = 0; i < n; i++) {
		bool may_make = !p->fixed && p->n < p->cap && p->addresses < p->most;
		if (may_make) {
			struct lent *l = append(p);
			if (!draw_account(p, &l->account))
				return LEND_NEVER;
			indexes[i] = p->n - 1;
			continue;
		}
		indexes[i] = idlest(p, indexes, i, i == 0 ? mails : 0, now_us);
		if (indexes[i] == p->n) {
			*when_us = INT64_MAX;
			return LEND_LATER;
		}
	}
	if (n > 0) {
		*when_us = bucket_when(&p->list[indexes[0]].mails, mails, now_us);
		if (*when_us > now_us)
			return LEND_LATER;
	}
	for (unsigned i = 0; i < n; i++)
		p->list[indexes[i]].busy = p->list[indexes[i]].used = true;
	return LEND_DONE;
}

void
accounts_return(
    struct accounts *p, const unsigned *indexes, unsigned n, unsigned mails, int64_t now_us)
{
	for (unsigned i = 0; i < n; i++)
		p->list[indexes[i]].busy = false;
	if (n > 0)
		bucket_take(&p->list[indexes[0]].mails, mails, now_us);
}

bool
accounts_afford(const struct accounts *p, unsigned n, bool making)
{
	unsigned unused = 0, left = p->most - p->addresses;

	/* What may become lendable is kept for that: who waits for it would wait for ever. */
	if (!p->fixed)
		return n + (p->cap - p->n) <= left;
	if (making)
		return n <= left;
	for (unsigned i = 0; i < p->n; i++)
		unused += !p->list[i].used;
	return n <= unused;
}

/* From the end of the file: lending begins at its head. */
static void
give_away(struct accounts *p, unsigned n, struct account *out)
{
	for (unsigned i = p->n; i > 0 && n > 0; i--) {
		struct lent *l = &p->list[i - 1];
		if (l->used)
			continue;
		l->used = l->spent = true;
		p->spent++;
		out[--n] = l->account;
	}
}

bool
accounts_fresh(struct accounts *p, unsigned n, bool making, struct account *out)
{
	if (!accounts_afford(p, n, making))
		return false;
	if (p->fixed && !making) {
		give_away(p, n, out);
		return true;
	}
	for (unsigned i = 0; i < n; i++)
		if (!draw_account(p, &out[i]))
			return false;
	return true;
}
