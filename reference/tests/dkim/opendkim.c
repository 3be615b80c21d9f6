/* libopendkim for compare.py.
 * V message author (name record)...                  P, N or F
 * S message selector domain key form body-form rsa|ed25519    a signature field */
#include "reference/tests/dkim/frames.h"

#include <string.h>
#include <strings.h>
#include <sys/types.h>

#include <opendkim/dkim.h>

static const struct frame *asked; /* for the look-up of keys */

static DKIM_CBSTAT
look_up(DKIM *dkim, DKIM_SIGINFO *sig, u_char *buf, size_t len)
{
	char name[512];

	(void)dkim;
	snprintf(name, sizeof(name), "%s._domainkey.%s", (char *)dkim_sig_getselector(sig),
	    (char *)dkim_sig_getdomain(sig));
	for (size_t i = 2; i + 1 < asked->n; i += 2) {
		if (strcasecmp(frame_text(asked, i), name) != 0)
			continue;
		snprintf((char *)buf, len, "%s", frame_text(asked, i + 1));
		return DKIM_CBSTAT_CONTINUE;
	}
	return DKIM_CBSTAT_NOTFOUND;
}

/* Field by field, then the body. */
static DKIM_STAT
feed(DKIM *d, char *p, size_t n)
{
	size_t from = 0;

	for (size_t i = 0; i + 1 < n; i++) {
		if (p[i] != '\r' || p[i + 1] != '\n')
			continue;
		if (i == from) {
			from = i + 2;
			break;
		}
		if (i + 2 < n && (p[i + 2] == ' ' || p[i + 2] == '\t'))
			continue;
		DKIM_STAT bad = dkim_header(d, (u_char *)p + from, i - from);
		if (bad != DKIM_STAT_OK)
			return bad;
		from = i + 2;
	}
	DKIM_STAT end = dkim_eoh(d);
	if (end != DKIM_STAT_OK && end != DKIM_STAT_NOSIG)
		return end;
	if (from < n)
		dkim_body(d, (u_char *)p + from, n - from);
	return dkim_eom(d, NULL);
}

static void
verify(DKIM_LIB *lib, struct frame *f)
{
	DKIM_SIGINFO **sigs = NULL;
	DKIM_STAT stat;
	int n = 0;
	char letter = 'F';

	asked = f;
	DKIM *d = dkim_verify(lib, (const unsigned char *)"x", NULL, &stat);
	if (d == NULL)
		exit(1);
	feed(d, frame_text(f, 0), frame_length(f, 0));
	if (dkim_getsiglist(d, &sigs, &n) != DKIM_STAT_OK)
		n = 0;
	if (n == 0)
		letter = 'N';
	for (int i = 0; i < n; i++) {
		const char *domain = (const char *)dkim_sig_getdomain(sigs[i]);
		if (domain == NULL || strcasecmp(domain, frame_text(f, 1)) != 0)
			continue;
		if (dkim_sig_process(d, sigs[i]) == DKIM_STAT_OK &&
		    dkim_sig_geterror(sigs[i]) == DKIM_SIGERROR_OK &&
		    (dkim_sig_getflags(sigs[i]) & DKIM_SIGFLAG_PASSED) != 0 &&
		    dkim_sig_getbh(sigs[i]) == DKIM_SIGBH_MATCH)
			letter = 'P';
	}
	frame_answer(&letter, 1);
	dkim_free(d);
	asked = NULL;
}

static dkim_canon_t
form(const struct frame *f, size_t i)
{
	return strcmp(frame_text(f, i), "relaxed") == 0 ? DKIM_CANON_RELAXED : DKIM_CANON_SIMPLE;
}

static void
sign(DKIM_LIB *lib, struct frame *f)
{
	char out[8192] = "", field[8000];
	DKIM_STAT stat;

	dkim_alg_t algorithm =
	    strcmp(frame_text(f, 6), "rsa") == 0 ? DKIM_SIGN_RSASHA256 : DKIM_SIGN_ED25519SHA256;
	DKIM *d = dkim_sign(lib, (const unsigned char *)"x", NULL,
	    (const dkim_sigkey_t)frame_text(f, 3), (const unsigned char *)frame_text(f, 1),
	    (const unsigned char *)frame_text(f, 2), form(f, 4), form(f, 5), algorithm, -1, &stat);
	if (d == NULL)
		exit(1);
	if (feed(d, frame_text(f, 0), frame_length(f, 0)) == DKIM_STAT_OK &&
	    dkim_getsighdr(d, (u_char *)field, sizeof(field), strlen("DKIM-Signature: ")) ==
		DKIM_STAT_OK)
		snprintf(out, sizeof(out), "DKIM-Signature: %s\r\n", field);
	frame_answer(out, strlen(out));
	dkim_free(d);
}

int
main(void)
{
	struct frame f = { 0 };
	DKIM_LIB *lib = dkim_init(NULL, NULL);

	if (lib == NULL || dkim_set_key_lookup(lib, look_up) != DKIM_STAT_OK)
		return 1;
	while (frame_read(&f)) {
		if (f.what == 'V')
			verify(lib, &f);
		else
			sign(lib, &f);
		frame_free(&f);
	}
	dkim_close(lib);
	return 0;
}
