package main

import (
	"fmt"
	"net/http"
	"os"
)

func main() {
	http.HandleFunc("/add", func(w http.ResponseWriter, r *http.Request) {
		file, err := os.OpenFile("/data/log.txt", os.O_APPEND|os.O_WRONLY, 0o644)
		if err != nil {
			http.Error(w, err.Error(), 500)
			return
		}
		defer file.Close()
		fmt.Fprintln(file, r.URL.Query().Get("text"))
		fmt.Fprint(w, "ok")
	})
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, "/data/log.txt") })
	if err := http.ListenAndServe("127.0.0.1:8169", nil); err != nil {
		panic(err)
	}
}
