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
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

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
	listen_serve_only(parent);
	proxy_serve(listener, asked, tls);
}

bool
proxy_start(struct proxy *p, const char *listen, const char *pem, char *error, size_t error_octets)
{
	struct addrinfo *ai = listen_address(listen, SOCK_STREAM);
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
	else if ((asked = listen_for_workers(&p->name)) < 0)
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
