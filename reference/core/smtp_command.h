/* A command line without its CRLF, taken apart: the verb and what follows it. */
#ifndef CORE_SMTP_COMMAND_H
#define CORE_SMTP_COMMAND_H

#include "reference/core/smtp_state.h"

struct smtp_command {
	enum smtp_event verb; /* SMTP_ON_UNKNOWN when we do not know it */
	struct span arg;      /* behind verb and SP, without trailing SP and HT */
};

/* arg borrows from line.  Every line is a command, if only an unknown one. */
void smtp_command_parse(struct span line, struct smtp_command *c);

/* SMTP_SILENT, or the reply to arguments that this verb cannot have.  MAIL,
 * RCPT and AUTH have their own grammar: smtp_path.h, smtp_session.c. */
enum smtp_reply smtp_command_check(const struct smtp_command *c);

#endif
