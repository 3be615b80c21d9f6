/* The chained file: nothing is lost by an interruption, and nothing can be changed unseen. */
#include "conformance/engine/ledger.h"

#include <check.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LINES = 5 };

static char directory[] = "/tmp/test_ledger.XXXXXX", path[64], key[64], other[64];
static struct seal seal;
static struct ledger ledger;
static char error[LEDGER_ERROR];
static int64_t sum;
static unsigned calls;

static bool
add_up(void *context, unsigned number, const json_t *line, char *why, size_t size)
{
	(void)context;
	ck_assert_uint_eq(number, ++calls);
	json_int_t n = json_integer_value(json_object_get(line, "n"));
	if (n == 13) {
		snprintf(why, size, "thirteen");
		return false;
	}
	sum += n;
	return true;
}

static json_t *
line_of(int n)
{
	return json_pack("{s:i, s:s, s:s}", "n", n, "text", "\"mac\":\"", "key", seal.id);
}

static bool
reopen(bool write)
{
	ledger_close(&ledger);
	sum = 0;
	calls = 0;
	return ledger_open(&ledger, &seal, path, write, add_up, NULL);
}

static void
prepare(void)
{
	json_t *lines[LINES];

	ck_assert_ptr_nonnull(mkdtemp(directory));
	snprintf(path, sizeof(path), "%s/plan", directory);
	snprintf(key, sizeof(key), "%s/key", directory);
	snprintf(other, sizeof(other), "%s/other", directory);
	ck_assert(seal_make(&seal, key, error, sizeof(error)));
	for (int i = 0; i < LINES; i++)
		lines[i] = line_of(i + 1);
	ck_assert_msg(ledger_create(&ledger, &seal, path, lines, LINES), "%s", ledger.error);
	ledger.fd = -1;
	ck_assert_msg(reopen(true), "%s", ledger.error);
}

static void
clean(void)
{
	ledger_close(&ledger);
	unlink(path);
	unlink(key);
	unlink(other);
	ck_assert_int_eq(rmdir(directory), 0);
}

static char *
slurp(size_t *n)
{
	static char text[65536];
	FILE *f = fopen(path, "rb");

	*n = fread(text, 1, sizeof(text) - 1, f);
	text[*n] = '\0';
	fclose(f);
	return text;
}

static void
spill(const char *text, size_t n)
{
	FILE *f = fopen(path, "wb");

	ck_assert_uint_eq(fwrite(text, 1, n, f), n);
	ck_assert_int_eq(fclose(f), 0);
}

START_TEST(goes_on)
{
	ck_assert_int_eq(sum, 15);
	ck_assert(ledger_append(&ledger, line_of(6)));
	ck_assert(ledger_append(&ledger, line_of(7)));
	ck_assert(reopen(true));
	ck_assert_int_eq(sum, 28);
	ck_assert(ledger_append(&ledger, line_of(8)));
	ck_assert(reopen(false));
	ck_assert_int_eq(sum, 36);
	ck_assert_uint_eq(ledger.lines, 8);
	ck_assert(!ledger_append(&ledger, line_of(9)));
}
END_TEST

/* Whichever octet is changed: the line is named. */
START_TEST(edited)
{
	size_t n;
	char *text = slurp(&n);
	unsigned line = 1;

	ledger_close(&ledger);
	for (size_t i = 0; i < n; i++) {
		char good = text[i], say[32];
		text[i] = (char)(good ^ (good == '\n' ? 0x2a : 0x01));
		spill(text, n);
		text[i] = good;
		ck_assert_msg(!reopen(false) || (good == '\n' && ledger.lines < LINES),
		    "octet %zu of %zu passed", i, n);
		if (good == '\n') {
			line++;
			continue;
		}
		snprintf(say, sizeof(say), ": line %u ", line);
		bool key_line = strstr(ledger.error, "another key") != NULL && line == 1;
		/* An octet that becomes a line end makes two lines of it. */
		ck_assert_msg(strstr(ledger.error, say) != NULL || key_line, "octet %zu: %s", i,
		    ledger.error);
	}
	spill(text, n);
	ck_assert(reopen(true));
}
END_TEST

/* A line taken out, two that changed places, one repeated. */
START_TEST(rearranged)
{
	size_t n, at[LINES + 1] = { 0 };
	char *text = slurp(&n), changed[65536];

	for (int i = 0; i < LINES; i++)
		at[i + 1] = (size_t)(strchr(text + at[i], '\n') - text) + 1;
	for (int i = 1; i < LINES - 1; i++) {
		size_t len = at[i + 1] - at[i], rest = n - at[i + 1];
		memcpy(changed, text, at[i]);
		memcpy(changed + at[i], text + at[i + 1], rest);
		spill(changed, at[i] + rest);
		ck_assert(!reopen(false));
		memcpy(changed, text, at[i + 1]);
		memcpy(changed + at[i + 1], text + at[i], n - at[i]);
		spill(changed, n + len);
		ck_assert(!reopen(false));
	}
	spill(text, n);
	ck_assert(reopen(true));
}
END_TEST

/* Wherever a write was cut: what was complete is there, and the next line stands behind it. */
START_TEST(torn)
{
	size_t n;
	char copy[65536];

	memcpy(copy, slurp(&n), sizeof(copy));
	size_t last = n - 1;
	while (copy[last - 1] != '\n')
		last--;
	for (size_t cut = last; cut < n; cut++) {
		ledger_close(&ledger);
		spill(copy, cut);
		ck_assert_msg(reopen(true), "%s", ledger.error);
		ck_assert_uint_eq(ledger.lines, LINES - 1);
		ck_assert_uint_eq(ledger.torn, cut - last);
		ck_assert(ledger_append(&ledger, line_of(20)));
		ck_assert_msg(reopen(true), "%s", ledger.error);
		ck_assert_int_eq(sum, 10 + 20);
	}
}
END_TEST

