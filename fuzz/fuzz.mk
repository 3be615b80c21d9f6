# Fuzz targets: AFL++ persistent, ASan and UBSan.  The only binaries that hold
# objects of both sides.
fuzz_targets := line gate session
fuzz_relay   := $(core_src)
fuzz_judge   := $(engine_src)
FUZZ_CC      := AFL_QUIET=1 AFL_USE_ASAN=1 AFL_USE_UBSAN=1 afl-clang-fast -fsanitize=fuzzer -O1 -g
fuzz_side     = $(base_src) $(core_src) \
	$(if $(filter gate,$(1)),$(filter-out conformance/engine/main.c,$(engine_src) $(report_src) $(case_src)))

define fuzz_rule
$(B)/fuzz/$(1): fuzz/$(1).c $$(call fuzz_side,$(1)) $$(wildcard base/*.h reference/core/*.h conformance/*.h conformance/wire/*.h fuzz/*.h) \
    | $(B)/gen/cases.inc $(B)/gen/requirements.inc $(B)/gen/limits.inc deps-quick
	@mkdir -p $$(@D)
	$$(call say,AFL)$$(FUZZ_CC) $$(CSTD) -I. -I$(B)/gen -o $$@ fuzz/$(1).c $$(call fuzz_side,$(1)) \
	    $(if $(filter gate,$(1)),$$(call pkg,--libs,$$(JUDGE_PKGS)) -lm)
endef
$(foreach t,$(fuzz_targets),$(eval $(call fuzz_rule,$(t))))

fuzz: $(fuzz_targets:%=$(B)/fuzz/%) ## fuzz the relay's core for T seconds (30)
	@B=$(B) sh fuzz/run.sh $(T)
.PHONY: fuzz
