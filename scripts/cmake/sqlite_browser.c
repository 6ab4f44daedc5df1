/* SPDX-License-Identifier: MIT
 *
 * SQLite without what no statement of ours uses: the browser's build. The amalgamation's parser is generated for the whole
 * language, so it still calls what is left out here: such a statement is refused when it is prepared. Triggers must stay,
 * because RETURNING is one. REFERENCES alone would be accepted and ignored: tests/storage/migration_test.cpp keeps it out.
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
#define SQLITE_OMIT_WAL
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
static void sqlite3Analyze(struct Parse*, struct Token*, struct Token*);
static void sqlite3Reindex(struct Parse*, struct Token*, struct Token*);
static void sqlite3Vacuum(struct Parse*, struct Token*, struct Expr*);
static void sqlite3Attach(struct Parse*, struct Expr*, struct Expr*, struct Expr*);
static void sqlite3Detach(struct Parse*, struct Expr*);
static int sqlite3DbIsNamed(struct sqlite3*, int, const char*);
static void sqlite3PagerClearCache(struct Pager*);
static void sqlite3CreateView(struct Parse*, struct Token*, struct Token*, struct Token*, struct
    ExprList*, struct Select*, int, int);

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
