# Fuzz targets: AFL++ persistent, ASan and UBSan.  The only binaries that hold
# objects of both sides.
fuzz_targets := line diff_gate session http imap dkim remote
fuzz_judge   := $(addprefix conformance/wire/,mail_gate.c pgpc.c armorc.c b64c.c)
fuzz_imap    := $(wildcard fuzz/imap_*.c)
FUZZ_CC      := AFL_QUIET=1 AFL_USE_ASAN=1 AFL_USE_UBSAN=1 afl-clang-fast
fuzz_side     = $(base_src) $(core_src) \
	$(if $(filter diff_gate,$(1)),$(fuzz_judge)) $(if $(filter imap,$(1)),$(fuzz_imap))
fuzz_obj      = $(1:%.c=$(B)/fuzz/obj/%.o)

# What several targets are made of is compiled once.
$(B)/fuzz/obj/%.o: %.c | deps-quick $(B)/gen/limits.inc
	@mkdir -p $(@D)
	$(call say,AFL)$(FUZZ_CC) $(CSTD) -O1 -g -MMD -MP -I. -I$(B)/gen -c -o $@ $<

define fuzz_rule
$(B)/fuzz/$(1): $(call fuzz_obj,fuzz/$(1).c $(call fuzz_side,$(1)))
	$$(call say,AFL)$$(FUZZ_CC) -fsanitize=fuzzer -g -o $$@ $$^
endef
$(foreach t,$(fuzz_targets),$(eval $(call fuzz_rule,$(t))))
-include $(wildcard $(B)/fuzz/obj/*/*.d $(B)/fuzz/obj/*/*/*.d)

fuzz: $(fuzz_targets:%=$(B)/fuzz/%) ## fuzz the relay's core for T seconds (30)
	@B=$(B) sh fuzz/run.sh $(T)
.PHONY: fuzz
