# relayspec: judge, reference relay and their specification.
# Non-recursive; `make help` lists the targets.  Variables that people set:
#   TARGET=refrelay|postfix-dovecot|postfix-stock   whom `make audit` judges
#   B=build        build tree          CC=gcc|clang
#   V=1 shows commands
#   OPT='-O1 -g -fsanitize=...'  HARD=  for a variant, in its own B
MAKEFLAGS += --no-builtin-rules
.DELETE_ON_ERROR:
.SUFFIXES:
.DEFAULT_GOAL := all

B      ?= build
CC     := $(if $(filter default,$(origin CC)),gcc,$(CC))
TARGET ?= refrelay
T      ?= 30
V      ?=
PREFIX ?= /usr/local
OPT    ?= -O2 -g
HARD   ?= -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE
say     = $(if $(V),,@printf '  %-4s %s\n' $(1) $@;)
CSTD   := -std=c11 -D_GNU_SOURCE
WARN   := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion \
	-Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wvla -Wformat=2 \
	-Wundef -Wcast-qual -Wwrite-strings -Wpointer-arith -Wswitch-enum \
	-Wimplicit-fallthrough -Wnull-dereference -Wno-unknown-warning-option
STRICT ?=
LDHARD ?= -pie -Wl,-z,relro,-z,now

pkg     = $(shell pkg-config $(1) $(2) 2>/dev/null)
RELAY_PKGS := openssl libuv sqlite3 libqrencode libcurl zlib libunbound
JUDGE_PKGS := openssl gpgme jansson zlib

ALL_CFLAGS = $(CSTD) $(WARN) $(STRICT) $(OPT) $(HARD) $(EXTRA) -I. -I$(B)/gen -MMD -MP

base_src   := $(wildcard base/*.c)
core_src   := $(wildcard reference/core/*.c)
shell_src  := $(wildcard reference/shell/*.c)
engine_src := $(wildcard conformance/engine/*.c conformance/wire/*.c)
report_src := $(wildcard reports/*.c)
case_src   := $(wildcard conformance/cases/*/*.c)
relay_tests := $(patsubst reference/tests/%.c,%,$(wildcard reference/tests/test_*.c))
judge_tests := $(patsubst conformance/tests/%.c,%,$(wildcard conformance/tests/test_*.c))
base_tests  := $(patsubst base/tests/%.c,%,$(wildcard base/tests/test_*.c))
relay_test_bin := $(relay_tests:%=$(B)/reference/tests/%)
judge_test_bin := $(judge_tests:%=$(B)/conformance/tests/%)
base_test_bin  := $(base_tests:%=$(B)/base/tests/%)

