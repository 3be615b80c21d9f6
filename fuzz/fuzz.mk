# Fuzz targets: AFL++ persistent, ASan and UBSan.  The only binaries that hold
# objects of both sides.
fuzz_targets := line diff_gate session http imap dkim remote
fuzz_judge   := $(addprefix conformance/wire/,mail_gate.c pgpc.c armorc.c b64c.c)
fuzz_imap    := $(wildcard fuzz/imap_*.c)
FUZZ_CC      := AFL_QUIET=1 AFL_USE_ASAN=1 AFL_USE_UBSAN=1 afl-clang-fast -fsanitize=fuzzer -O1 -g
fuzz_side     = $(base_src) $(core_src) \
	$(if $(filter diff_gate,$(1)),$(fuzz_judge)) $(if $(filter imap,$(1)),$(fuzz_imap))

define fuzz_rule
$(B)/fuzz/$(1): fuzz/$(1).c $$(call fuzz_side,$(1)) $$(wildcard base/*.h reference/core/*.h conformance/*.h conformance/wire/*.h fuzz/*.h) \
    | deps-quick
	@mkdir -p $$(@D)
	$$(call say,AFL)$$(FUZZ_CC) $$(CSTD) -I. -I$(B)/gen -o $$@ fuzz/$(1).c $$(call fuzz_side,$(1))
endef
$(foreach t,$(fuzz_targets),$(eval $(call fuzz_rule,$(t))))

fuzz: $(fuzz_targets:%=$(B)/fuzz/%) ## fuzz the relay's core for T seconds (30)
	@B=$(B) sh fuzz/run.sh $(T)
.PHONY: fuzz
