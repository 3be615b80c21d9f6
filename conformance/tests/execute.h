/* Another program, without a shell.  Each test program includes this once. */
#ifndef TESTS_EXECUTE_H
#define TESTS_EXECUTE_H

#include <sys/wait.h>
#include <unistd.h>

/* Runs `program option path`; its exit code, or -1. */
static int
execute(const char *program, const char *option, const char *path)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		execlp(program, program, option, path, (char *)NULL);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}

#endif
