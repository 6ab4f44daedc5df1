/* SPDX-License-Identifier: MIT
 *
 * SQLite without what no statement of ours uses: the browser's build. The amalgamation's parser is generated for the whole
 * language, so it still calls what is left out here: such a statement is refused when it is prepared. Triggers must stay,
 * because RETURNING is one. REFERENCES and OVER (…), FILTER (…) would be accepted and ignored, and ALTER TABLE is refused:
 * tests/storage/migration_test.cpp and tests/tree keep them out.
 */
#define SQLITE_OMIT_ANALYZE
#define SQLITE_OMIT_ATTACH /* and with it VACUUM */
#define SQLITE_OMIT_AUTOINCREMENT
#define SQLITE_OMIT_AUTOMATIC_INDEX
#define SQLITE_OMIT_AUTOVACUUM
#define SQLITE_OMIT_BETWEEN_OPTIMIZATION
#define SQLITE_OMIT_BLOB_LITERAL
#define SQLITE_OMIT_CASE_SENSITIVE_LIKE_PRAGMA
#define SQLITE_OMIT_COMPILEOPTION_DIAGS
#define SQLITE_OMIT_COMPLETE
#define SQLITE_OMIT_DATETIME_FUNCS
#define SQLITE_OMIT_DECLTYPE
#define SQLITE_OMIT_DESERIALIZE
#define SQLITE_OMIT_EXPLAIN
#define SQLITE_OMIT_FOREIGN_KEY
#define SQLITE_OMIT_GENERATED_COLUMNS
#define SQLITE_OMIT_GET_TABLE
#define SQLITE_OMIT_HEX_INTEGER
#define SQLITE_OMIT_INCRBLOB
#define SQLITE_OMIT_INTROSPECTION_PRAGMAS
#define SQLITE_OMIT_JSON
#define SQLITE_OMIT_LIKE_OPTIMIZATION
#define SQLITE_OMIT_OR_OPTIMIZATION
#define SQLITE_OMIT_PROGRESS_CALLBACK
#define SQLITE_OMIT_REINDEX
#define SQLITE_OMIT_SCHEMA_PRAGMAS
#define SQLITE_OMIT_TRACE
#define SQLITE_OMIT_UTF16
#define SQLITE_OMIT_VACUUM
#define SQLITE_OMIT_VIEW
#define SQLITE_OMIT_VIRTUALTABLE /* and with it ALTER TABLE */
#define SQLITE_OMIT_WAL
#define SQLITE_OMIT_WINDOWFUNC
#define SQLITE_OMIT_XFER_OPT
#define SQLITE_UNTESTABLE

/* What the amalgamation leaves out it does not declare either. */
struct Parse;
struct Token;
struct Expr;
struct ExprList;
struct Select;
struct sqlite3;
struct Pager;
struct Window;
static void sqlite3Analyze(struct Parse*, struct Token*, struct Token*);
static void sqlite3Reindex(struct Parse*, struct Token*, struct Token*);
static void sqlite3Vacuum(struct Parse*, struct Token*, struct Expr*);
static void sqlite3Attach(struct Parse*, struct Expr*, struct Expr*, struct Expr*);
static void sqlite3Detach(struct Parse*, struct Expr*);
static int sqlite3DbIsNamed(struct sqlite3*, int, const char*);
static void sqlite3PagerClearCache(struct Pager*);static void sqlite3CreateView(struct Parse*, struct Token*, struct Token*, struct Token*, struct
    ExprList*, struct Select*, int, int);
static void sqlite3WindowListDelete(struct sqlite3*, struct Window*);
static void sqlite3WindowChain(struct Parse*, struct Window*, struct Window*);
static struct Window* sqlite3WindowAssemble(struct Parse*, struct Window*, struct ExprList*, struct ExprList*,
    struct Token*);
static struct Window* sqlite3WindowAlloc(struct Parse*, int, int, struct Expr*, int, struct Expr*, unsigned char);

/* Where the parser puts the windows of a statement that has been refused: nobody reads it there any more. */
#define pWinDefn pNext

#include "sqlite3.c"

static void refuse(Parse* parse) { sqlite3ErrorMsg(parse, "left out of this build of SQLite"); }

