/* Giving up privileges.
 *
 * The table says what each process keeps.  Root is left for good: no
 * supplementary groups, no saved ids, no way to gain anything by exec.  A store
 * that was started by root sees its state directory as the root of the file
 * system.  What a process never does, the kernel refuses it from then on. */
#include "reference/shell/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pwd.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What seccomp calls this machine; 0: we do not know its system calls. */
#if defined(__x86_64__)
#define MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define MACHINE AUDIT_ARCH_AARCH64
#else
#define MACHINE 0
#endif

/* Sanitizers trace the process they are in; coverage writes a file at the end
 * and is built with -DSANDBOX_OPEN. */
#if defined(SANDBOX_OPEN) || defined(__SANITIZE_ADDRESS__)
enum { FORBID = 0 };
#else
enum { FORBID = 1 };
#endif

enum { FILES_WANTED = 65536 };

struct row {
	const char *name;
	const char *root;  /* chroot when we are root: a path, or "" for the state directory */
	bool drops;        /* changes its user */
	bool many_files;   /* raises its limit of descriptors as far as allowed */
	int when_orphaned; /* signal at the parent's death; 0: sees the end of its socket */
	const int *never;  /* system calls that fail with EPERM, 0 at the end */
};

// clang-format off
#define NO_OTHER_PROGRAM SYS_execve, SYS_execveat, SYS_ptrace, SYS_process_vm_readv, \
	SYS_process_vm_writev, SYS_bpf, SYS_perf_event_open, SYS_keyctl, SYS_io_uring_setup, \
	SYS_mount, SYS_umount2, SYS_unshare, SYS_setns, SYS_chroot, SYS_personality
#define NO_NEW_SOCKET SYS_socket, SYS_connect, SYS_bind
#define NO_FILE SYS_openat, SYS_openat2, SYS_unlinkat, SYS_renameat2, SYS_mkdirat, \
	SYS_linkat, SYS_symlinkat, SYS_fchmodat, SYS_fchownat, SYS_truncate
#ifdef SYS_open /* the older names, where the machine still has them */
#define NO_OLD_FILE SYS_open, SYS_creat, SYS_unlink, SYS_rename, SYS_mkdir, SYS_link, SYS_symlink
#else
#define NO_OLD_FILE SYS_openat
#endif

/* Who asks DNS needs bind: a question goes out from a port that nobody can guess.
 * Without listen that lets nobody in.  The parent starts the outbound process
 * anew, which inherits this filter, so it has the same. */
#define NO_GUEST SYS_listen, SYS_accept4
#ifdef SYS_accept
#define NO_OLD_GUEST SYS_accept
#else
#define NO_OLD_GUEST SYS_accept4
#endif
static const int parent_never[] = { NO_OTHER_PROGRAM, NO_GUEST, NO_OLD_GUEST, 0 };
static const int front_never[] =
	{ NO_OTHER_PROGRAM, NO_NEW_SOCKET, NO_FILE, NO_OLD_FILE, SYS_kill, 0 };
static const int store_never[] =
	{ NO_OTHER_PROGRAM, NO_NEW_SOCKET, SYS_listen, SYS_accept4, SYS_kill, 0 };
static const int outbound_never[] = { NO_OTHER_PROGRAM, NO_GUEST, NO_OLD_GUEST,
	NO_FILE, NO_OLD_FILE, SYS_kill, 0 };

static const struct row rows[PROCESSES] = {
	/*                      name       root  drops  files  orphaned  never */
	[PROCESS_PARENT]   = { "parent",   NULL, false, false, 0,        parent_never },
	[PROCESS_FRONT]    = { "front",    NULL, true,  true,  SIGTERM,  front_never },
	[PROCESS_STORE]    = { "store",    "",   true,  true,  0,        store_never },
	[PROCESS_OUTBOUND] = { "outbound", NULL, true,  true,  SIGTERM,  outbound_never },
};
// clang-format on

int
sandbox_user(struct sandbox_user *u)
{
	*u = (struct sandbox_user){
		.change = FORBID && geteuid() == 0, .uid = geteuid(), .gid = getegid()
	};
	if (!u->change)
		return 0;
	const struct passwd *pw = getpwnam("_refrelay");
	if (pw == NULL)
		pw = getpwnam("nobody");
	if (pw == NULL || pw->pw_uid == 0) {
		fprintf(stderr,
		    "refrelay: there is no user _refrelay or nobody to run as, "
		    "add one or start as an ordinary user\n");
		return -1;
	}
	u->uid = pw->pw_uid;
	u->gid = pw->pw_gid;
	return 0;
}

static int
complain(const struct row *row, const char *what)
{
	fprintf(
	    stderr, "refrelay: the %s process cannot %s: %s\n", row->name, what, strerror(errno));
	return -1;
}

static int
limit(const struct row *row)
{
	struct rlimit none = { 0, 0 }, files;

	/* A core file would hold keys and messages. */
	if (setrlimit(RLIMIT_CORE, &none) == -1)
		return complain(row, "forbid core files");
	if (!row->many_files || getrlimit(RLIMIT_NOFILE, &files) == -1)
		return 0;
	files.rlim_cur = files.rlim_max < FILES_WANTED ? files.rlim_max : FILES_WANTED;
	return setrlimit(RLIMIT_NOFILE, &files) == -1 ? complain(row, "raise its limits") : 0;
}

static int
enter_root(const struct row *row, const struct sandbox_user *u, const char *dir)
{
	const char *root = row->root != NULL && row->root[0] == '\0' ? dir : row->root;

	if (root == NULL)
		return 0;
	if (!u->change)
		return dir != NULL && chdir(dir) == -1 ? complain(row, "enter its directory") : 0;
	if (chroot(root) == -1 || chdir("/") == -1)
		return complain(row, "change its root directory");
	return 0;
}

static int
drop(const struct row *row, const struct sandbox_user *u)
{
	if (!u->change || !row->drops)
		return 0;
	if (setgroups(0, NULL) == -1 || setresgid(u->gid, u->gid, u->gid) == -1 ||
	    setresuid(u->uid, u->uid, u->uid) == -1)
		return complain(row, "change its user");
	return 0;
}

enum { INSTRUCTIONS_MOST = 160 };

/* The filter of seccomp(2): load the number, compare, refuse. */
static int
forbid(const struct row *row)
{
	struct sock_filter code[INSTRUCTIONS_MOST] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MACHINE, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		/* the x32 names of the same calls */
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
	};
	unsigned short n = 6;

	for (const int *call = row->never; *call != 0 && n < INSTRUCTIONS_MOST - 3; call++) {
		code[n++] =
		    (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)*call, 0, 1);
		code[n++] =
		    (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
	}
	code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	struct sock_fprog program = { .len = n, .filter = code };
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return complain(row, "filter its system calls");
	fprintf(stderr, "refrelay: warning: this kernel has no seccomp filters\n");
	return 0;
}

int
sandbox_enter(enum process p, const struct sandbox_user *u, const char *dir)
{
	const struct row *row = &rows[p];

	umask(077);
	if (limit(row) == -1 || enter_root(row, u, dir) == -1 || drop(row, u) == -1)
		return -1;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		return complain(row, "forbid new privileges");
	/* No ptrace, no /proc/PID/mem for others of the same user. */
	if (FORBID && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == -1)
		return complain(row, "forbid debuggers");
	/* After the change of user, which clears it. */
	if (row->when_orphaned != 0 && prctl(PR_SET_PDEATHSIG, row->when_orphaned, 0, 0, 0) == -1)
		return complain(row, "watch its parent");
	return FORBID && MACHINE != 0 ? forbid(row) : 0;
}
