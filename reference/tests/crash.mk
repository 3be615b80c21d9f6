# refrelay's store on a disk that fails.  Included by the root Makefile.
crash_obj := $(call obj,$(wildcard reference/tests/crash/*.c))

$(B)/reference/tests/crash/crash: $(crash_obj) $(B)/reference/tests/clock_virtual.o $(relay_lib)
	$(call say,LD)$(CC) $(OPT) $(LDHARD) -Wl,--wrap=uv_timer_start -o $@ $^ $(call pkg,--libs,$(RELAY_PKGS)) -lpthread

crash: deps-quick ## the store at every operation on a disk that fails, fills up or loses power
	@+$(MAKE) --no-print-directory $(PAR) $(B)/reference/tests/crash/crash
	@$(B)/reference/tests/crash/crash $(ARGS)

-include $(wildcard $(B)/reference/tests/crash/*.d)
.PHONY: crash
