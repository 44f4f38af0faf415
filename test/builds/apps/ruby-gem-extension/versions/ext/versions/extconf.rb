require 'mkmf'

dir_config 'postgresql', '/usr/include/postgresql', '/usr/lib'
abort 'libpq is missing' unless have_library('pq', 'PQlibVersion')
create_makefile 'versions/versions'
