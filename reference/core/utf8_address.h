/* Mail addresses with UTF-8 (RFC 6531) where there are seven bits only.  RFC 6533, 3. */
#ifndef REFRELAY_UTF8_ADDRESS_H
#define REFRELAY_UTF8_ADDRESS_H

#include "base/buf.h"

/* An octet becomes at most so many. */
enum { UTF8_ADDRESS_GROWTH = 6 };

/* Of the fields of a delivery report: rfc822 where all is ASCII, else utf-8. */
const char *utf8_address_type(struct span address);

/* Appends the address: as it is where all is ASCII, else as utf-8-addr-xtext, with \x{FC} for U+00FC.
 * What is no UTF-8 becomes a question mark. */
void utf8_address_put(struct buf *out, struct span address);

#endif
