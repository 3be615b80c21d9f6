/* The ports of a relay, by the service on them (RFC 8314; IANA names).  Part of case.h. */
#ifndef CONFORMANCE_CASE_PORT_H
#define CONFORMANCE_CASE_PORT_H

enum port {
	PORT_SUBMISSIONS,
	PORT_SUBMISSION,
	PORT_IMAPS,
	PORT_IMAP,
	PORT_HTTPS,
	PORT_HTTP,
	PORT_SMTP /* 25: mail of other servers, STARTTLS */
};

#endif
