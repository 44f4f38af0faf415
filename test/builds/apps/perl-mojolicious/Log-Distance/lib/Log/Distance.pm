package Log::Distance;
use strict;
use warnings;
our $VERSION = '0.02';
require XSLoader;
XSLoader::load('Log::Distance', $VERSION);
1;
