/* Selectors: ids, globs, areas, levels, and their negation.  Does no I/O, so a
 * wrong one is found before the first packet. */
#include "conformance/engine/selector.h"

#include <fnmatch.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool
is_level(const char *word)
{
	return word[0] == ':';
}

/* Does the word name this entry, profile and existence of a case aside? */
static bool
names(const char *word, const struct requirement *law)
{
	if (is_level(word))
		return strcasecmp(word + 1, level_name(law->level)) == 0;
	return strcmp(word, law->area) == 0 || fnmatch(word, law->id, 0) == 0;
}

static bool
eligible(const struct entry *e, const char *profile)
{
	return e->test != NULL && (profile == NULL || profile_holds(e->law.profiles, profile));
}

/* Why a word matches nothing; true when it does match. */
static bool
matches_something(const struct entry *all, size_t n, const char *profile, const char *word,
    char *error, size_t error_size)
{
	const char *bare = word[0] == '!' ? word + 1 : word;
	const struct entry *elsewhere = NULL;

	for (size_t i = 0; i < n; i++) {
		if (!names(bare, &all[i].law))
			continue;
		if (eligible(&all[i], profile))
			return true;
		elsewhere = &all[i];
	}
	if (elsewhere == NULL)
		snprintf(error, error_size,
		    "no case matches `%s'; `relayspec list' shows ids and areas", word);
	else if (elsewhere->test == NULL)
		snprintf(error, error_size, "`%s' matches requirements without a case only", word);
	else
		snprintf(error, error_size, "`%s' is not in profile %s; it is in: %s", word,
		    profile, elsewhere->law.profiles);
	return false;
}

static bool
selected(const struct requirement *law, char *const *words, size_t count)
{
	bool any_name = false, named = false, any_level = false, level = false;

	for (size_t i = 0; i < count; i++) {
		const char *word = words[i];
		if (word[0] == '!') {
			if (names(word + 1, law))
				return false;
		} else if (is_level(word)) {
			any_level = true;
			level = level || names(word, law);
		} else {
			any_name = true;
			named = named || names(word, law);
		}
	}
	return (!any_name || named) && (!any_level || level);
}

bool
selector_choose(const struct entry *all, size_t n, const char *profile, char *const *words,
    size_t count, bool *chosen, char *error, size_t error_size)
{
	size_t total = 0;

	for (size_t i = 0; i < count; i++)
		if (!matches_something(all, n, profile, words[i], error, error_size))
			return false;
	for (size_t i = 0; i < n; i++) {
		chosen[i] = eligible(&all[i], profile) && selected(&all[i].law, words, count);
		total += chosen[i];
	}
	if (total == 0)
		snprintf(error, error_size, "the selectors together leave no case%s%s",
		    profile != NULL ? " in profile " : "", profile != NULL ? profile : "");
	return total > 0;
}
