/* Transcripts: what is written is there at once, whatever becomes of the attempt. */
#include "conformance/engine/transcript.h"

#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

START_TEST(a_killed_attempt_leaves_its_words)
{
	char path[] = "/tmp/test_transcript.XXXXXX", text[200] = "";
	int fd = mkstemp(path), status = 0;

	ck_assert_int_ge(fd, 0);
	close(fd);
	pid_t pid = fork();
	if (pid == 0) {
		struct transcript t;
		if (transcript_open(&t, path) != 0)
			_exit(1);
		transcript_octets(&t, 1, 'S', SPAN("220 the last words\r\n"));
		raise(SIGKILL);
		_exit(1);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFSIGNALED(status));
	FILE *f = fopen(path, "r");
	ck_assert_ptr_nonnull(f);
	ck_assert_uint_gt(fread(text, 1, sizeof(text) - 1, f), 0);
	fclose(f);
	unlink(path);
	ck_assert_ptr_nonnull(strstr(text, " S: 220 the last words"));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("transcript");
	TCase *c = tcase_create("transcript");
	SRunner *r = srunner_create(s);

	tcase_add_test(c, a_killed_attempt_leaves_its_words);
	suite_add_tcase(s, c);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
