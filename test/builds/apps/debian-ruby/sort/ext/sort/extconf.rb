require 'mkmf'
create_makefile('sort')
