/* One armored message, made once and used by as many runs as are told to.  Making it
 * starts a dozen processes of GnuPG, which runs that last a second should not pay. */
#include "conformance/engine/ciphertext.h"

#include "conformance/engine/safefile.h"
#include "conformance/wire/pgp_make.h"
#include "conformance/wire/pgpc.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { ARMOR_MOST = 64 * 1024 };

static bool
write_armor(FILE *f, const void *what)
{
	const struct span *armor = (const struct span *)what;

	return fwrite(armor->p, 1, armor->n, f) == armor->n;
}

/* Several runs may begin at once: one of their files stays, whole. */
static bool
keep(struct arena *a, const char *file, const struct span *armor)
{
	const char *own = arena_printf(a, "%s.%ld", file, (long)getpid());

	return own != NULL && safefile_write(own, write_armor, armor) && rename(own, file) == 0;
}

/* As pgp_make() gives it. */
static bool
read_armor(struct arena *a, FILE *f, struct pgp_material *out)
{
	uint8_t *p = arena_take(a, ARMOR_MOST);

	if (p == NULL)
		return false;
	out->armor = SPAN_OF(p, fread(p, 1, ARMOR_MOST, f));
	return pgpc_unarmor(a, out->armor, &out->packets) &&
	    pgpc_is_encrypted(out->packets.p, out->packets.n);
}

bool
ciphertext_get(struct arena *a, const char *file, const char *domain, struct pgp_material *out,
    const char **error)
{
	FILE *f = file != NULL ? fopen(file, "re") : NULL;

	if (f != NULL) {
		bool ok = read_armor(a, f, out);
		fclose(f);
		if (!ok)
			*error = arena_printf(a,
			    "--ciphertext: %s is not one encrypted OpenPGP message in armor with "
			    "CRLF line ends; remove it, and GnuPG makes one",
			    file);
		return ok;
	}
	if (!pgp_make(a, domain, out, error))
		return false;
	if (file == NULL || keep(a, file, &out->armor))
		return true;
	*error = arena_printf(a, "--ciphertext: cannot write %s: %s", file, strerror(errno));
	return false;
}
