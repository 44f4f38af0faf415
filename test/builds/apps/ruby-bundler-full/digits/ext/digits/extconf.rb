require 'mkmf'

abort 'libxslt is missing' unless pkg_config('libxslt') && have_library('xslt', 'xsltInit')
create_makefile 'digits/digits'
