#pragma once
#include <string>

/** Returns the berths of the harbour, one a line, as SQLite lists them. */
std::string berths();
