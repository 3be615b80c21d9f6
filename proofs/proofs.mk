# Proofs of reference/core with Frama-C/WP; included by the root Makefile.
# proofs/modules.txt lists the modules; a module is proved again when its source,
# a header it includes or the way of proving has changed.
proof_dir     := $(B)/proofs
proof_modules := $(shell awk '!/^\#/ && NF { print $$1 }' proofs/modules.txt)
proof_stamps  := $(proof_modules:%=$(proof_dir)/%.stamp)
smoke_stamps  := $(proof_modules:%=$(proof_dir)/%.smoked)

# WP waits for its provers more than it works: two modules at once keep two processors busy.
prove: deps-quick ## prove the core: every goal of every module, or fail
	@+$(MAKE) --no-print-directory -j2 $(proof_stamps)
	@proofs/table.sh $(proof_dir) $(proof_modules)

# What stands as it was when everything was proved is proved; proofs/proved.tsv remembers.
prove-changed: deps-quick ## prove and smoke what changed since prove-update, and some of the rest
	@now="$$(proofs/changed.sh $(proof_modules))" && \
	$(MAKE) --no-print-directory -j2 $$(for m in $$now; do echo $(proof_dir)/$$m.stamp $(proof_dir)/$$m.smoked; done) && \
	proofs/table.sh --part $(proof_dir) $$now && proofs/smoke.sh $(proof_dir) $$now

prove-update: $(proof_stamps) $(smoke_stamps) ## record what is proved: proofs/goals.tsv and proved.tsv
	@proofs/table.sh --update $(proof_dir) $(proof_modules)
	@proofs/smoke.sh $(proof_dir) $(proof_modules)
	@{ echo "# Recorded by make prove-update: module, digest of all that its proof depends on."; \
	    proofs/changed.sh --digest $(proof_modules); } >proofs/proved.tsv

smoke: deps-quick ## look for contradictory contracts and dead code in the core
	@+$(MAKE) --no-print-directory -j2 $(smoke_stamps)
	@proofs/smoke.sh $(proof_dir) $(proof_modules)

$(proof_dir)/%.stamp: reference/core/%.c $(proof_dir)/%.how proofs/run.sh $(proof_dir)/why3.conf | deps-quick
	@CC=$(CC) proofs/run.sh prove $(proof_dir) $*

$(proof_dir)/%.smoked: reference/core/%.c $(proof_dir)/%.how proofs/run.sh $(proof_dir)/why3.conf | deps-quick
	@CC=$(CC) proofs/run.sh smoke $(proof_dir) $*

# The module's line in modules.txt, touched only when it changes.
.PRECIOUS: $(proof_dir)/%.how
$(proof_dir)/%.how: FORCE
	@mkdir -p $(@D)
	@new=$@.$$$$ && awk '$$1 == "$*"' proofs/modules.txt >$$new && \
	{ cmp -s $$new $@ && rm $$new || mv $$new $@; }

$(proof_dir)/why3.conf: proofs/why3.conf.in proofs/cvc5.drv.in | deps-quick
	@mkdir -p $(proof_dir)/cache
	@sed "s#@DATADIR@#$$(why3 --print-datadir)#" proofs/cvc5.drv.in >$(proof_dir)/cvc5.drv
	@sed "s#@OUT@#$(abspath $(proof_dir))#" proofs/why3.conf.in >$@

-include $(wildcard $(proof_dir)/*.dep)

.PHONY: prove prove-changed prove-update smoke
