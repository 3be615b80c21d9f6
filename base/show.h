/* Octets made visible: printable ASCII as it is, CR, LF, NUL and HT by name
 * in angle brackets, the rest as <xx>.  "NOOP\r\n" becomes NOOP<CR><LF>. */
#ifndef BASE_SHOW_H
#define BASE_SHOW_H

#include "base/buf.h"

/* Appends at most `most` octets of s, then "..." if there is more. */
void show_octets(struct buf *out, struct span s, size_t most);

#endif
