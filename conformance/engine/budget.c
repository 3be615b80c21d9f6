/* Budgets and their text form. */
#include "conformance/engine/budget.h"

#include <stdio.h>
#include <string.h>

struct budget
budget_default(bool loopback)
{
	if (loopback)
		return (struct budget){ .accounts = 20000, .mails = 1000000 };
	return (struct budget){ .accounts = 6, .mails = 400, .conns_per_minute = 20 };
}

static bool
parse_part(const char *part, size_t n, struct budget *b)
{
	struct {
		const char *name;
		unsigned *value;
	} const known[] = { { "accounts=", &b->accounts }, { "mails=", &b->mails },
		{ "conns/min=", &b->conns_per_minute } };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		size_t name = strlen(known[i].name);
		if (n <= name || n > name + 9 || memcmp(part, known[i].name, name) != 0)
			continue;
		unsigned value = 0;
		for (size_t at = name; at < n; at++) {
			if (part[at] < '0' || part[at] > '9')
				return false;
			value = value * 10 + (unsigned)(part[at] - '0');
		}
		*known[i].value = value;
		return true;
	}
	return false;
}

bool
budget_parse(const char *text, struct budget *b, char *error, size_t error_size)
{
	for (const char *part = text;; part++) {
		size_t n = strcspn(part, ",");
		if (!parse_part(part, n, b)) {
			snprintf(error, error_size,
			    "--budget: `%.*s' is not accounts=N, mails=N or conns/min=N", (int)n,
			    part);
			return false;
		}
		part += n;
		if (*part == '\0')
			return true;
	}
}
