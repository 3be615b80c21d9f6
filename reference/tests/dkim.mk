# refrelay's DKIM beside libopendkim and dkimpy.  Included by the root Makefile.
DKIM_MESSAGES ?= 10000
DKIM_SEED     ?= 1
dkim_dir      := reference/tests/dkim

$(B)/$(dkim_dir)/ours: $(B)/$(dkim_dir)/ours.o $(relay_lib)
	$(call say,LD)$(CC) $(OPT) $(LDHARD) -o $@ $^ $(call pkg,--libs,$(RELAY_PKGS)) -lpthread
$(B)/$(dkim_dir)/opendkim: $(B)/$(dkim_dir)/opendkim.o
	$(call say,LD)$(CC) $(OPT) $(LDHARD) -o $@ $^ $(call pkg,--libs,opendkim)

dkim: deps-quick ## DKIM beside two other implementations on DKIM_MESSAGES messages (10000)
	@+$(MAKE) --no-print-directory $(PAR) $(B)/$(dkim_dir)/ours $(B)/$(dkim_dir)/opendkim
	@/usr/bin/python3 -B $(dkim_dir)/compare.py $(B)/$(dkim_dir)/ours $(B)/$(dkim_dir)/opendkim \
	    $(dkim_dir)/differences.tsv $(DKIM_MESSAGES) $(DKIM_SEED)

-include $(wildcard $(B)/$(dkim_dir)/*.d)
.PHONY: dkim

dns: all ## the zone that refrelay wants, and asking DNS whether it is there
	@/usr/bin/python3 -B reference/tests/zone.py $(B)/bin/refrelay
.PHONY: dns