/* What the parser gives away is freed as the true functions free it. */
static void sqlite3Analyze(Parse* parse, Token* a, Token* b) { refuse(parse); }
static void sqlite3Reindex(Parse* parse, Token* a, Token* b) { refuse(parse); }
static void sqlite3Vacuum(Parse* parse, Token* name, Expr* into) {
  refuse(parse);
  sqlite3ExprDelete(parse->db, into);
}
static void sqlite3Attach(Parse* parse, Expr* file, Expr* name, Expr* key) {
  refuse(parse);
  sqlite3ExprDelete(parse->db, file);
  sqlite3ExprDelete(parse->db, name);
  sqlite3ExprDelete(parse->db, key);
}
static void sqlite3Detach(Parse* parse, Expr* name) {
  refuse(parse);
  sqlite3ExprDelete(parse->db, name);
}
static int sqlite3DbIsNamed(sqlite3* db, int i, const char* name) {
  return sqlite3StrICmp(db->aDb[i].zDbSName, name) == 0 || (i == 0 && sqlite3StrICmp("main", name) == 0);
}
static void sqlite3PagerClearCache(Pager* pager) { pager_reset(pager); }
static void sqlite3CreateView(Parse* parse, Token* begin, Token* a, Token* b, ExprList* names, Select* select, int temp, int no_error) {
  refuse(parse);
  sqlite3SelectDelete(parse->db, select);
  sqlite3ExprListDelete(parse->db, names);
}

static void sqlite3AlterRenameTable(Parse* parse, SrcList* table, Token* name) {
  refuse(parse);
  sqlite3SrcListDelete(parse->db, table);
}
static void sqlite3AlterRenameColumn(Parse* parse, SrcList* table, Token* old_name, Token* name) {
  refuse(parse);
  sqlite3SrcListDelete(parse->db, table);
}
static void sqlite3AlterBeginAddColumn(Parse* parse, SrcList* table) {
  refuse(parse);
  sqlite3SrcListDelete(parse->db, table);
}
static void sqlite3AlterFinishAddColumn(Parse* parse, Token* column) { refuse(parse); }
static void sqlite3AlterDropColumn(Parse* parse, SrcList* table, const Token* name) {
  refuse(parse);
  sqlite3SrcListDelete(parse->db, table);
}
static void sqlite3AlterDropConstraint(Parse* parse, SrcList* table, Token* name, Token* column) {
  refuse(parse);
  sqlite3SrcListDelete(parse->db, table);
}
static void sqlite3AlterSetNotNull(Parse* parse, SrcList* table, Token* column, Token* first) {
  refuse(parse);
  sqlite3SrcListDelete(parse->db, table);
}
static void sqlite3AlterAddConstraint(Parse* parse, SrcList* table, Token* first, Token* name, const char* text, int size,
    Expr* check) {
  refuse(parse);
  sqlite3SrcListDelete(parse->db, table);
  sqlite3ExprDelete(parse->db, check);
}
static const void* sqlite3RenameTokenMap(Parse* parse, const void* object, const Token* token) { return object; }
static void sqlite3RenameTokenRemap(Parse* parse, const void* to, const void* from) {}
static void sqlite3RenameExprUnmap(Parse* parse, Expr* expression) {}

static void sqlite3VtabBeginParse(Parse* parse, Token* a, Token* b, Token* module, int no_error) { refuse(parse); }
static void sqlite3VtabFinishParse(Parse* parse, Token* end) { refuse(parse); }
static void sqlite3VtabArgInit(Parse* parse) {}
static void sqlite3VtabArgExtend(Parse* parse, Token* token) {}

static void sqlite3WindowListDelete(sqlite3* db, Window* window) {}
static void sqlite3WindowChain(Parse* parse, Window* window, Window* base) {}
static Window* sqlite3WindowAssemble(Parse* parse, Window* window, ExprList* partition, ExprList* order, Token* base) {
  sqlite3ExprListDelete(parse->db, partition);
  sqlite3ExprListDelete(parse->db, order);
  return window;
}
/* One for all, because the parser writes to it before it hears that the statement is refused. */
static Window* sqlite3WindowAlloc(Parse* parse, int type, int start_type, Expr* start, int end_type, Expr* end, u8 exclude) {
  static Window left_out;
  refuse(parse);
  sqlite3ExprDelete(parse->db, start);
  sqlite3ExprDelete(parse->db, end);
  return &left_out;
}
