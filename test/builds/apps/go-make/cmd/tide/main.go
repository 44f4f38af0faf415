package main

import (
	"fmt"
	"log"
	"net/http"
	"os/user"
)

func main() {
	http.Handle("/", http.FileServer(http.Dir("web/dist")))
	http.HandleFunc("/who", func(response http.ResponseWriter, _ *http.Request) {
		current, err := user.Current()
		if err != nil {
			http.Error(response, err.Error(), http.StatusInternalServerError)
			return
		}
		fmt.Fprintf(response, "%s keeps watch", current.Username)
	})
	log.Fatal(http.ListenAndServe(":8176", nil))
}
