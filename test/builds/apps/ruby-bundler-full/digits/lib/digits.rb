require 'digits/digits'
