/* What every target includes.  An oracle is a property with the requirement's id
 * as its label; when it does not hold the target stops, and the crash that
 * AFL++ records names the law that was broken. */
#ifndef FUZZ_ORACLE_H
#define FUZZ_ORACLE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define ORACLE(id, holds)                                                                          \
	do {                                                                                       \
		if (!(holds)) {                                                                    \
			fprintf(                                                                   \
			    stderr, "oracle %s: %s:%d: %s\n", #id, __FILE__, __LINE__, #holds);    \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

/* Persistent mode: called once per input, in one process. */
int LLVMFuzzerTestOneInput(const uint8_t *in, size_t n);

#endif
