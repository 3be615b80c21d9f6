/* The commands of relayspec; each takes its own argv, argv[0] is its name. */
#ifndef ENGINE_COMMAND_H
#define ENGINE_COMMAND_H

#include "conformance/engine/options.h"

#include <stdbool.h>

int cmd_audit(int argc, char **argv);
int cmd_latency(int argc, char **argv);
int cmd_list(int argc, char **argv);
int cmd_explain(int argc, char **argv);
int cmd_ping(int argc, char **argv);
int cmd_replay(int argc, char **argv);
int cmd_report(int argc, char **argv);
int cmd_plant(int argc, char **argv);
int cmd_verify(int argc, char **argv);

/* Is colour wanted on this stream?  --color, then NO_COLOR, then whether it is a terminal. */
bool command_colour(enum colour c, int fd);

/* Options by which an operator lends something, see audit_stand_in(). */
#define COMMAND_LENDS                                                                              \
	"push-listen push-cert turn-secret dns-listen zone dnssec-key peer-domain dkim-key "       \
	"dkim-selector sink-port sink-https-port sink-ca pair pair-domain pair-port-submissions "  \
	"pair-port-submission "                                                                    \
	"pair-port-imaps pair-port-imap pair-port-https pair-port-http pair-port-smtp hook"

/* Help that several commands print. */
extern const char command_target_help[];

#endif
