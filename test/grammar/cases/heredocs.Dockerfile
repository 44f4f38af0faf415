FROM debian:12
RUN <<EOF
# a comment of the script
set -e
echo "open quote
FROM is a word here
EOF
COPY <<"ONE" <<-'TWO' /to/
first $VAR
ONE
second
	TWO
RUN cat <<-END > /file && echo $((1<<2)) <<<word
	text
	END
USER app
