Gem::Specification.new do |spec|
  spec.name = 'sort'
  spec.version = '0.1.0'
  spec.summary = 'Sorts the crew'
  spec.authors = ['Plimsoll']
  spec.files = ['ext/sort/sort.c', 'ext/sort/extconf.rb']
  spec.extensions = ['ext/sort/extconf.rb']
end