obj        = $(1:%.c=$(B)/%.o)
base_obj  := $(call obj,$(base_src))
core_obj  := $(call obj,$(core_src))
relay_obj := $(base_obj) $(core_obj) $(call obj,$(shell_src))
judge_obj := $(base_obj) $(call obj,$(engine_src) $(report_src) $(case_src))
# Archives, so that a test program is linked with what it uses.
relay_lib := $(B)/relay.a
judge_lib := $(B)/judge.a
# The relay with a clock that can be moved, for tests.
clocked_obj := $(filter-out $(B)/reference/shell/clock.o,$(relay_obj)) $(B)/reference/tests/clock_virtual.o
# What several unit tests of the relay share.
relay_test_help := $(call obj,$(filter-out reference/tests/test_%,$(wildcard reference/tests/*.c)))
ids       := $(sort $(basename $(notdir $(case_src))))

# On all cores, unless the caller says -j.
PAR = $(if $(filter j% -j%,$(MAKEFLAGS)),,-j$(shell nproc))

all: deps-quick ## build both programs
	@+$(MAKE) --no-print-directory $(PAR) programs
programs: $(B)/bin/refrelay $(B)/bin/refrelay-clock $(B)/bin/relayspec
tests: $(base_test_bin) $(relay_test_bin) $(judge_test_bin)

help: ## this list
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(filter-out %.d,$(MAKEFILE_LIST)) | sort

# ---- compiling ---------------------------------------------------------------

$(B)/reference/core/%.o: EXTRA += -ffreestanding

$(B)/%.o: %.c | deps-quick
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(B)/bin/refrelay: $(relay_obj)
$(B)/bin/refrelay-clock: $(clocked_obj)
$(B)/bin/refrelay $(B)/bin/refrelay-clock:
	@mkdir -p $(@D)
	$(call say,LD)$(CC) $(OPT) $(LDHARD) -o $@ $^ $(call pkg,--libs,$(RELAY_PKGS)) -lpthread

$(B)/bin/relayspec: $(judge_obj)
	@mkdir -p $(@D)
	$(call say,LD)$(CC) $(OPT) $(LDHARD) -o $@ $^ $(call pkg,--libs,$(JUDGE_PKGS)) -lm

# File name, id and symbol are one word: a mismatch does not link.  The list is
# made every time and replaced only when it differs, because `mv` keeps mtimes.
generated := $(addprefix $(B)/gen/,cases.inc requirements.inc limits.inc areas.inc)
$(call obj,$(engine_src)): $(generated)
$(B)/gen/cases.inc: FORCE
	@mkdir -p $(@D)
	@new=$@.$$$$ && printf 'X(%s)\n' $(ids) >$$new && \
	{ cmp -s $$new $@ && rm $$new || mv $$new $@; }

$(B)/gen/requirements.inc: $(wildcard spec/*.rec) spec/requirements.awk | deps-quick
	@mkdir -p $(@D)
	@cat $(filter-out spec/profiles.rec,$(filter %.rec,$^)) | awk -f spec/requirements.awk >$@

$(B)/gen/areas.inc: spec/areas.tsv
	@mkdir -p $(@D)
	@awk -F '\t' '!/^#/ && NF >= 2 { printf "AREA(\"%s\", \"%s\")\n", $$1, $$2 }' $< >$@

$(B)/gen/limits.inc: spec/limits.tsv
	@mkdir -p $(@D)
	@awk -F '\t' '!/^#/ && NF >= 3 { printf "LIMIT(\"%s\", %s)\n", $$1, $$2 }' $< >$@

FORCE:
-include $(wildcard $(B)/base/*.d $(B)/reference/*/*.d $(B)/conformance/*/*.d $(B)/conformance/cases/*/*.d $(B)/reports/*.d)

# ---- unit tests --------------------------------------------------------------

$(relay_lib): $(filter-out $(B)/reference/shell/main.o,$(relay_obj))
$(judge_lib): $(filter-out $(B)/conformance/engine/main.o,$(judge_obj))
$(relay_lib) $(judge_lib):
	$(call say,AR)rm -f $@ && ar qcs $@ $^

# One program per module, linked with its own side; a hundred of them, so by the quick linker.
$(relay_test_bin): %: %.o $(relay_test_help) $(relay_lib)
	$(call say,LD)$(CC) $(OPT) $(LDHARD) -fuse-ld=gold -o $@ $^ $(call pkg,--libs,$(RELAY_PKGS) check) -lpthread
$(judge_test_bin): %: %.o $(judge_lib)
	$(call say,LD)$(CC) $(OPT) $(LDHARD) -fuse-ld=gold -o $@ $^ $(call pkg,--libs,$(JUDGE_PKGS) check libunbound) -lm
$(base_test_bin): %: %.o $(base_obj)
	$(call say,LD)$(CC) $(OPT) $(LDHARD) -fuse-ld=gold -o $@ $^ $(call pkg,--libs,check) -lm

unit: deps-quick ## unit tests of all sides
	@+$(MAKE) --no-print-directory $(PAR) programs tests
	@B=$(B) base/checks/unit.sh $(base_test_bin) $(relay_test_bin) $(judge_test_bin)

# ---- judging -----------------------------------------------------------------

audit: all ## audit TARGET (refrelay, postfix-dovecot, postfix-stock); report in build/audit/
	@B=$(B) conformance/targets/run.sh $(TARGET) $(ARGS)

audit-peers: all ## audit the Postfix+Dovecot targets and compare with what is expected of them
	@B=$(B) conformance/targets/peers.sh

interop: all ## Delta Chat, mbsync, neomutt, swaks, curl and libraries on refrelay (PART=... for one)
	@B=$(B) conformance/interop/run.sh $(PART)

interop-web: all ## the relay's pages in a real browser (installs chromium); screenshots in build/interop/web/
	@base/deps.sh --quiet deps-browser.txt || true
	@B=$(B) conformance/interop/web.sh

statistics: $(B)/conformance/tests/statistics ## the verdicts on latency, on simulated relays: wrong no more often than they say
	@$<
$(B)/conformance/tests/statistics: %: %.o $(judge_lib)
	$(call say,LD)$(CC) $(OPT) $(LDHARD) -o $@ $^ $(call pkg,--libs,$(JUDGE_PKGS)) -lm

latency: all ## relayspec latency on refrelay, on Postfix+Dovecot and on relays that are late
	@B='$(B)' CC='$(CC)' FLAGS='$(ALL_CFLAGS)' OBJECTS='$(relay_obj)' \
	    LINK='$(OPT) $(LDHARD)' LIBS='$(call pkg,--libs,$(RELAY_PKGS)) -lpthread' \
	    conformance/tests/latency.sh $(PART)

plant: all ## deletion audits to their end in seconds: killed, resumed, tampered with, too late (PART=...)
	@B=$(B) conformance/tests/plant.sh $(PART)

retention: all ## what goes when: in real time, and the same with a clock that is moved
	@B=$(B) reference/tests/retention.sh

durability: all ## kill -9 and SIGTERM: what got 250 is there, once
	@B=$(B) reference/tests/durability.sh

queue: all ## mail for other servers: kill -9 in the middle of 1000 deliveries; a server that hangs
	@B=$(B) reference/tests/queue.sh

push: all ## devices are woken: a proxy that answers, refuses and hangs; kill -9
	@B=$(B) reference/tests/push.sh

outbound: all ## mail for other domains: DNS, mail servers and web servers of every kind
	@B=$(B) reference/tests/outbound.sh

turn: all ## the TURN credentials of METADATA at a real coturn
	@B=$(B) reference/tests/turn.sh

realtime: all ## what is passed on to the realtime relay behind us, and what is not
	@B=$(B) reference/tests/realtime.sh

badinput: all ## wrong options, files and disks get one clear line
	@B=$(B) conformance/tests/badinput.sh

# ---- variants ----------------------------------------------------------------

# clang, so that the sanitizers' build is also the second compiler's.
SANITIZED = B=$(B)/sanitized CC=clang STRICT=-Werror HARD= LDHARD= OPT='-O1 -g -fno-omit-frame-pointer \
	-fsanitize=address,undefined -fno-sanitize-recover=all -DSANDBOX_OPEN'

werror: ## build everything with gcc and clang, warnings are errors; other gates use both trees
	@$(MAKE) --no-print-directory STRICT=-Werror all
	@$(MAKE) --no-print-directory $(SANITIZED) all
	@echo "werror: 2 passed, 0 failed"

# Leaks are not looked for: processes that are killed on purpose would be the finding.
asan: ## unit tests, an audit of refrelay, some crash points; everything with ASan and UBSan
	@ASAN_OPTIONS=detect_leaks=0 $(MAKE) --no-print-directory $(SANITIZED) unit audit
	@ASAN_OPTIONS=detect_leaks=0 $(MAKE) --no-print-directory $(SANITIZED) crash ARGS='1 8'

crash-asan: ## all crash points with ASan and UBSan (make asan: one in eight)
	@ASAN_OPTIONS=detect_leaks=0 $(MAKE) --no-print-directory $(SANITIZED) crash

# ---- everything --------------------------------------------------------------

test: deps-quick ## all tests and gates, about 27 minutes on 2 cores
	@B=$(B) base/checks/test.sh $(GATES)

install: all ## install both programs and their manual pages under DESTDIR/PREFIX
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1 \
	    $(DESTDIR)$(PREFIX)/share/man/man5 $(DESTDIR)$(PREFIX)/share/man/man8
	install -m 755 $(B)/bin/relayspec $(B)/bin/refrelay $(DESTDIR)$(PREFIX)/bin
	install -m 644 conformance/relayspec.1 $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 reference/refrelay.conf.5 $(DESTDIR)$(PREFIX)/share/man/man5
	install -m 644 reference/refrelay.8 $(DESTDIR)$(PREFIX)/share/man/man8

clean: ## remove the build tree
	rm -rf $(B)

# ---- dependencies ------------------------------------------------------------

deps: ## install the Debian packages of base/deps.txt that are missing
	@base/deps.sh
deps-quick:
	@base/deps.sh --quiet

-include base/checks/checks.mk spec/spec.mk conformance/mutants/mutants.mk proofs/proofs.mk fuzz/fuzz.mk reference/tests/dkim.mk reference/tests/crash.mk

.PHONY: all programs tests help FORCE deps deps-quick unit audit audit-peers interop interop-web statistics latency plant retention durability queue push outbound turn realtime badinput werror asan crash-asan test install clean
