/* base64_decode against the test vectors of RFC 4648, 10, and against texts that
 * are not canonical. */
#include "reference/core/base64.h"

#include "base/cdefs.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *text, *octets;
} GOOD[] = {
	{ "Zg==", "f" },
	{ "Zm8=", "fo" },
	{ "Zm9v", "foo" },
	{ "Zm9vYg==", "foob" },
	{ "Zm9vYmE=", "fooba" },
	{ "Zm9vYmFy", "foobar" },
	{ "++//", "\373\357\377" },
	{ "////", "\377\377\377" },
};

static const char *const BAD[] = {
	"",      /* GATE_EMPTY */
	"Z",     /* no whole quantum */
	"Zm9",   /* missing padding */
	"Zm9vY", /* one digit too many */
	"Zh==",  /* stray bits under two '=' */
	"ZE==",  /* the third lowest of the four that must be zero */
	"ZI==",  /* the highest of them */
	"Zm9=",  /* stray bits under one '=' */
	"ZmC=",
	"Z===",     /* three '=' */
	"====",     /* nothing but '=' */
	"Zg==Zg==", /* GATE_ARMOR_PADDING_TAIL: data after padding */
	"Zm=v",     /* '=' inside */
	"Zm 9",     /* space */
	"Zm9v\r\n", /* line end */
	"-_-_",     /* the URL alphabet */
	"Zm9\200",  /* 8-bit */
	"Zm9.",
};

START_TEST(GATE_BASE64_good)
{
	char text[32];
	size_t n = strlen(GOOD[_i].text);

	memcpy(text, GOOD[_i].text, n);
	size_t got = base64_decode((uint8_t *)text, n);
	ck_assert_uint_eq(got, strlen(GOOD[_i].octets));
	ck_assert_mem_eq(text, GOOD[_i].octets, got);
}
END_TEST

START_TEST(GATE_BASE64_bad)
{
	char text[32];
	size_t n = strlen(BAD[_i]);

	memcpy(text, BAD[_i], n);
	ck_assert_msg(base64_decode((uint8_t *)text, n) == 0, "accepted: %s", BAD[_i]);
}
END_TEST

/* Every octet in the third place of a quantum: exactly 64 digits (and '=' at the
 * end) are let in, and each stands for itself. */
START_TEST(GATE_BASE64_every_octet)
{
	size_t accepted = 0;

	for (unsigned c = 0; c < 256; c++) {
		uint8_t text[4] = { 'A', 'A', (uint8_t)c, 'A' };
		if (base64_decode(text, 4) == 3)
			accepted++;
	}
	ck_assert_uint_eq(accepted, 64);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("base64");
	TCase *t = tcase_create("base64");

	tcase_add_loop_test(t, GATE_BASE64_good, 0, COUNT_OF(GOOD));
	tcase_add_loop_test(t, GATE_BASE64_bad, 0, COUNT_OF(BAD));
	tcase_add_test(t, GATE_BASE64_every_octet);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
