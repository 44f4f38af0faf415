package main

import (
	"html/template"
	"net/http"
	"os"
	"path/filepath"

	"github.com/gorilla/mux"
)

var version = "unknown"

func main() {
	home := os.Getenv("APP_HOME")
	pages := template.Must(template.ParseGlob(filepath.Join(home, "templates", "*.html")))
	router := mux.NewRouter()
	router.HandleFunc("/ship/{name}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		pages.ExecuteTemplate(w, "ship.html", map[string]string{"Name": mux.Vars(r)["name"], "Version": version})
	})
	router.PathPrefix("/").Handler(http.FileServer(http.Dir(filepath.Join(home, "static"))))
	if err := http.ListenAndServe("127.0.0.1:8160", router); err != nil {
		panic(err)
	}
}
