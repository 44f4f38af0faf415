Gem::Specification.new do |spec|
  spec.name = 'versions'
  spec.version = '1.0.0'
  spec.summary = 'Tells which libraries it is linked to'
  spec.authors = ['Plimsoll']
  spec.files = ['lib/versions.rb', 'ext/versions/extconf.rb', 'ext/versions/versions.c']
  spec.extensions = ['ext/versions/extconf.rb']
end
