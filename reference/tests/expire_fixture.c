#include "reference/tests/expire_fixture.h"

#include "reference/shell/clock.h"
#include "reference/tests/clock_virtual.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static char clock_dir[] = "/tmp/refrelay-clock-XXXXXX";

static const char *
clock_file(const char *suffix)
{
	static char path[64];

	snprintf(path, sizeof(path), "%s/clock%s", clock_dir, suffix);
	return path;
}

void
set_up_clock(void)
{
	strcpy(clock_dir + strlen(clock_dir) - 6, "XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(clock_dir));
	ck_assert_int_eq(setenv("REFRELAY_CLOCK", clock_file(""), 1), 0);
	ck_assert_int_eq(clock_open(), 0);
	set_up();
}

void
tear_down_clock(void)
{
	tear_down();
	unlink(clock_file(""));
	unlink(clock_file(".offset"));
	rmdir(clock_dir);
}

void
restart_store(void)
{
	if (store_pid > 0)
		kill_store();
	start_store();
}

void
settle(void)
{
	ck_assert_int_gt(clock_tell("settle"), 0);
}

void
advance(int64_t seconds)
{
	char command[64];

	snprintf(command, sizeof(command), "advance %" PRId64, seconds);
	ck_assert_int_gt(clock_tell(command), 0);
}

void
advance_to(int64_t then)
{
	advance(then - clock_now());
}

enum store_status
visit(const char *address, const char *password)
{
	enum store_status st = login(address, password, true);

	if (st == STORE_OK)
		store_leave(client, got.account);
	return st;
}

int64_t
known(const char *address)
{
	ck_assert_int_eq(visit(address, PASSWORD), STORE_OK);
	return got.account;
}

static void
on_copied(
    void *ctx, enum store_status st, uint32_t validity, const struct uid_pair *pairs, size_t n)
{
	(void)ctx, (void)validity, (void)pairs, (void)n;
	answered(st);
}

enum store_status
append_text(int64_t account, const char *folder, int64_t age, const char *begin, size_t size)
{
	struct store_append what = { .account = account,
		.to = span_str(folder),
		.dated = true,
		.date = clock_now() - age,
		.fd = memfd_create("message", MFD_CLOEXEC),
		.size = size };

	ck_assert_int_eq(ftruncate(what.fd, (off_t)size), 0);
	ck_assert_int_eq((int)pwrite(what.fd, begin, strlen(begin), 0), (int)strlen(begin));
	store_append(client, &what, on_copied, NULL);
	await(1);
	return got.status;
}

enum store_status
append(int64_t account, const char *folder, int64_t age, size_t size, char fill)
{
	const char text[] = { fill, '\0' };

	return append_text(account, folder, age, text, size);
}

void
make_folder(int64_t account, const char *name)
{
	store_create_mailbox(client, account, span_str(name), on_done, NULL);
	await(1);
	ck_assert_int_eq(got.status, STORE_OK);
}

void
copy(int64_t account, const char *to, uint32_t uid, bool move)
{
	struct store_copy what = { .account = account,
		.mailbox = inbox(account),
		.to = span_str(to),
		.move = move,
		.uids = &uid,
		.n = 1 };

	store_copy(client, &what, on_copied, NULL);
	await(1);
	ck_assert_int_eq(got.status, STORE_OK);
}

void
set_flags(int64_t mailbox, uint32_t uid, uint32_t flags)
{
	store_set_flags(client, mailbox, &uid, 1, FLAGS_ADD, flags, on_done, NULL);
	await(1);
	ck_assert_int_eq(got.status, STORE_OK);
}

void
expunge(int64_t mailbox, uint32_t uid)
{
	set_flags(mailbox, uid, FLAG_DELETED);
	store_expunge(client, mailbox, &uid, 1, on_done, NULL);
	await(1);
	ck_assert_int_eq(got.status, STORE_OK);
}

size_t
count(int64_t account, const char *folder)
{
	store_close_mailbox(client, open_named(account, folder));
	return got.n;
}

static bool
in_file(const char *path, const char *text)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	bool found = false;

	if (fd == -1)
		return false;
	ck_assert_int_eq(fstat(fd, &st), 0);
	if (st.st_size > 0) {
		void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
		ck_assert(p != MAP_FAILED);
		found = memmem(p, (size_t)st.st_size, text, strlen(text)) != NULL;
		munmap(p, (size_t)st.st_size);
	}
	close(fd);
	return found;
}

bool
on_disk(const char *text)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	char path[PATH_MAX];
	bool found = false;

	ck_assert_ptr_nonnull(d);
	while (!found && (e = readdir(d)) != NULL) {
		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		found = e->d_name[0] != '.' && in_file(path, text);
	}
	closedir(d);
	return found;
}

/* The log is cut off by a timer, which tells nobody. */
bool
leaves_disk(const char *text)
{
	const struct timespec tick = { .tv_nsec = 100000000 };

	for (int i = 0; i < 50 && on_disk(text); i++)
		nanosleep(&tick, NULL);
	return !on_disk(text);
}
