/* Attributes that both sides use; nothing here has a protocol meaning. */
#ifndef BASE_CDEFS_H
#define BASE_CDEFS_H

#define MUST_USE          __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))
#define COUNT_OF(a)       (sizeof(a) / sizeof((a)[0]))

#endif
