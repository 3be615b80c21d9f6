/* Messages as the judge makes and reads them. */
#ifndef WIRE_MAILC_H
#define WIRE_MAILC_H

#include "conformance/engine/run.h"

/* mail_encrypted() of case.h with a token of its own. */
struct span mailc_encrypted(struct run *r, const char *token, const char *from, const char *to);

/* The judge's own reading of the gate's grammar, profile strict: is this whole message PGP/MIME of
 * exactly two parts with nothing in the clear around the armor?  An independent second
 * reading of spec/gate.rec, for comparison with the relay's.  Secure-Join requests are not
 * covered. */
bool mailc_is_encrypted(struct span message);

#endif
