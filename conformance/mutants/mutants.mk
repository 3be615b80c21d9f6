# Every case is seen to fail: refrelay broken in one requirement at a time.
# Included by the root Makefile; run.sh says what is required.

mutants: all ## every mutant is killed by its own case [ID=...]; harmless changes kill nothing
	@B='$(B)' CC='$(CC)' FLAGS='$(ALL_CFLAGS)' OBJECTS='$(clocked_obj)' \
	    LINK='$(OPT) $(LDHARD)' LIBS='$(call pkg,--libs,$(RELAY_PKGS)) -lpthread' \
	    FRESH='$(FRESH)' JOBS='$(JOBS)' conformance/mutants/run.sh $(ID)

.PHONY: mutants
