//! Serves soundings from a database in memory, through a template that is read while it runs.
use rusqlite::Connection;
use std::{env, fs};
use tiny_http::{Response, Server};

fn main() {
    let port = env::args().nth(1).unwrap_or_else(|| "8112".into());
    let database = Connection::open_in_memory().expect("a database");
    database
        .execute_batch("CREATE TABLE soundings (place TEXT, depth INTEGER); INSERT INTO soundings VALUES ('bar', 4), ('channel', 11);")
        .expect("a table");
    let server = Server::http(format!("127.0.0.1:{port}")).expect("a port");
    for request in server.incoming_requests() {
        let place = request.url().trim_start_matches('/').to_string();
        let depth: Result<i64, _> =
            database.query_row("SELECT depth FROM soundings WHERE place = ?1", [&place], |row| row.get(0));
        let body = match depth {
            Ok(depth) => fs::read_to_string("templates/depth.txt")
                .expect("the template")
                .replace("{place}", &place)
                .replace("{depth}", &depth.to_string()),
            Err(_) => format!("no sounding, SQLite {}\n", rusqlite::version()),
        };
        let _ = request.respond(Response::from_string(body));
    }
}
