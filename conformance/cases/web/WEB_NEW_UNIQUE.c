/* WEB_NEW_UNIQUE: nobody gets what another got, nor can guess it.  Five answers: addresses
 * and passwords all differ, and at nine places at least (the shortest password allowed) the
 * passwords are not all alike; by chance a place is alike less than once in 10^6. */
#include "conformance/case.h"

enum { CALLS = 5 };

/* At how many places not all have the same character. */
static size_t
varies(const char *const *s)
{
	size_t places = 0;

	for (size_t i = 0; s[0][i] != '\0'; i++)
		for (size_t k = 1; k < CALLS; k++)
			if (span_str(s[k]).n <= i || s[k][i] != s[0][i]) {
				places++;
				break;
			}
	return places;
}

static void
play(struct run *r)
{
	const char *address[CALLS], *password[CALLS];

	for (size_t i = 0; i < CALLS; i++) {
		struct webc_account a = need_new_account(r);
		address[i] = a.address;
		password[i] = a.password;
		for (size_t k = 0; k < i; k++) {
			expect_true(r, !span_eq_nocase(span_str(a.address), span_str(address[k])),
			    "another address each time", "%s again", a.address);
			expect_true(r, !span_eq(span_str(a.password), span_str(password[k])),
			    "another password each time", "the same again");
		}
	}
	if (!run_ok(r))
		return;
	expect_true(r, (int64_t)varies(password) >= limit_number(r, "web_password_octets"),
	    "passwords that differ in nine places", "they differ in %zu", varies(password));
}

const struct test_case WEB_NEW_UNIQUE = {
	.text = "credentials of /new are random",
	.needs = NEED_HTTPS,
	.play = play,
};
