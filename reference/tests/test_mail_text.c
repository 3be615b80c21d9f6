/* Memory for messages: grows with them, and strangers have a bound together. */
#include "reference/shell/mail_text.h"

#include <check.h>
#include <stdlib.h>

enum { MOST = 31457280, MANY = 64 };

static bool
fill(struct buf *text, size_t n, uint64_t *strangers)
{
	return mail_text_grow(text, n - text->n, MOST, strangers);
}

START_TEST(grows_as_far_as_a_message_may)
{
	struct buf text = { 0 };

	ck_assert(fill(&text, 1, NULL));
	ck_assert(text.cap > 0 && text.cap < MAIL_TEXT_SMALL);
	ck_assert(fill(&text, MOST, NULL));
	ck_assert(text.cap >= MOST + 2);
	size_t cap = text.cap;
	text.n = cap; /* what is beyond is not kept */
	ck_assert(mail_text_grow(&text, 2 * cap, MOST, NULL));
	ck_assert(text.cap == cap);
	mail_text_free(&text, NULL);
	ck_assert(text.p == NULL && text.cap == 0);
}
END_TEST

START_TEST(strangers_have_a_bound_together)
{
	struct buf text[MANY] = { 0 }, small = { 0 }, own = { 0 };
	uint64_t strangers = 0;
	size_t n = 0;

	while (n < MANY && fill(&text[n], MOST, &strangers))
		n++;
	ck_assert(n > 1 && n < MANY);
	ck_assert(strangers <= MAIL_STRANGERS_MOST);
	/* a small message always finds room, and whoever has an account does */
	ck_assert(fill(&small, MAIL_TEXT_SMALL - 2, &strangers));
	ck_assert(fill(&own, MOST, NULL));
	mail_text_free(&small, &strangers);
	mail_text_free(&text[0], &strangers);
	ck_assert(fill(&text[n], MOST, &strangers));
	for (size_t i = 0; i < MANY; i++)
		mail_text_free(&text[i], &strangers);
	mail_text_free(&own, NULL);
	ck_assert_uint_eq(strangers, 0);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("mail_text");
	TCase *t = tcase_create("mail_text");

	tcase_add_test(t, grows_as_far_as_a_message_may);
	tcase_add_test(t, strangers_have_a_bound_together);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed > 0;
}
