# Static checks: the wall, the core's purity, format and size.  Included by the root Makefile.

wall: all ## judge and accused meet in base/ only: includes and symbols
	@RELAY='$(filter-out $(base_obj),$(relay_obj))' JUDGE='$(filter-out $(base_obj),$(judge_obj))' \
	    base/checks/wall.sh

purity: $(core_obj) $(B)/base/span.o $(B)/base/buf.o ## reference/core calls nothing but mem* and itself
	@CORE='$(core_obj)' BASE='$(B)/base/span.o $(B)/base/buf.o' base/checks/purity.sh

lint: $(generated) ## format, clang-tidy, sizes, headers alone, bans, manual pages
	@B='$(B)' FLAGS='$(CSTD) -I. -I$(B)/gen' base/checks/lint.sh $(ONLY)

.PHONY: wall purity lint

numbers: ## compare the numbers of the README with the tree
	@base/checks/numbers.sh

.PHONY: numbers
