Gem::Specification.new do |spec|
  spec.name = 'digits'
  spec.version = '1.0.0'
  spec.summary = 'Digits of pi, by a library written in C'
  spec.authors = ['Plimsoll']
  spec.files = ['lib/digits.rb', 'ext/digits/extconf.rb', 'ext/digits/digits.c']
  spec.extensions = ['ext/digits/extconf.rb']
end
