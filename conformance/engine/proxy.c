/* Starting and stopping the stand-in for the notification proxy.  What it does
 * is in proxy_serve.c, what it reads in proxy_http.c. */
#include "conformance/engine/proxy.h"

#include <errno.h>
#include <netdb.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BACKLOG = 64 };

/* "ADDR:PORT" with a numeric address. */
static struct addrinfo *
address_of(const char *listen)
{
	struct addrinfo hints = { .ai_family = AF_UNSPEC,
		.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV };
	struct addrinfo *found = NULL;
	const char *colon = strrchr(listen, ':');
	char host[100];

	if (colon == NULL)
		return NULL;
	size_t n = (size_t)(colon - listen);
	if (n > 2 && listen[0] == '[' && colon[-1] == ']') {
		listen++;
		n -= 2;
	}
	if (n == 0 || n >= sizeof(host))
		return NULL;
	memcpy(host, listen, n);
	host[n] = '\0';
	return getaddrinfo(host, colon + 1, &hints, &found) == 0 ? found : NULL;
}

static int
listen_on(const struct addrinfo *ai)
{
	int on = 1;
	int fd = socket(ai->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, ai->ai_addr, ai->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
		return fd;
	int why = errno;
	close(fd);
	errno = why;
	return -1;
}

/* A name that the kernel picks, outside of the file system. */
static int
listen_for_workers(struct proxy *p)
{
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	p->name = (struct sockaddr_un){ .sun_family = AF_UNIX };
	p->name_octets = sizeof(p->name);
	if (fd >= 0 &&
	    (bind(fd, (struct sockaddr *)&p->name, sizeof(sa_family_t)) != 0 ||
		getsockname(fd, (struct sockaddr *)&p->name, &p->name_octets) != 0 ||
		listen(fd, BACKLOG) != 0)) {
		close(fd);
		return -1;
	}
	return fd;
}

static SSL_CTX *
server_context(const char *pem)
{
	SSL_CTX *c = SSL_CTX_new(TLS_server_method());

	if (c != NULL &&
	    (SSL_CTX_use_certificate_chain_file(c, pem) != 1 ||
		SSL_CTX_use_PrivateKey_file(c, pem, SSL_FILETYPE_PEM) != 1)) {
		SSL_CTX_free(c);
		c = NULL;
	}
	ERR_clear_error();
	return c;
}

static void
begin(struct proxy *p, int listener, int asked, SSL_CTX *tls)
{
	pid_t parent = getpid();

	fflush(stdout);
	fflush(stderr);
	p->pid = fork();
	if (p->pid != 0)
		return;
	/* The engine ends us, however it ends itself. */
	signal(SIGINT, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGTERM, SIG_DFL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	proxy_serve(listener, asked, tls);
}

bool
proxy_start(struct proxy *p, const char *listen, const char *pem, char *error, size_t error_octets)
{
	struct addrinfo *ai = address_of(listen);
	SSL_CTX *tls = server_context(pem);
	int listener = -1, asked = -1;

	*p = (struct proxy){ 0 };
	if (ai == NULL)
		snprintf(error, error_octets,
		    "--push-listen: `%s' is no address and port; say 127.0.0.3:8443", listen);
	else if (tls == NULL)
		snprintf(error, error_octets,
		    "--push-cert: %s is no PEM file with a certificate and its key", pem);
	else if ((listener = listen_on(ai)) < 0)
		snprintf(error, error_octets, "--push-listen: cannot listen on %s: %s", listen,
		    strerror(errno));
	else if ((asked = listen_for_workers(p)) < 0)
		snprintf(
		    error, error_octets, "--push-listen: no local socket: %s", strerror(errno));
	else {
		begin(p, listener, asked, tls);
		if (p->pid < 0)
			snprintf(error, error_octets, "--push-listen: the system gives no process");
	}
	if (ai != NULL)
		freeaddrinfo(ai);
	SSL_CTX_free(tls);
	if (listener >= 0)
		close(listener);
	if (asked >= 0)
		close(asked);
	if (p->pid < 0)
		p->pid = 0;
	return p->pid > 0;
}

void
proxy_stop(struct proxy *p)
{
	if (p->pid <= 0)
		return;
	kill(p->pid, SIGKILL);
	while (waitpid(p->pid, NULL, 0) < 0 && errno == EINTR)
		continue;
	p->pid = 0;
}
