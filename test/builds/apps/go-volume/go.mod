module log

go 1.22
