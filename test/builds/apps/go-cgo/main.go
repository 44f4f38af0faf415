// A service linked to the C library of SQLite.
package main

/*
#cgo LDFLAGS: -lsqlite3
#include <sqlite3.h>
#include <stdlib.h>

static double evaluate(const char *query) {
	sqlite3 *db;
	sqlite3_stmt *statement;
	double result = -1;
	if (sqlite3_open(":memory:", &db) == SQLITE_OK) {
		if (sqlite3_prepare_v2(db, query, -1, &statement, NULL) == SQLITE_OK) {
			if (sqlite3_step(statement) == SQLITE_ROW) result = sqlite3_column_double(statement, 0);
			sqlite3_finalize(statement);
		}
	}
	sqlite3_close(db);
	return result;
}
*/
import "C"

import (
	"flag"
	"fmt"
	"log"
	"net/http"
	"unsafe"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:8080", "address to listen on")
	flag.Parse()
	http.HandleFunc("/", func(response http.ResponseWriter, request *http.Request) {
		query := C.CString("SELECT 6 * 7.5")
		defer C.free(unsafe.Pointer(query))
		fmt.Fprintf(response, "%.1f with SQLite %s\n", float64(C.evaluate(query)), C.GoString(C.sqlite3_libversion()))
	})
	log.Fatal(http.ListenAndServe(*listen, nil))
}
