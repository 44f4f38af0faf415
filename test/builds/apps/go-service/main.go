// A service that tells the time of high water, from templates beside the program.
package main

import (
	"fmt"
	"html/template"
	"log"
	"net/http"
	"os"
	"time"

	"github.com/gorilla/mux"
)

var pages = template.Must(template.ParseGlob("templates/*.html"))

func index(response http.ResponseWriter, _ *http.Request) {
	if err := pages.ExecuteTemplate(response, "index.html", os.Getenv("GREETING")); err != nil {
		log.Print(err)
	}
}

func highWater(response http.ResponseWriter, request *http.Request) {
	place, err := time.LoadLocation(mux.Vars(request)["continent"] + "/" + mux.Vars(request)["city"])
	if err != nil {
		http.Error(response, "no such place", http.StatusNotFound)
		return
	}
	first := time.Date(2024, time.July, 1, 4, 12, 0, 0, time.UTC)
	fmt.Fprintln(response, first.In(place).Format(time.RFC1123Z))
}

func main() {
	router := mux.NewRouter()
	router.HandleFunc("/", index)
	router.HandleFunc("/high-water/{continent}/{city}", highWater)
	log.Fatal(http.ListenAndServe("127.0.0.1:8106", router))
}
