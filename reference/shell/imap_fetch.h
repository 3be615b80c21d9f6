/* Bodies of messages as the store hands them over. */
#ifndef SHELL_IMAP_FETCH_H
#define SHELL_IMAP_FETCH_H

#include "base/span.h"

/* Maps the octets of a body, to be given back with munmap(), and closes the
 * descriptor in any case.  False: they cannot be mapped. */
bool imap_map_body(int fd, uint64_t size, struct span *octets);

#endif