/* A disk that takes no more: nothing of the line stays, and later ones fit. */
START_TEST(full_disk)
{
	size_t n;
	struct rlimit old, small;

	slurp(&n);
	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = (struct rlimit){ n + 10, old.rlim_max };
	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
	ck_assert(!ledger_append(&ledger, line_of(6)));
	ck_assert_ptr_nonnull(strstr(ledger.error, "cannot add"));
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &old), 0);
	ck_assert(ledger_append(&ledger, line_of(7)));
	ck_assert(reopen(true));
	ck_assert_int_eq(sum, 22);
}
END_TEST

START_TEST(one_writer)
{
	struct ledger second;

	ck_assert(!ledger_open(&second, &seal, path, true, add_up, NULL));
	ck_assert_ptr_nonnull(strstr(second.error, "another relayspec"));
	calls = 0;
	ck_assert(ledger_open(&second, &seal, path, false, add_up, NULL));
	ledger_close(&second);
}
END_TEST

START_TEST(never_replaced)
{
	json_t *lines[1] = { line_of(1) };
	struct ledger second;

	ck_assert(!ledger_create(&second, &seal, path, lines, 1));
	ck_assert(reopen(true));
	ck_assert_uint_eq(ledger.lines, LINES);
}
END_TEST

START_TEST(refused_by_the_reader)
{
	ck_assert(ledger_append(&ledger, line_of(13)));
	ck_assert(!reopen(true));
	ck_assert_ptr_nonnull(strstr(ledger.error, "line 6: thirteen"));
}
END_TEST

START_TEST(keys)
{
	struct seal wrong;
	struct stat st;

	ck_assert_int_eq(stat(key, &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0600);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0600);
	ck_assert(seal_make(&wrong, other, error, sizeof(error)));
	ck_assert_str_ne(wrong.id, seal.id);
	ledger_close(&ledger);
	calls = 0;
	ck_assert(!ledger_open(&ledger, &wrong, path, false, add_up, NULL));
	ck_assert_ptr_nonnull(strstr(ledger.error, "another key"));
	/* A key that is there is not made anew. */
	ck_assert(seal_make(&wrong, key, error, sizeof(error)));
	ck_assert_str_eq(wrong.id, seal.id);
	ck_assert_int_eq(chmod(key, 0640), 0);
	ck_assert(!seal_read(&wrong, key, error, sizeof(error)));
	ck_assert_ptr_nonnull(strstr(error, "chmod 600"));
	ck_assert_int_eq(chmod(key, 0600), 0);
	ck_assert_int_eq(truncate(key, 64), 0);
	ck_assert(!seal_read(&wrong, key, error, sizeof(error)));
	ck_assert_ptr_nonnull(strstr(error, "no key"));
}
END_TEST

START_TEST(boxes)
{
	struct arena a;

	arena_init(&a, 1 << 20);
	char *box = seal_close(&seal, &a, "a@x", "correct horse"),
	     *again = seal_close(&seal, &a, "a@x", "correct horse");
	ck_assert_ptr_nonnull(box);
	ck_assert_str_ne(box, again);
	ck_assert_ptr_null(strstr(box, "horse"));
	ck_assert_str_eq(seal_open(&seal, &a, "a@x", box), "correct horse");
	ck_assert_ptr_null(seal_open(&seal, &a, "b@x", box));
	for (size_t i = 0; box[i] != '\0'; i++) {
		char good = box[i];
		box[i] = good == '0' ? '1' : '0';
		ck_assert_ptr_null(seal_open(&seal, &a, "a@x", box));
		box[i] = good;
	}
	ck_assert_ptr_null(seal_open(&seal, &a, "a@x", ""));
	ck_assert_ptr_null(seal_open(&seal, &a, "a@x", "zz"));
	arena_free(&a);
}
END_TEST

/* SHA-256 of the first lines, as any other program computes it. */
START_TEST(digests)
{
	char ours[65], command[200], theirs[80] = "";

	ledger_digest(&ledger, 3, ours);
	snprintf(command, sizeof(command), "head -n 3 %s | sha256sum", path);
	FILE *f = popen(command, "r");
	ck_assert_ptr_nonnull(fgets(theirs, sizeof(theirs), f));
	ck_assert_int_eq(pclose(f), 0);
	theirs[64] = '\0';
	ck_assert_str_eq(ours, theirs);
	ledger_digest(&ledger, LINES + 1, ours);
	ck_assert_str_eq(ours, "");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("ledger");
	TCase *c = tcase_create("ledger");
	SRunner *r = srunner_create(s);

	tcase_set_timeout(c, 30);
	tcase_add_checked_fixture(c, prepare, clean);
	tcase_add_test(c, goes_on);
	tcase_add_test(c, edited);
	tcase_add_test(c, rearranged);
	tcase_add_test(c, torn);
	tcase_add_test(c, full_disk);
	tcase_add_test(c, one_writer);
	tcase_add_test(c, never_replaced);
	tcase_add_test(c, refused_by_the_reader);
	tcase_add_test(c, keys);
	tcase_add_test(c, boxes);
	tcase_add_test(c, digests);
	suite_add_tcase(s, c);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
