require 'versions/versions'
