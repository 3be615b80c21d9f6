/* Servers that were asked by HTTPS and have none: for half an hour they are
 * asked by SMTP at once.  A ring, so the oldest goes first. */
#include "reference/shell/outbound_mail.h"

#include <stdio.h>
#include <string.h>

static size_t
find(const struct https_memory *m, const char *host)
{
	size_t i = 0;

	while (i < HTTPS_REMEMBERED && strcmp(m->list[i].host, host) != 0)
		i++;
	return i;
}

bool
https_is_silent(const struct https_memory *m, const char *host, uint64_t now)
{
	size_t i = find(m, host);

	return i < HTTPS_REMEMBERED && now < m->list[i].until;
}

void
https_remember(struct https_memory *m, const char *host, uint64_t now)
{
	size_t i = find(m, host);

	if (i == HTTPS_REMEMBERED) {
		i = m->next;
		m->next = (m->next + 1) % HTTPS_REMEMBERED;
	}
	snprintf(m->list[i].host, sizeof(m->list[i].host), "%s", host);
	m->list[i].until = now + UINT64_C(1000) * HTTPS_SILENCE_S;
}

void
https_forget(struct https_memory *m, const char *host)
{
	size_t i = find(m, host);

	if (i < HTTPS_REMEMBERED)
		m->list[i].host[0] = '\0';
}
